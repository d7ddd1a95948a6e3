/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/atoms.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/cell.h"

dftfit_status import_atoms_reserve(import_atoms *a, int count, dftfit_error *err) {
  if (count <= a->capacity) return DFTFIT_OK;
  int n = count > INT_MAX / 2 - 64 ? INT_MAX : 2 * count + 64;
  void *symbol = realloc(a->symbol, (size_t)n * sizeof *a->symbol);
  if (symbol) a->symbol = symbol;
  void *position = realloc(a->position, (size_t)n * sizeof *a->position);
  if (position) a->position = position;
  void *force = realloc(a->force, (size_t)n * sizeof *a->force);
  if (force) a->force = force;
  DFTFIT_FAIL_IF(!symbol || !position || !force, err, DFTFIT_ERR_MEMORY, "out of memory for %d atoms", n);
  a->capacity = n;
  return DFTFIT_OK;
}

void import_atoms_clear(import_atoms *a) {
  free(a->symbol);
  free(a->position);
  free(a->force);
  *a = (import_atoms){0};
}

void import_atoms_lend(const import_atoms *a, int count, bool forces, dataset_config *config) {
  config->natom = count;
  config->symbol = (const char(*)[4])a->symbol;
  config->position = (const double(*)[3])a->position;
  config->force = forces ? (const double(*)[3])a->force : NULL;
}

void import_atoms_cartesian(import_atoms *a, int count, const double cell[9]) {
  for (int i = 0; i < count; i++) {
    double f[3];
    memcpy(f, a->position[i], sizeof f);
    for (int k = 0; k < 3; k++) a->position[i][k] = f[0] * cell[k] + f[1] * cell[3 + k] + f[2] * cell[6 + k];
  }
}

void import_atoms_fractions(import_atoms *a, int count, const double cell[9]) {
  double inverse[9], height[3];
  dftfit_cell_inverse(cell, inverse, height);
  for (int i = 0; i < count; i++) {
    double r[3];
    memcpy(r, a->position[i], sizeof r);
    for (int k = 0; k < 3; k++)
      a->position[i][k] = r[0] * inverse[3 * k] + r[1] * inverse[3 * k + 1] + r[2] * inverse[3 * k + 2];
  }
}
