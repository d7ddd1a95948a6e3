/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "data/dataset_store.h"
#include "data/kind.h"
#include "dftfit/cell.h"

static dataset_store *store_of(dataset *set) { return (dataset_store *)set; }

dataset *dataset_create(void) {
  dataset_store *store = calloc(1, sizeof *store);
  return store ? &store->set : NULL;
}

void dataset_destroy(dataset *set) {
  if (!set) return;
  dataset_store *store = store_of(set);
  intern_clear(&store->groups);
  intern_clear(&store->sources);
  intern_clear(&store->calculations);
  for (int i = 0; i < set->nsource; i++) free(set->source[i]);
  void *arrays[] = {set->source,        set->species, set->group,    set->calculation,  set->first_atom,
                    set->cell,          set->pbc,     set->energy,   set->stress,       set->config_group,
                    set->config_source, set->force,   set->position, set->atom_species, set->config_calculation,
                    set->like,          set->zero,    set->still};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
  free(store);
}

/* resizes an array to count items, true when it could; on failure the array stays as it was. Needs `void *memory`. */
#define RESIZE(array, count) \
  ((memory = realloc((array), (size_t)(count) * sizeof *(array))) ? ((array) = memory, true) : false)

dftfit_status dataset_reserve(dataset *set, int64_t nconfig, int64_t natom, bool exact, dftfit_error *err) {
  void *memory;
  dataset_store *store = store_of(set);
  bool good = true;
  if (nconfig > store->config_capacity) {
    int64_t n = exact ? nconfig : nconfig + nconfig / 2 + 16;
    good = RESIZE(set->first_atom, n + 1) && RESIZE(set->cell, n) && RESIZE(set->pbc, n) && RESIZE(set->energy, n) &&
           RESIZE(set->stress, n) && RESIZE(set->config_group, n) && RESIZE(set->config_calculation, n) &&
           RESIZE(set->config_source, n);
    if (good) store->config_capacity = n;
  }
  if (good && natom > store->atom_capacity) {
    int64_t n = exact ? natom : natom + natom / 2 + 256;
    good = RESIZE(set->atom_species, n) && RESIZE(set->position, n) && RESIZE(set->force, n);
    if (good) store->atom_capacity = n;
  }
  DFTFIT_FAIL_IF(!good, err, DFTFIT_ERR_MEMORY, "out of memory for %lld configurations of %lld atoms in all",
                 (long long)nconfig, (long long)natom);
  return DFTFIT_OK;
}

dftfit_status dataset_species(dataset *set, const char *symbol, int *index, dftfit_error *err) {
  void *memory;
  for (int s = 0; s < set->nspecies; s++) {
    if (!strcmp(set->species[s], symbol)) {
      *index = s;
      return DFTFIT_OK;
    }
  }
  DFTFIT_FAIL_IF(!element_number(symbol), err, DFTFIT_ERR_ELEMENT, "'%.16s' is not the symbol of an element", symbol);
  DFTFIT_FAIL_IF(!RESIZE(set->species, set->nspecies + 1), err, DFTFIT_ERR_MEMORY, "out of memory for the species");
  memset(set->species[set->nspecies], 0, sizeof *set->species);
  strcpy(set->species[set->nspecies], symbol);
  *index = set->nspecies++;
  return DFTFIT_OK;
}

dftfit_status dataset_add_group(dataset *set, const char *name, dataset_kind kind, int *index, dftfit_error *err) {
  void *memory;
  DFTFIT_FAIL_IF(strlen(name) >= sizeof set->group->name, err, DFTFIT_ERR_VALUE,
                 "group name '%.40s...' is longer than %zu characters", name, sizeof set->group->name - 1);
  bool added;
  *index = intern_number(&store_of(set)->groups, name, strlen(name), &added);
  DFTFIT_FAIL_IF(*index < 0 || (added && !RESIZE(set->group, *index + 1)), err, DFTFIT_ERR_MEMORY,
                 "out of memory for the groups");
  if (!added) return DFTFIT_OK;
  memset(&set->group[*index], 0, sizeof *set->group);
  strcpy(set->group[*index].name, name);
  set->group[*index].kind = kind;
  set->ngroup = *index + 1;
  return DFTFIT_OK;
}

