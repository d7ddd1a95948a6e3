/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/kmesh.h"

#include <math.h>
#include <stdio.h>

#include "import/reading/kspacing.h"

void import_kmesh(dataset_calculation *c, const double cell[9], const double mesh[3]) {
  enum { DENSEST = 1000000 };
  for (int k = 0; k < 3; k++)
    if (!(mesh[k] >= 1 && mesh[k] <= DENSEST && mesh[k] == floor(mesh[k]))) return;
  snprintf(c->kmesh, sizeof c->kmesh, "%d %d %d", (int)mesh[0], (int)mesh[1], (int)mesh[2]);
  c->kspacing = import_kspacing_of_grid(cell, mesh);
}

void import_kmesh_supercell(dataset_calculation *c, const double cell[9], const double matrix[9]) {
  double supercell[9] = {0}, diagonal[3];
  bool is_diagonal = true;
  for (int i = 0; i < 9; i++) {
    is_diagonal = is_diagonal && (i % 4 == 0 || matrix[i] == 0);
    for (int j = 0; j < 3; j++) supercell[i] += matrix[3 * (i / 3) + j] * cell[3 * j + i % 3];
  }
  for (int k = 0; k < 3; k++) diagonal[k] = fabs(matrix[4 * k]);
  if (is_diagonal)
    import_kmesh(c, cell, diagonal);
  else
    c->kspacing = import_kspacing(supercell);
}
