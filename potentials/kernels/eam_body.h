/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, EAM_KERNELS (name of the table) and
 * EAM_KERNELS_NAME. */
#include "kernels/eam_kernels.h"
#include "kernels/simd.h"

/* The four numbers of the nodes at `node[4 * index of lane]`, one vector each. */
static inline void fetch(const double *node, const int *index, vec out[4]) {
#if SIMD_WIDTH == 4
  typedef long order __attribute__((vector_size(32)));
  vec a = vload(node + 4L * index[0]), b = vload(node + 4L * index[1]);
  vec c = vload(node + 4L * index[2]), d = vload(node + 4L * index[3]);
  vec ab0 = __builtin_shuffle(a, b, (order){0, 4, 2, 6}), ab1 = __builtin_shuffle(a, b, (order){1, 5, 3, 7});
  vec cd0 = __builtin_shuffle(c, d, (order){0, 4, 2, 6}), cd1 = __builtin_shuffle(c, d, (order){1, 5, 3, 7});
  out[0] = __builtin_shuffle(ab0, cd0, (order){0, 1, 4, 5});
  out[1] = __builtin_shuffle(ab1, cd1, (order){0, 1, 4, 5});
  out[2] = __builtin_shuffle(ab0, cd0, (order){2, 3, 6, 7});
  out[3] = __builtin_shuffle(ab1, cd1, (order){2, 3, 6, 7});
#elif SIMD_WIDTH == 2
  typedef long order __attribute__((vector_size(16)));
  for (int k = 0; k < 4; k += 2) {
    vec a = vload(node + 4L * index[0] + k), b = vload(node + 4L * index[1] + k);
    out[k] = __builtin_shuffle(a, b, (order){0, 2});
    out[k + 1] = __builtin_shuffle(a, b, (order){1, 3});
  }
#else
#error "write fetch for this width"
#endif
}

static inline vec cubic(vec f0, vec s0, vec f1, vec s1, vec t, vec *slope) {
  vec df = f1 - f0, c3 = s0 + s1 - 2 * df, c2 = 3 * df - 2 * s0 - s1;
  *slope = (3 * c3 * t + 2 * c2) * t + s0;
  return ((c3 * t + c2) * t + s0) * t + f0;
}

static eam_sums sums(const eam_pair_nodes *nodes, int nrow, const double *r, const double *weight,
                     double *along_density, double *along_pair) {
  const double step = nodes->inverse_step;
  vec density = vset(0), pair = vset(0), one = vset(1);
  for (int row = 0; row < nrow; row += SIMD_WIDTH) {
    vec distance = vload(r + row), w = vload(weight + row), at = distance * step;
    vec_int index = __builtin_convertvector(at, vec_int);
    index = vselect_int(index < nodes->last, index, (vec_int){0} + nodes->last);
    vec t = at - __builtin_convertvector(index, vec), low[4], high[4];
    t = vselect(t < one, t, one);
    int place[SIMD_WIDTH];
    for (int l = 0; l < SIMD_WIDTH; l++) place[l] = index[l];
    fetch(nodes->node, place, low);
    fetch(nodes->node + 4, place, high);
    vec density_slope, z_slope, inverse = 1.0 / distance;
    vec rho = cubic(low[0], low[1], high[0], high[1], t, &density_slope);
    vec phi = cubic(low[2], low[3], high[2], high[3], t, &z_slope) * inverse;
    density += w * rho;
    pair += w * phi;
    w *= inverse;
    vstore(along_density + row, w * step * density_slope);
    vstore(along_pair + row, 0.5 * w * inverse * (step * z_slope - phi));
  }
  return (eam_sums){vsum(density), vsum(pair)};
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
