/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable: two doubles side by side, which every 64-bit processor has. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#define EAM_KERNELS dftfit_eam_kernels_generic
#define EAM_KERNELS_NAME "generic"
#include "forms/eam/kernels/body.h"

static inline void fetch_four(const double *table, const int *place, vec out[4]) {
  typedef long order __attribute__((vector_size(16)));
  for (int k = 0; k < 4; k += 2) {
    vec a = vload(table + place[0] + k), b = vload(table + place[1] + k);
    out[k] = __builtin_shuffle(a, b, (order){0, 2});
    out[k + 1] = __builtin_shuffle(a, b, (order){1, 3});
  }
}
