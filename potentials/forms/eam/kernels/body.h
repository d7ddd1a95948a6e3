/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, EAM_KERNELS (name of the table) and
 * EAM_KERNELS_NAME, and after this fetch_four. */
#include "forms/eam/kernels/kernels.h"
#include "kernels/simd.h"

/* Four doubles from table[place of each lane] on: one vector for each of the four. */
static inline void fetch_four(const double *table, const int *place, vec out[4]);

/* Rows that are looked up together: where first, the values then, so that one does not wait for the other. */
enum { CHUNK = 64 };
typedef struct lookup {
  int place[CHUNK + DFTFIT_LANES]; /* of the coefficients of the interval, in doubles from the first of the table */
  double u[CHUNK];                 /* A, from where the interval begins                                            */
  double inverse[CHUNK];           /* 1/A, of the distance                                                        */
} __attribute__((aligned(DFTFIT_ALIGN))) lookup;

static inline void locate(const eam_pair_table *table, int count, int nrow, const double *r, lookup *at,
                          eam_pair_kind kind) {
  const vec origin = vset(table->origin), step = vset(table->step);
  const vec inverse_step = vset(table->inverse_step);
  const vec_int last = (vec_int){0} + table->last;
  for (int row = 0; row < nrow; row += SIMD_WIDTH) {
    vec distance = vload(r + row), x = distance - origin;
    vec_int index = __builtin_convertvector(x * inverse_step, vec_int);
    if (kind != EAM_TABLE) index = vselect_int(index < last, index, last);
    vec u = x - step * vfrom_int(index);
    if (kind == EAM_TABLE_HELD) u = vselect(u < step, u, step);
    vstore(at->u + row, u);
    vstore(at->inverse + row, 1.0 / distance);
    *(vec_int *)(void *)(at->place + row) = index * EAM_INTERVAL;
  }
  int row = count; /* a number of steps that is known, for there is seldom more padding than this */
  for (; row < count + DFTFIT_LANES; row++) at->place[row] = (table->last + 1) * EAM_INTERVAL;
  for (; row < nrow; row++) at->place[row] = (table->last + 1) * EAM_INTERVAL;
}

/* Value and slope of a cubic. */
static inline vec cubic(const vec c[4], vec u, vec *slope) {
  vec second = c[3] * u + c[2], first = second * u + c[1];
  *slope = (c[3] * u + second) * u + first;
  return first * u + c[0];
}

static inline void add_rows(const eam_pair_table *table, int nrow, const lookup *at, double *along_density,
                            double *along_pair, vec *density, vec *pair, eam_pair_kind kind) {
  for (int row = 0; row < nrow; row += SIMD_WIDTH) {
    vec c[4], z[4], rho_slope, slope, u = vload(at->u + row), inverse = vload(at->inverse + row);
    fetch_four(table->coefficient, at->place + row, c);
    fetch_four(table->coefficient + 4, at->place + row, z);
    *density += cubic(c, u, &rho_slope);
    vec half_phi = cubic(z, u, &slope);
    if (kind != EAM_SPLINE) {
      half_phi *= inverse;
      slope = (slope - half_phi) * inverse;
    }
    *pair += half_phi;
    vstore(along_density + row, rho_slope * inverse);
    vstore(along_pair + row, slope * inverse);
  }
}

static inline eam_sums sum_rows(const eam_pair_table *table, int count, int nrow, const double *r,
                                double *along_density, double *along_pair, eam_pair_kind kind) {
  lookup at;
  vec density = vset(0), pair = vset(0);
  for (int row = 0; row < nrow; row += CHUNK) {
    int rows = nrow - row < CHUNK ? nrow - row : CHUNK, filled = count - row < rows ? count - row : rows;
    locate(table, filled > 0 ? filled : 0, rows, r + row, &at, kind);
    add_rows(table, rows, &at, along_density + row, along_pair + row, &density, &pair, kind);
  }
  return (eam_sums){vsum(density), vsum(pair)};
}

static eam_sums sums(const eam_pair_table *table, int count, int nrow, const double *r, double *along_density,
                     double *along_pair) {
  switch (table->kind) {
  case EAM_TABLE:
    return sum_rows(table, count, nrow, r, along_density, along_pair, EAM_TABLE);
  case EAM_TABLE_HELD:
    return sum_rows(table, count, nrow, r, along_density, along_pair, EAM_TABLE_HELD);
  default:
    return sum_rows(table, count, nrow, r, along_density, along_pair, EAM_SPLINE);
  }
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
