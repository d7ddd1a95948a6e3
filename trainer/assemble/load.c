/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dftfit_status append_all(dataset *to, const dataset *from, dftfit_error *err) {
  char(*symbol)[4] = NULL;
  size_t capacity = 0;
  dftfit_status status = DFTFIT_OK;
  for (int64_t c = 0; c < from->nconfig && !status; c++) {
    int64_t first = from->first_atom[c], natom = from->first_atom[c + 1] - first;
    if ((size_t)natom > capacity) {
      free(symbol);
      capacity = (size_t)natom;
      symbol = malloc(capacity * sizeof *symbol);
      if (!symbol) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %lld atoms", (long long)natom);
    }
    for (int64_t i = 0; i < natom; i++) memcpy(symbol[i], from->species[from->atom_species[first + i]], sizeof *symbol);
    dataset_config one = {.natom = (int)natom,
                          .symbol = (const char(*)[4])symbol,
                          .position = (const double(*)[3])(from->position + first),
                          .force = (const double(*)[3])(from->force + first),
                          .energy = from->energy[c],
                          .group = from->group[from->config_group[c]].name,
                          .source = from->nsource > 0 ? from->source[from->config_source[c]] : ""};
    memcpy(one.cell, from->cell[c], sizeof one.cell);
    memcpy(one.stress, from->stress[c], sizeof one.stress);
    for (int a = 0; a < 3; a++) one.pbc[a] = from->pbc[c][a];
    if (from->ncalculation > 0 && from->config_calculation[c] >= 0)
      one.calculation = from->calculation[from->config_calculation[c]];
    status = dataset_append(to, &one, err);
  }
  free(symbol);
  return status;
}

static void remember(data_origin *origin, const dataset *set) {
  const char *slash = strrchr(set->path, '/');
  snprintf(origin->name, sizeof origin->name, "%s", slash ? slash + 1 : set->path);
  memcpy(origin->sha256, set->sha256, sizeof origin->sha256);
}

dftfit_status load_datasets(int n, char *const *path, dataset **out, data_origin **origin, dftfit_error *err) {
  dataset *all = NULL;
  dftfit_status status = DFTFIT_OK;
  *out = NULL;
  *origin = calloc((size_t)n, sizeof **origin);
  if (!*origin) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %d file names", n);
  for (int i = 0; i < n && !status; i++) {
    dataset *one = NULL;
    status = dataset_read(path[i], &one, err);
    if (status) break;
    remember(&(*origin)[i], one);
    if (n == 1) {
      *out = one;
      return DFTFIT_OK;
    }
    if (!all) {
      all = dataset_create();
      if (all) snprintf(all->path, sizeof all->path, "%.200s and others", one->path);
    }
    status = all ? append_all(all, one, err) : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the data");
    dataset_destroy(one);
  }
  if (status) {
    if (all) dataset_destroy(all);
    free(*origin);
    *origin = NULL;
    return status;
  }
  *out = all;
  return DFTFIT_OK;
}
