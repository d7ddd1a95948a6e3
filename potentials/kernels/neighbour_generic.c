/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable, atom by atom. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#include "kernels/neighbour_body.h"

#include <math.h>

static inline double distance2(const double *a, const packed_atom *at, double d[3]) {
  d[0] = a[0] - at->x, d[1] = a[1] - at->y, d[2] = a[2] - at->z;
  return d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
}

static void within(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask,
                   const neighbour_search *search) {
  int *count = search->count;
  for (int e = 0; e < search->nelement; e++) count[e] = 0;
  for (int k = 0; k < n; k++) {
    const packed_atom *a = &atoms[list[k] & mask];
    int e = (int)a->element;
    if (e < 0) continue;
    double d[3], r2 = distance2(&a->x, at, d);
    search->offset[(long)e * search->stride + count[e]] = (int)(&a->x - &atoms->x);
    count[e] += !(r2 >= search->cutoff2[e]); /* so that what is not a number comes to light */
  }
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

const neighbour_kernels dftfit_neighbour_kernels_generic = {
    .name = "generic", .within = within, .fill = fill, .forces = forces};
