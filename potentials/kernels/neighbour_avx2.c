/* SPDX-License-Identifier: BSD-3-Clause */
/* AVX2: four neighbours side by side; compiled with -mavx2 -mfma (CMakeLists.txt). The lanes that are kept move to the
 * front by a permutation looked up from the mask of the comparison, and the whole vector is stored: what stands behind
 * the kept lanes is overwritten by the next store. */
#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#define SIMD_WIDTH 4
#include "kernels/neighbour_body.h"

/* Pairs of 32-bit places that bring the doubles of the set bits to the front. */
#define PAIR(k) 2 * (k), 2 * (k) + 1
static const int front[16][8] __attribute__((aligned(32))) = {
    {0},
    {PAIR(0)},
    {PAIR(1)},
    {PAIR(0), PAIR(1)},
    {PAIR(2)},
    {PAIR(0), PAIR(2)},
    {PAIR(1), PAIR(2)},
    {PAIR(0), PAIR(1), PAIR(2)},
    {PAIR(3)},
    {PAIR(0), PAIR(3)},
    {PAIR(1), PAIR(3)},
    {PAIR(0), PAIR(1), PAIR(3)},
    {PAIR(2), PAIR(3)},
    {PAIR(0), PAIR(2), PAIR(3)},
    {PAIR(1), PAIR(2), PAIR(3)},
    {PAIR(0), PAIR(1), PAIR(2), PAIR(3)},
};
/* The same for four 32-bit numbers. */
static const int front_int[16][4] __attribute__((aligned(16))) = {
    {0}, {0},    {1},    {0, 1},    {2},    {0, 2},    {1, 2},    {0, 1, 2},
    {3}, {0, 3}, {1, 3}, {0, 1, 3}, {2, 3}, {0, 2, 3}, {1, 2, 3}, {0, 1, 2, 3},
};

static inline void keep(double *out, __m256d v, __m256i order) {
  _mm256_storeu_pd(out, _mm256_castps_pd(_mm256_permutevar8x32_ps(_mm256_castpd_ps(v), order)));
}

static inline void keep_int(int *out, __m128i v, int mask) {
  __m128i order = _mm_load_si128((const __m128i *)front_int[mask]);
  _mm_storeu_si128((__m128i *)out, _mm_castps_si128(_mm_permutevar_ps(_mm_castsi128_ps(v), order)));
}

/* lanes: which of the four are neighbours at all. */
static inline int within_4(const packed_atom *atoms, const packed_atom *at, __m128i j, int lanes, double cutoff2,
                           const neighbour_rows *out, int count, int with_element, int *bad) {
  __m256d a = _mm256_loadu_pd(&atoms[_mm_cvtsi128_si32(j)].x);
  __m256d b = _mm256_loadu_pd(&atoms[_mm_extract_epi32(j, 1)].x);
  __m256d c = _mm256_loadu_pd(&atoms[_mm_extract_epi32(j, 2)].x);
  __m256d d = _mm256_loadu_pd(&atoms[_mm_extract_epi32(j, 3)].x);
  __m256d xz01 = _mm256_unpacklo_pd(a, b), ye01 = _mm256_unpackhi_pd(a, b);
  __m256d xz23 = _mm256_unpacklo_pd(c, d), ye23 = _mm256_unpackhi_pd(c, d);
  __m256d dx = _mm256_sub_pd(_mm256_permute2f128_pd(xz01, xz23, 0x20), _mm256_set1_pd(at->x));
  __m256d dy = _mm256_sub_pd(_mm256_permute2f128_pd(ye01, ye23, 0x20), _mm256_set1_pd(at->y));
  __m256d dz = _mm256_sub_pd(_mm256_permute2f128_pd(xz01, xz23, 0x31), _mm256_set1_pd(at->z));
  __m256d r2 = _mm256_fmadd_pd(dz, dz, _mm256_fmadd_pd(dy, dy, _mm256_mul_pd(dx, dx)));
  __m256d inside = _mm256_cmp_pd(r2, _mm256_set1_pd(cutoff2), _CMP_NGE_UQ);
  int mask = lanes & _mm256_movemask_pd(inside);
  *bad |= mask & _mm256_movemask_pd(_mm256_cmp_pd(r2, _mm256_setzero_pd(), _CMP_NGT_UQ));
  __m256i order = _mm256_load_si256((const __m256i *)front[mask]);
  keep_int(out->neighbour + count, j, mask);
  keep(out->dx + count, dx, order);
  keep(out->dy + count, dy, order);
  keep(out->dz + count, dz, order);
  keep(out->r + count, _mm256_sqrt_pd(r2), order);
  if (with_element) keep(out->element + count, _mm256_permute2f128_pd(ye01, ye23, 0x31), order);
  return count + __builtin_popcount((unsigned)mask);
}

