/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable, atom by atom. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#include "kernels/neighbour_body.h"

#include <math.h>

static inline double distance2(const double *a, const packed_atom *at, double d[3]) {
  d[0] = a[0] - at->x, d[1] = a[1] - at->y, d[2] = a[2] - at->z;
  return d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
}

static int within(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask, double cutoff2,
                  const neighbours_found *out) {
  int count = 0;
  for (int k = 0; k < n; k++) {
    const packed_atom *a = &atoms[list[k] & mask];
    double d[3], r2 = distance2(&a->x, at, d);
    out->offset[count] = (int)(&a->x - &atoms->x);
    if (out->element) {
      out->r2[count] = r2;
      out->element[count] = a->element;
    }
    count += !(r2 >= cutoff2); /* so that what is not a number comes to light */
  }
  return count;
}

static int of_element(const neighbours_found *found, int n, double element, double cutoff2, int *offset) {
  int count = 0;
  for (int k = 0; k < n; k++) count = of_element_one(found, k, element, cutoff2, offset, count);
  return count;
}

static int fill(const packed_atom *atoms, const packed_atom *at, int *offset, int n, double cutoff,
                const neighbour_rows *out, int *bad) {
  for (int row = 0; row < n; row++) {
    double d[3], r2 = distance2(&atoms->x + offset[row], at, d);
    out->neighbour[row] = offset[row] / 4;
    out->component[row] = 3 * (offset[row] / 4);
    out->dx[row] = d[0], out->dy[row] = d[1], out->dz[row] = d[2];
    out->r[row] = sqrt(r2);
    out->weight[row] = 1;
    *bad |= !(r2 > 0);
  }
  return pad_segment(out, n, cutoff, (int)(at - atoms));
}

static void forces(int nrow, const int *component, const double *gx, const double *gy, const double *gz, double scale,
                   double *force, double own[3]) {
  for (int row = 0; row < nrow; row++) {
    double *f = force + component[row], x = scale * gx[row], y = scale * gy[row], z = scale * gz[row];
    own[0] += x, own[1] += y, own[2] += z;
    f[0] -= x, f[1] -= y, f[2] -= z;
  }
}

const neighbour_kernels neighbour_kernels_generic = {
    .name = "generic", .within = within, .of_element = of_element, .fill = fill, .forces = forces};
