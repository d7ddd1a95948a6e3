/* SPDX-License-Identifier: BSD-3-Clause */
/** The vector vocabulary of the kernels, in GCC vector types. The including file defines SIMD_WIDTH (doubles per
 *  vector) and is compiled with the flags of its instruction set; everything here is private to it. */
#ifndef KERNELS_SIMD_H
#define KERNELS_SIMD_H

#ifndef SIMD_WIDTH
#error "define SIMD_WIDTH before including kernels/simd.h"
#endif

typedef double vec __attribute__((vector_size(8 * SIMD_WIDTH)));
typedef double vec_unaligned __attribute__((vector_size(8 * SIMD_WIDTH), aligned(8)));

typedef long vec_mask __attribute__((vector_size(8 * SIMD_WIDTH))); /* what comparisons of vectors give */
typedef int vec_int __attribute__((vector_size(4 * SIMD_WIDTH)));

/* condition ? a : b, lane by lane */
static inline vec vselect(vec_mask condition, vec a, vec b) {
  return (vec)((condition & (vec_mask)a) | (~condition & (vec_mask)b));
}
static inline vec_int vselect_int(vec_int condition, vec_int a, vec_int b) {
  return (condition & a) | (~condition & b);
}
static inline vec vload(const double *p) { return *(const vec *)(const void *)p; }
static inline vec vload_unaligned(const double *p) { return *(const vec_unaligned *)(const void *)p; }
static inline void vstore_unaligned(double *p, vec v) { *(vec_unaligned *)(void *)p = v; }
static inline void vstore(double *p, vec v) { *(vec *)(void *)p = v; }
static inline vec vset(double x) { return x - (vec){0}; }
static inline vec vfrom_int(vec_int v) {
#if SIMD_WIDTH == 4 && defined(__AVX__) && !defined(__clang__)
  return __builtin_ia32_cvtdq2pd256(
      (int __attribute__((vector_size(16))))v); /* GCC 12 makes two of it and joins them */
#else
  return __builtin_convertvector(v, vec);
#endif
}
static inline double vsum(vec v) {
  double sum = 0;
  for (int i = 0; i < SIMD_WIDTH; i++) sum += v[i];
  return sum;
}

#endif
