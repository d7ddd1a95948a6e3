/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable, atom by atom. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#include "kernels/neighbour_body.h"

#include <math.h>

static inline int within_one(const packed_atom *atoms, const packed_atom *at, int j, double cutoff2,
                             const neighbour_rows *out, int count, int *bad) {
  const packed_atom *a = &atoms[j];
  double dx = a->x - at->x, dy = a->y - at->y, dz = a->z - at->z, r2 = dx * dx + dy * dy + dz * dz;
  out->neighbour[count] = j;
  out->dx[count] = dx;
  out->dy[count] = dy;
  out->dz[count] = dz;
  out->r[count] = sqrt(r2);
  if (out->element) out->element[count] = a->element;
  int inside = !(r2 >= cutoff2); /* so that what is not a number comes to light */
  *bad |= inside & !(r2 > 0);
  return count + inside;
}

static int within(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask, double cutoff2,
                  const neighbour_rows *out, int *bad) {
  int count = 0;
  for (int k = 0; k < n; k++) count = within_one(atoms, at, list[k] & mask, cutoff2, out, count, bad);
  return count;
}

static int of_element(const neighbour_rows *rows, int n, double element, double cutoff, const neighbour_rows *out) {
  int count = 0;
  for (int row = 0; row < n; row++) count = of_element_one(rows, row, element, cutoff, out, count);
  return count;
}

static void forces(int n, const int *neighbour, const double *gx, const double *gy, const double *gz, double scale,
                   double *force, double own[3]) {
  for (int row = 0; row < n; row++) force_one(row, neighbour, gx, gy, gz, scale, force, own);
}

const neighbour_kernels neighbour_kernels_generic = {
    .name = "generic", .within = within, .of_element = of_element, .sum = sum, .forces = forces};
