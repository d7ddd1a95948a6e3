/* SPDX-License-Identifier: BSD-3-Clause */
/* AVX2 with fused multiply-add; compiled with -mavx2 -mfma (CMakeLists.txt). */
#if defined(__AVX2__) && defined(__FMA__)
#define SIMD_WIDTH 4
#define EAM_KERNELS dftfit_eam_kernels_avx2
#define EAM_KERNELS_NAME "avx2"
#include "kernels/avx2.h"
#include "forms/eam/kernels/body.h"

static inline void fetch_four(const double *table, const int *place, vec out[4]) {
  const double *a = table + place[0], *b = table + place[1], *c = table + place[2], *d = table + place[3];
  for (int k = 0; k < 4; k += 2) {
    __m256d ac = avx2_halves(a + k, c + k), bd = avx2_halves(b + k, d + k);
    out[k] = (vec)_mm256_unpacklo_pd(ac, bd);
    out[k + 1] = (vec)_mm256_unpackhi_pd(ac, bd);
  }
}
#else
typedef int eam_avx2_not_built; /* a translation unit must not be empty */
#endif
