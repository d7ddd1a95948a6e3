/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/coverage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/progress.h"
#include "check/shape.h"
#include "check/structure.h"
#include "check/temperature.h"

static const char *const reasons[REASONS] = {
    [REASON_GROUP] = "by its group",
    [REASON_VACUUM] = "vacuum across one or two directions",
    [REASON_ALONE] = "vacuum on all sides",
    [REASON_SAME_SHAPE] = "no forces; neighbours as in the structure of lowest energy",
    [REASON_NO_TARGET] = "neither energy nor forces to judge by",
    [REASON_OTHER_SHAPE] = "no forces; other neighbours than in the structure of lowest energy",
    [REASON_FEW_SITES] = "some atoms, near each other, have other neighbours than most",
    [REASON_PLANE] = "atoms with other neighbours than most fill a line or a plane",
    [REASON_BRAGG] = "forces, and the Bragg peaks of a crystal (or too few atoms to tell)",
    [REASON_NO_BRAGG] = "forces, and no Bragg peaks"};

const char *coverage_reason_text(coverage_reason reason) { return reasons[reason]; }

void coverage_destroy(coverage *c) {
  free(c->kind);
  free(c->reason);
  free(c->strain);
  free(c->above);
  free(c->temperature);
  *c = (coverage){0};
}

/* the ground states: per composition (fractions of the elements) the configuration of lowest energy per atom */
typedef struct grounds {
  intern table;
  int64_t *best;       /* [table.count] configuration */
  structure *measured; /* [table.count] */
  int *number;         /* [nconfig] composition of each */
} grounds;

static void grounds_clear(grounds *g) {
  intern_clear(&g->table);
  free(g->best);
  free(g->measured);
  free(g->number);
}

static int64_t divisor(int64_t a, int64_t b) {
  while (b) {
    int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static double energy_per_atom(const dataset *set, int64_t c) {
  return set->energy[c] / (double)(set->first_atom[c + 1] - set->first_atom[c]);
}

static dftfit_status number_compositions(const dataset *set, int64_t *count, grounds *g, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++) {
    int64_t common = 0;
    bool added;
    composition_count(set, c, count);
    for (int s = 0; s < set->nspecies; s++) common = divisor(common, count[s]);
    for (int s = 0; s < set->nspecies; s++) count[s] /= common;
    const int k = intern_number(&g->table, count, (size_t)set->nspecies * sizeof *count, &added);
    DFTFIT_FAIL_IF(k < 0, err, DFTFIT_ERR_MEMORY, "out of memory for the compositions");
    g->number[c] = k;
    if (added) g->best[k] = c;
    const double lowest = energy_per_atom(set, g->best[k]), mine = energy_per_atom(set, c);
    if (mine < lowest || isnan(lowest)) g->best[k] = c;
  }
  return DFTFIT_OK;
}

static dftfit_status grounds_create(const dataset *set, dftfit_periodic *lists, const int *element, grounds *g,
                                    dftfit_error *err) {
  const size_t n = (size_t)set->nconfig;
  int64_t *count = malloc(((size_t)set->nspecies + 1) * sizeof *count);
  *g = (grounds){.best = malloc(n * sizeof *g->best), .number = malloc(n * sizeof *g->number)};
  dftfit_status status = count && g->best && g->number ? number_compositions(set, count, g, err)
                                                       : dftfit_no_memory(err, "the compositions");
  free(count);
  if (!status && !(g->measured = calloc((size_t)g->table.count, sizeof *g->measured)))
    status = dftfit_no_memory(err, "the compositions");
  for (int k = 0; k < g->table.count && !status; k++)
    status = structure_measure(set, g->best[k], lists, element, &g->measured[k], err);
  if (status) grounds_clear(g);
  return status;
}

static dftfit_status find_kinds(const dataset *set, dftfit_periodic *lists, const int *element, coverage *out,
                                dftfit_error *err) {
  grounds g;
  dftfit_status status = DFTFIT_OK;
  DFTFIT_TRY(grounds_create(set, lists, element, &g, err));
  progress shown;
  progress_begin(&shown, "kinds of structures", true);
  for (int64_t c = 0; c < set->nconfig && !status; c++) {
    if (c % PROGRESS_STEP == 0) progress_update(&shown, (double)set->first_atom[c] / (double)set->natom);
    const dataset_kind of_group = set->group[set->config_group[c]].kind;
    out->kind[c] = of_group;
    out->reason[c] = REASON_GROUP;
    out->above[c] = energy_per_atom(set, c) - g.measured[g.number[c]].energy;
    if (of_group != KIND_OTHER) continue;
    structure s;
    status = structure_measure(set, c, lists, element, &s, err);
    if (!status) out->kind[c] = structure_kind(&s, &g.measured[g.number[c]], &out->reason[c]);
  }
  progress_end(&shown);
  grounds_clear(&g);
  return status;
}

/* strains against the one of lowest energy among configurations with the same order of elements */
static dftfit_status find_strains(const dataset *set, int64_t n, const int64_t *config, double *out,
                                  dftfit_error *err) {
  int64_t best = -1;
  shapes s;
  for (int64_t i = 0; i < n; i++)
    if (!isnan(set->energy[config[i]]) && (best < 0 || set->energy[config[i]] < set->energy[config[best]])) best = i;
  if (best < 0 || isnan(dataset_volume(set, config[0]))) return DFTFIT_OK;
  DFTFIT_TRY(shapes_create(set, n, config, &s, err));
  for (int64_t i = 0; i < n; i++) {
    double strain[9];
    out[config[i]] = shape_strain(&s.shape[best], &s.shape[i], strain);
  }
  shapes_destroy(&s);
  return DFTFIT_OK;
}

static dftfit_status find_ranges(const dataset *set, const composition_table *table, coverage *out, dftfit_error *err) {
  for (int64_t k = 0; k < table->n; k++) {
    const composition_class *class = &table->entry[k];
    DFTFIT_TRY(temperature_find(set, class, out->temperature, err));
    for (int64_t i = 0, same; i < class->n; i += same) {
      same = composition_same_order(set, class->n - i, class->config + i);
      DFTFIT_TRY(find_strains(set, same, class->config + i, out->strain, err));
    }
  }
  return DFTFIT_OK;
}

dftfit_status coverage_create(const dataset *set, const composition_table *table, coverage *out, dftfit_error *err) {
  const size_t n = (size_t)set->nconfig;
  dftfit_periodic *lists = dftfit_periodic_create();
  int *element = malloc((size_t)set->nspecies * sizeof *element);
  *out = (coverage){.kind = malloc(n * sizeof *out->kind),
                    .reason = malloc(n * sizeof *out->reason),
                    .strain = malloc(n * sizeof *out->strain),
                    .above = malloc(n * sizeof *out->above),
                    .temperature = malloc(n * sizeof *out->temperature)};
  dftfit_status status = DFTFIT_OK;
  if (lists && element && out->kind && out->reason && out->strain && out->above && out->temperature) {
    for (int e = 0; e < set->nspecies; e++) element[e] = e;
    for (size_t c = 0; c < n; c++) out->strain[c] = out->temperature[c] = NAN;
    status = find_kinds(set, lists, element, out, err);
    if (!status) status = find_ranges(set, table, out, err);
  } else {
    status = dftfit_no_memory(err, "%zu configurations", n);
  }
  if (lists) dftfit_periodic_destroy(lists);
  free(element);
  if (status) coverage_destroy(out);
  return status;
}
