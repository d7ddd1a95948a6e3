/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/kspacing.h"

#include <math.h>

#include "dftfit/cell.h"

double import_kspacing(const double supercell[9]) {
  double inverse[9], height[3], largest = 0;
  if (!(dftfit_cell_openness(supercell) > DFTFIT_CELL_FLAT)) return NAN;
  dftfit_cell_inverse(supercell, inverse, height);
  for (int k = 0; k < 3; k++) largest = fmax(largest, 2 * M_PI / height[k]);
  return largest;
}

double import_kspacing_of_grid(const double cell[9], const double grid[3]) {
  double supercell[9];
  for (int k = 0; k < 9; k++) supercell[k] = cell[k] * grid[k / 3];
  return import_kspacing(supercell);
}
