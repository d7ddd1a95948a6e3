/* SPDX-License-Identifier: BSD-3-Clause */
/** What kernels for AVX2 share beyond the vocabulary of simd.h. */
#ifndef KERNELS_AVX2_H
#define KERNELS_AVX2_H

#include <immintrin.h>

/** [low[0], low[1], high[0], high[1]]. The upper half comes through the load ports, not through those that shuffle,
 *  so a table of four rows is transposed by the shuffles within halves alone. */
static inline __m256d avx2_halves(const double *low, const double *high) {
  return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1);
}

#endif