dftfit_status dataset_add_source(dataset *set, const char *name, int *index, dftfit_error *err) {
  void *memory;
  bool added;
  *index = intern_number(&store_of(set)->sources, name, strlen(name), &added);
  DFTFIT_FAIL_IF(*index < 0, err, DFTFIT_ERR_MEMORY, "out of memory for the sources");
  if (!added) return DFTFIT_OK;
  char *copy = strdup(name);
  if (!copy || !RESIZE(set->source, *index + 1)) {
    free(copy);
    return dftfit_no_memory(err, "the sources");
  }
  set->source[*index] = copy;
  set->nsource = *index + 1;
  return DFTFIT_OK;
}

/* a copy in which equal contents are equal bytes: no rubbish after the ends of texts, one kind of NaN */
static dataset_calculation canonical(const dataset_calculation *in) {
  dataset_calculation out;
  memset(&out, 0, sizeof out);
  strcpy(out.code, in->code);
  strcpy(out.version, in->version);
  strcpy(out.functional, in->functional);
  strcpy(out.pseudopotentials, in->pseudopotentials);
  strcpy(out.smearing, in->smearing);
  strcpy(out.kmesh, in->kmesh);
  strcpy(out.remarks, in->remarks);
  out.ecut = isnan(in->ecut) ? NAN : in->ecut;
  out.kspacing = isnan(in->kspacing) ? NAN : in->kspacing;
  out.scf_tolerance = isnan(in->scf_tolerance) ? NAN : in->scf_tolerance;
  return out;
}

dftfit_status dataset_add_calculation(dataset *set, const dataset_calculation *calculation, int *index,
                                      dftfit_error *err) {
  void *memory;
  bool added;
  dataset_calculation copy = canonical(calculation);
  *index = intern_number(&store_of(set)->calculations, &copy, sizeof copy, &added);
  DFTFIT_FAIL_IF(*index < 0 || (added && !RESIZE(set->calculation, *index + 1)), err, DFTFIT_ERR_MEMORY,
                 "out of memory for the calculations");
  if (!added) return DFTFIT_OK;
  set->calculation[*index] = copy;
  set->ncalculation = *index + 1;
  return DFTFIT_OK;
}

dftfit_status dataset_append(dataset *set, const dataset_config *config, dftfit_error *err) {
  DFTFIT_FAIL_IF(config->natom < 1, err, DFTFIT_ERR_VALUE, "a configuration has %d atoms; at least 1 is needed",
                 config->natom);
  int64_t c = set->nconfig, first = set->natom;
  DFTFIT_TRY(dataset_reserve(set, c + 1, first + config->natom, false, err));
  const char *group = config->group && config->group[0] ? config->group : "default";
  int group_index, source_index, calculation_index;
  DFTFIT_TRY(dataset_add_group(set, group, dataset_kind_suggest(group), &group_index, err));
  DFTFIT_TRY(dataset_add_source(set, config->source ? config->source : "", &source_index, err));
  DFTFIT_TRY(dataset_add_calculation(set, &config->calculation, &calculation_index, err));
  for (int i = 0; i < config->natom; i++) {
    int species;
    DFTFIT_TRY(dataset_species(set, config->symbol[i], &species, err));
    set->atom_species[first + i] = (uint8_t)species;
    for (int k = 0; k < 3; k++) {
      set->position[first + i][k] = config->position[i][k];
      set->force[first + i][k] = config->force ? config->force[i][k] : NAN;
    }
  }
  memcpy(set->cell[c], config->cell, sizeof set->cell[c]);
  memcpy(set->stress[c], config->stress, sizeof set->stress[c]);
  for (int k = 0; k < 3; k++) set->pbc[c][k] = config->pbc[k];
  set->energy[c] = config->energy;
  set->config_group[c] = group_index;
  set->config_source[c] = source_index;
  set->config_calculation[c] = calculation_index;
  set->first_atom[c] = first;
  set->first_atom[c + 1] = first + config->natom;
  set->nconfig = c + 1;
  set->natom = first + config->natom;
  return DFTFIT_OK;
}

double dataset_volume(const dataset *set, int64_t c) {
  const uint8_t *pbc = set->pbc[c];
  return pbc[0] && pbc[1] && pbc[2] ? dftfit_cell_volume(set->cell[c]) : NAN;
}

bool dataset_has_target(const dataset *set, int64_t c) {
  return !isnan(set->energy[c]) || !isnan(set->force[set->first_atom[c]][0]) || !isnan(set->stress[c][0]);
}
