/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset_copy.h"

#include <stdlib.h>
#include <string.h>

void dataset_copier_clear(dataset_copier *copier) {
  free(copier->symbol);
  *copier = (dataset_copier){0};
}

static dftfit_status reserve(dataset_copier *copier, int64_t natom, dftfit_error *err) {
  if (natom <= copier->capacity) return DFTFIT_OK;
  void *memory = realloc(copier->symbol, (size_t)natom * sizeof *copier->symbol);
  DFTFIT_FAIL_IF(!memory, err, DFTFIT_ERR_MEMORY, "out of memory for %lld atoms", (long long)natom);
  copier->symbol = memory;
  copier->capacity = natom;
  return DFTFIT_OK;
}

dftfit_status dataset_append_copy(dataset_copier *copier, dataset *to, const dataset *from, int64_t c,
                                  const char *source, dftfit_error *err) {
  const int64_t first = from->first_atom[c], natom = from->first_atom[c + 1] - first;
  const dataset_group *group = &from->group[from->config_group[c]];
  const int known = to->ngroup;
  DFTFIT_TRY(reserve(copier, natom, err));
  for (int64_t i = 0; i < natom; i++)
    memcpy(copier->symbol[i], from->species[from->atom_species[first + i]], sizeof *copier->symbol);
  dataset_config one = {.natom = (int)natom,
                        .symbol = (const char(*)[4])copier->symbol,
                        .position = (const double(*)[3])(from->position + first),
                        .force = (const double(*)[3])(from->force + first),
                        .energy = from->energy[c],
                        .group = group->name,
                        .source = source              ? source
                                  : from->nsource > 0 ? from->source[from->config_source[c]]
                                                      : ""};
  memcpy(one.cell, from->cell[c], sizeof one.cell);
  memcpy(one.stress, from->stress[c], sizeof one.stress);
  for (int k = 0; k < 3; k++) one.pbc[k] = from->pbc[c][k];
  if (from->ncalculation > 0 && from->config_calculation[c] >= 0)
    one.calculation = from->calculation[from->config_calculation[c]];
  DFTFIT_TRY(dataset_append(to, &one, err));
  if (to->ngroup > known) to->group[known].kind = group->kind;
  return DFTFIT_OK;
}

void dataset_empty(dataset *set) { set->nconfig = set->natom = 0; }
