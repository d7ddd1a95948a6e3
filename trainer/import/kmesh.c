/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/kmesh.h"

#include <math.h>
#include <stdio.h>

#include "import/kspacing.h"

void import_kmesh(dataset_calculation *c, const double cell[9], const double mesh[3]) {
  enum { DENSEST = 1000000 };
  for (int k = 0; k < 3; k++)
    if (!(mesh[k] >= 1 && mesh[k] <= DENSEST && mesh[k] == floor(mesh[k]))) return;
  snprintf(c->kmesh, sizeof c->kmesh, "%d %d %d", (int)mesh[0], (int)mesh[1], (int)mesh[2]);
  c->kspacing = import_kspacing_of_grid(cell, mesh);
}
