/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts that are the same for all instruction sets. The including file defines SIMD_WIDTH, and after this within,
 * of_element and forces. */
#include "kernels/neighbour_kernels.h"
#include "kernels/simd.h"

static double sum(int nrow, const double *gx, const double *gy, const double *gz) {
  vec x = vset(0), y = x, z = x;
  for (int row = 0; row < nrow; row += SIMD_WIDTH) {
    x += vload_unaligned(gx + row);
    y += vload_unaligned(gy + row);
    z += vload_unaligned(gz + row);
  }
  return vsum(x + y + z);
}

static inline int of_element_one(const neighbour_rows *rows, int row, double element, double cutoff,
                                 const neighbour_rows *out, int count) {
  out->neighbour[count] = rows->neighbour[row];
  out->dx[count] = rows->dx[row];
  out->dy[count] = rows->dy[row];
  out->dz[count] = rows->dz[row];
  out->r[count] = rows->r[row];
  return count + (rows->element[row] == element && rows->r[row] < cutoff);
}

static inline void force_one(int row, const int *neighbour, const double *gx, const double *gy, const double *gz,
                             double scale, double *force, double own[3]) {
  double *f = force + 3 * (long)neighbour[row], x = scale * gx[row], y = scale * gy[row], z = scale * gz[row];
  own[0] += x;
  own[1] += y;
  own[2] += z;
  f[0] -= x;
  f[1] -= y;
  f[2] -= z;
}
