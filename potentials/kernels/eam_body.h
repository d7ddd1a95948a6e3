/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, EAM_KERNELS (name of the table) and
 * EAM_KERNELS_NAME. */
#include "kernels/eam_kernels.h"
#include "kernels/simd.h"

/* The four coefficients from table[index of lane] on, one vector each. */
#if SIMD_WIDTH == 2
static inline void fetch_four(const double *table, const int *index, vec out[4]) {
  typedef long order __attribute__((vector_size(16)));
  for (int k = 0; k < 4; k += 2) {
    vec a = vload(table + index[0] + k), b = vload(table + index[1] + k);
    out[k] = __builtin_shuffle(a, b, (order){0, 2});
    out[k + 1] = __builtin_shuffle(a, b, (order){1, 3});
  }
}
#elif SIMD_WIDTH == 4
static inline void fetch_four(const double *table, const int *index, vec out[4]) {
  typedef long order __attribute__((vector_size(32)));
  vec a = vload(table + index[0]), b = vload(table + index[1]);
  vec c = vload(table + index[2]), d = vload(table + index[3]);
  vec ab0 = __builtin_shuffle(a, b, (order){0, 4, 2, 6}), ab1 = __builtin_shuffle(a, b, (order){1, 5, 3, 7});
  vec cd0 = __builtin_shuffle(c, d, (order){0, 4, 2, 6}), cd1 = __builtin_shuffle(c, d, (order){1, 5, 3, 7});
  out[0] = __builtin_shuffle(ab0, cd0, (order){0, 1, 4, 5});
  out[1] = __builtin_shuffle(ab1, cd1, (order){0, 1, 4, 5});
  out[2] = __builtin_shuffle(ab0, cd0, (order){2, 3, 6, 7});
  out[3] = __builtin_shuffle(ab1, cd1, (order){2, 3, 6, 7});
}
#endif

static inline void fetch(const double *table, const int *index, vec c[4], vec z[4]) {
  fetch_four(table, index, c);
  fetch_four(table + 4, index, z);
}

static inline eam_sums sum_rows(const eam_pair_table *table, int nrow, const double *r, const double *weight,
                                double *along_density, double *along_pair, int ends_inside) {
  const double step = table->inverse_step;
  const vec_int last = (vec_int){0} + table->last;
  vec density = vset(0), pair = vset(0), one = vset(1);
  for (int row = 0; row < nrow; row += SIMD_WIDTH) {
    vec distance = vload(r + row), w = vload(weight + row), at = distance * step, c[4], z[4];
    vec_int index = __builtin_convertvector(at, vec_int);
    if (ends_inside) index = vselect_int(index < last, index, last);
    vec t = at - __builtin_convertvector(index, vec);
    if (ends_inside) t = vselect(t < one, t, one);
    int place[SIMD_WIDTH];
    index *= 8;
    for (int l = 0; l < SIMD_WIDTH; l++) place[l] = index[l];
    fetch(table->coefficient, place, c, z);
    vec inverse = 1.0 / distance, phi = (((z[3] * t + z[2]) * t + z[1]) * t + z[0]) * inverse;
    density += w * (((c[3] * t + c[2]) * t + c[1]) * t + c[0]);
    pair += w * phi;
    w *= inverse;
    vstore(along_density + row, w * step * ((3 * c[3] * t + 2 * c[2]) * t + c[1]));
    vstore(along_pair + row, 0.5 * w * inverse * (step * ((3 * z[3] * t + 2 * z[2]) * t + z[1]) - phi));
  }
  return (eam_sums){vsum(density), vsum(pair)};
}

static eam_sums sums(const eam_pair_table *table, int nrow, const double *r, const double *weight,
                     double *along_density, double *along_pair) {
  if (table->ends_inside) return sum_rows(table, nrow, r, weight, along_density, along_pair, 1);
  return sum_rows(table, nrow, r, weight, along_density, along_pair, 0);
}

static void gradient(int nrow, double slope, const double *dx, const double *dy, const double *dz, double *gx,
                     double *gy, double *gz) {
  for (int row = 0; row < nrow; row += SIMD_WIDTH) {
    vec g = slope * vload(gx + row) + vload(gy + row);
    vstore(gx + row, g * vload(dx + row));
    vstore(gy + row, g * vload(dy + row));
    vstore(gz + row, g * vload(dz + row));
  }
}

const eam_kernels EAM_KERNELS = {.name = EAM_KERNELS_NAME, .sums = sums, .gradient = gradient};
