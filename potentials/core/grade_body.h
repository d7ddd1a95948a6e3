/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel, written once. The including file defines SIMD_WIDTH, GRADE_KERNELS and GRADE_KERNELS_NAME. */
#include <math.h>

#include "core/grade_kernels.h"
#include "kernels/simd.h"

enum { PANEL = 8, VECTORS = PANEL / SIMD_WIDTH };

/* One panel of columns, one group of sites. */
static inline void largest_of_panel(int n, const double *column, const double *b, double *largest) {
  vec sum[GRADE_SITES][VECTORS] = {{{0}}};
  for (int k = 0; k < n; k++, column += PANEL)
    for (int v = 0; v < VECTORS; v++) {
      vec a = vload(column + v * SIMD_WIDTH);
      for (int s = 0; s < GRADE_SITES; s++) sum[s][v] += b[k * GRADE_SITES + s] * a;
    }
  for (int s = 0; s < GRADE_SITES; s++)
    for (int v = 0; v < VECTORS; v++)
      for (int i = 0; i < SIMD_WIDTH; i++)
        if (!(fabs(sum[s][v][i]) <= largest[s])) largest[s] = fabs(sum[s][v][i]); /* so NaN is kept */
}

static void largest(int n, int npanel, const double *panel, int ngroup, const double *b, double *largest) {
  for (int s = 0; s < ngroup * GRADE_SITES; s++) largest[s] = 0;
  for (int p = 0; p < npanel; p++)
    for (int g = 0; g < ngroup; g++)
      largest_of_panel(n, panel + (long)p * n * PANEL, b + (long)g * n * GRADE_SITES, largest + g * GRADE_SITES);
}

const grade_kernels GRADE_KERNELS = {.name = GRADE_KERNELS_NAME, .largest = largest};
