/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts that are the same for all instruction sets. The including file defines SIMD_WIDTH, and after this within,
 * fill and forces. */
#include "kernels/neighbour_kernels.h"
#include "kernels/simd.h"

static inline int padded(int n) { return (n + DFTFIT_LANES - 1) / DFTFIT_LANES * DFTFIT_LANES; }

/* Padding after n rows of atom `at`; returns the rows with it. */
static inline int pad_segment(const neighbour_rows *rows, int n, double cutoff, int at) {
  for (int row = n; row < n + DFTFIT_LANES; row++) {
    rows->neighbour[row] = -1;
    rows->component[row] = 3 * at;
    rows->dx[row] = rows->r[row] = cutoff;
    rows->dy[row] = rows->dz[row] = rows->weight[row] = 0;
  }
  return padded(n);
}
