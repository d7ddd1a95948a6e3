/* SPDX-License-Identifier: BSD-3-Clause */
#include "transform/criteria.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "data/kind.h"

criteria criteria_all(void) {
  return (criteria){.energy = {-INFINITY, INFINITY},
                    .volume = {-INFINITY, INFINITY},
                    .natoms = {-INFINITY, INFINITY},
                    .max_force = INFINITY,
                    .max_pressure = INFINITY};
}

void criteria_clear(criteria *k) {
  free(k->group.name);
  free(k->exclude_group.name);
  free(k->kind.name);
  free(k->element.name);
  number_list_clear(&k->configs);
  number_list_clear(&k->drop);
  number_list_clear(&k->calculation);
}

void selection_destroy(selection *s) { free(s->keep); }

static bool has_name(const criteria_names *names, const char *name) {
  for (int i = 0; i < names->n; i++)
    if (!strcmp(names->name[i], name)) return true;
  return false;
}

/* group names for a message, as many as fit */
static void list_groups(const dataset *set, char *text, size_t size) {
  size_t length = 0;
  text[0] = '\0';
  for (int g = 0; g < set->ngroup && length + 80 < size; g++)
    length += (size_t)snprintf(text + length, size - length, "%s%s", g ? ", " : "", set->group[g].name);
}

static dftfit_status check_groups(const dataset *set, const criteria_names *names, dftfit_error *err) {
  char known[400];
  for (int i = 0; i < names->n; i++) {
    int g = 0;
    while (g < set->ngroup && strcmp(set->group[g].name, names->name[i])) g++;
    if (g < set->ngroup) continue;
    list_groups(set, known, sizeof known);
    return dftfit_fail_at(err, DFTFIT_ERR_VALUE, set->path, 0, 0, "no group '%.60s'; the groups are %s", names->name[i],
                          known);
  }
  return DFTFIT_OK;
}

static dftfit_status check_names(const dataset *set, const criteria *k, dftfit_error *err) {
  DFTFIT_TRY(check_groups(set, &k->group, err));
  DFTFIT_TRY(check_groups(set, &k->exclude_group, err));
  for (int i = 0; i < k->kind.n; i++)
    if (dataset_kind_find(k->kind.name[i]) == KIND_COUNT)
      return dftfit_fail(err, DFTFIT_ERR_VALUE, "'%.60s' is none of the kinds of docs/data-format.md", k->kind.name[i]);
  for (int i = 0; i < k->element.n; i++) {
    int s = 0;
    while (s < set->nspecies && strcmp(set->species[s], k->element.name[i])) s++;
    if (s == set->nspecies)
      return dftfit_fail_at(err, DFTFIT_ERR_ELEMENT, set->path, 0, 0, "has no element '%.20s'", k->element.name[i]);
  }
  return DFTFIT_OK;
}

static dftfit_status check_numbers(const dataset *set, const char *what, const number_list *list, int64_t count,
                                   dftfit_error *err) {
  const number_range *last = list->n ? &list->range[list->n - 1] : NULL;
  if (!last || last->low < count) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, set->path, 0, 0, "has no %s %lld; they are 0 to %lld", what,
                        (long long)last->low, (long long)count - 1);
}

static double longest_force(const dataset *set, int64_t c) {
  double longest = 0;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) {
    const double *f = set->force[i], square = f[0] * f[0] + f[1] * f[1] + f[2] * f[2];
    if (square > longest) longest = square;
  }
  return sqrt(longest);
}

static bool outside(double value, const double range[2]) { return value < range[0] || value > range[1]; }

static bool numbers_fit(const criteria *k, const dataset *set, int64_t c) {
  const double n = (double)(set->first_atom[c + 1] - set->first_atom[c]);
  const bool forces = !isnan(set->force[set->first_atom[c]][0]), stress = !isnan(set->stress[c][0]);
  if (k->need_energy && isnan(set->energy[c])) return false;
  if ((k->need_forces && !forces) || (k->need_stress && !stress)) return false;
  if (outside(set->energy[c] / n, k->energy) || outside(dataset_volume(set, c) / n, k->volume)) return false;
  if (outside(n, k->natoms)) return false;
  if (forces && isfinite(k->max_force) && longest_force(set, c) > k->max_force) return false;
  for (int i = 0; i < 6 && stress; i++)
    if (fabs(set->stress[c][i]) > k->max_pressure) return false;
  return true;
}