static inline int within_list(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask,
                              double cutoff2, const neighbour_rows *out, int with_element, int *bad) {
  const __m128i index = _mm_set1_epi32(mask);
  const packed_atom centre = *at;
  const neighbour_rows rows = *out;
  int count = 0, k = 0, any_bad = 0;
  for (; k + 4 <= n; k += 4) {
    __m128i j = _mm_and_si128(_mm_loadu_si128((const __m128i *)(list + k)), index);
    count = within_4(atoms, &centre, j, 15, cutoff2, &rows, count, with_element, &any_bad);
  }
  if (k < n) { /* the same arithmetic for the rest, so that a distance does not depend on the place in the list */
    int rest[4] = {list[k], list[k], list[k], list[k]};
    for (int l = 1; k + l < n; l++) rest[l] = list[k + l];
    __m128i j = _mm_and_si128(_mm_loadu_si128((const __m128i *)rest), index);
    count = within_4(atoms, &centre, j, (1 << (n - k)) - 1, cutoff2, &rows, count, with_element, &any_bad);
  }
  *bad |= any_bad;
  return count;
}

static int within(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask, double cutoff2,
                  const neighbour_rows *out, int *bad) {
  if (out->element) return within_list(atoms, at, list, n, mask, cutoff2, out, 1, bad);
  return within_list(atoms, at, list, n, mask, cutoff2, out, 0, bad);
}

static int of_element(const neighbour_rows *rows, int n, double element, double cutoff, const neighbour_rows *out) {
  int count = 0, row = 0;
  for (; row + 4 <= n; row += 4) {
    __m256d r = _mm256_loadu_pd(rows->r + row);
    __m256d same = _mm256_cmp_pd(_mm256_loadu_pd(rows->element + row), _mm256_set1_pd(element), _CMP_EQ_OQ);
    int mask = _mm256_movemask_pd(_mm256_and_pd(same, _mm256_cmp_pd(r, _mm256_set1_pd(cutoff), _CMP_LT_OQ)));
    __m256i order = _mm256_load_si256((const __m256i *)front[mask]);
    keep_int(out->neighbour + count, _mm_loadu_si128((const __m128i *)(rows->neighbour + row)), mask);
    keep(out->dx + count, _mm256_loadu_pd(rows->dx + row), order);
    keep(out->dy + count, _mm256_loadu_pd(rows->dy + row), order);
    keep(out->dz + count, _mm256_loadu_pd(rows->dz + row), order);
    keep(out->r + count, r, order);
    count += __builtin_popcount((unsigned)mask);
  }
  for (; row < n; row++) count = of_element_one(rows, row, element, cutoff, out, count);
  return count;
}

/* x and y of an atom in one step, z in another: a wider step would touch the next atom and make its update wait. */
static inline void subtract(double *f, __m128d xy, __m128d z) {
  _mm_storeu_pd(f, _mm_sub_pd(_mm_loadu_pd(f), xy));
  _mm_store_sd(f + 2, _mm_sub_sd(_mm_load_sd(f + 2), z));
}

static void forces(int n, const int *neighbour, const double *gx, const double *gy, const double *gz, double scale,
                   double *force, double own[3]) {
  __m256d factor = _mm256_set1_pd(scale), ox = _mm256_setzero_pd(), oy = ox, oz = ox;
  int row = 0;
  for (; row + 4 <= n; row += 4) {
    __m256d x = _mm256_mul_pd(factor, _mm256_loadu_pd(gx + row)), y = _mm256_mul_pd(factor, _mm256_loadu_pd(gy + row));
    __m256d z = _mm256_mul_pd(factor, _mm256_loadu_pd(gz + row));
    __m256d xy02 = _mm256_unpacklo_pd(x, y), xy13 = _mm256_unpackhi_pd(x, y);
    __m128d z01 = _mm256_castpd256_pd128(z), z23 = _mm256_extractf128_pd(z, 1);
    ox = _mm256_add_pd(ox, x);
    oy = _mm256_add_pd(oy, y);
    oz = _mm256_add_pd(oz, z);
    subtract(force + 3L * neighbour[row], _mm256_castpd256_pd128(xy02), z01);
    subtract(force + 3L * neighbour[row + 1], _mm256_castpd256_pd128(xy13), _mm_unpackhi_pd(z01, z01));
    subtract(force + 3L * neighbour[row + 2], _mm256_extractf128_pd(xy02, 1), z23);
    subtract(force + 3L * neighbour[row + 3], _mm256_extractf128_pd(xy13, 1), _mm_unpackhi_pd(z23, z23));
  }
  own[0] += vsum((vec)ox);
  own[1] += vsum((vec)oy);
  own[2] += vsum((vec)oz);
  for (; row < n; row++) force_one(row, neighbour, gx, gy, gz, scale, force, own);
}

const neighbour_kernels neighbour_kernels_avx2 = {
    .name = "avx2", .within = within, .of_element = of_element, .sum = sum, .forces = forces};
#else
typedef int neighbour_avx2_not_built; /* a translation unit must not be empty */
#endif