static bool fits(const criteria *k, const dataset *set, int64_t c, int64_t number) {
  const dataset_group *group = &set->group[set->config_group[c]];
  if (k->group.n && !has_name(&k->group, group->name)) return false;
  if (has_name(&k->exclude_group, group->name)) return false;
  if (k->kind.n && !has_name(&k->kind, dataset_kind_name(group->kind))) return false;
  if (k->configs.n && !number_list_has(&k->configs, number)) return false;
  if (number_list_has(&k->drop, number)) return false;
  if (k->calculation.n && !number_list_has(&k->calculation, set->config_calculation[c])) return false;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1] && k->element.n; i++)
    if (!has_name(&k->element, set->species[set->atom_species[i]])) return false;
  return numbers_fit(k, set, c);
}

static uint64_t mix_bytes(uint64_t hash, const void *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) hash = (hash ^ ((const unsigned char *)bytes)[i]) * 1099511628211u;
  return hash;
}

/* whether cell, elements and positions were seen before: by two hashes of 64 bits with different beginnings */
static dftfit_status seen_before(intern *seen, const dataset *set, int64_t c, bool *again, dftfit_error *err) {
  const int64_t first = set->first_atom[c];
  const size_t n = (size_t)(set->first_atom[c + 1] - first);
  uint64_t key[2] = {14695981039346656037u, 0x9E3779B97F4A7C15u};
  for (int k = 0; k < 2; k++) {
    key[k] = mix_bytes(key[k], set->cell[c], sizeof *set->cell);
    key[k] = mix_bytes(key[k], set->pbc[c], sizeof *set->pbc);
    for (size_t i = 0; i < n; i++) key[k] = mix_bytes(key[k], set->species[set->atom_species[first + (int64_t)i]], 4);
    key[k] = mix_bytes(key[k], set->position[first], n * sizeof *set->position);
  }
  bool added;
  DFTFIT_FAIL_IF(intern_number(seen, key, sizeof key, &added) < 0, err, DFTFIT_ERR_MEMORY, "out of memory for copies");
  *again = !added;
  return DFTFIT_OK;
}

/* whether a configuration that meets the criteria is one of those that --every leaves; counts it in met [ngroup] */
static bool takes_turn(const criteria *k, const dataset *set, int64_t c, int64_t *met) {
  return met[set->config_group[c]]++ % (k->every > 0 ? k->every : 1) == 0;
}

static dftfit_status go_through(dataset_source *source, const criteria *k, intern *seen, int64_t *met, selection *out,
                                dftfit_error *err) {
  const dataset *block;
  int64_t first;
  dataset_source_rewind(source);
  for (;;) {
    DFTFIT_TRY(dataset_source_next(source, &block, &first, err));
    if (!block) break;
    for (int64_t c = 0; c < block->nconfig; c++) {
      bool keep = fits(k, block, c, first + c), again = false;
      if (keep && k->no_copies) DFTFIT_TRY(seen_before(seen, block, c, &again, err));
      out->keep[first + c] = keep && !again && takes_turn(k, block, c, met);
      if (!out->keep[first + c]) continue;
      out->nkept++;
      out->natom_kept += block->first_atom[c + 1] - block->first_atom[c];
    }
  }
  if (out->nkept) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, dataset_source_tables(source)->path, 0, 0,
                        "none of the %lld configurations meets all criteria", (long long)out->nconfig);
}

dftfit_status selection_create(dataset_source *source, const criteria *k, selection *out, dftfit_error *err) {
  const dataset *tables = dataset_source_tables(source);
  intern seen = {0};
  *out = (selection){.nconfig = dataset_source_nconfig(source)};
  DFTFIT_TRY(check_names(tables, k, err));
  DFTFIT_TRY(check_numbers(tables, "configuration", &k->configs, out->nconfig, err));
  DFTFIT_TRY(check_numbers(tables, "configuration", &k->drop, out->nconfig, err));
  DFTFIT_TRY(check_numbers(tables, "calculation", &k->calculation, tables->ncalculation, err));
  out->keep = malloc((size_t)out->nconfig);
  int64_t *met = calloc((size_t)tables->ngroup + 1, sizeof *met);
  dftfit_status status =
      out->keep && met ? DFTFIT_OK : dftfit_no_memory(err, "%lld configurations", (long long)out->nconfig);
  if (!status) status = go_through(source, k, &seen, met, out, err);
  intern_clear(&seen);
  free(met);
  if (status) selection_destroy(out);
  return status;
}
