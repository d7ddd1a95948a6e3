/* SPDX-License-Identifier: BSD-3-Clause */
/* AVX2: four neighbours side by side; compiled with -mavx2 -mfma (CMakeLists.txt). The lanes that are kept move to the
 * front by a permutation looked up from the mask of the comparison, and the whole vector is stored: what stands behind
 * the kept lanes is overwritten by the next store. Such stores straddle lines of the cache, so only the places of the
 * neighbours are kept and their positions are loaded again, into aligned rows, which measures faster. */
#if defined(__AVX2__) && defined(__FMA__)
#define SIMD_WIDTH 4
#include "kernels/avx2.h"
#include "kernels/neighbour_body.h"

/* For each mask: places that bring the numbers of the set bits to the front. */
static const int front[16][4] __attribute__((aligned(64))) = {
    {0}, {0},    {1},    {0, 1},    {2},    {0, 2},    {1, 2},    {0, 1, 2},
    {3}, {0, 3}, {1, 3}, {0, 1, 3}, {2, 3}, {0, 2, 3}, {1, 2, 3}, {0, 1, 2, 3},
};

/* Stores the numbers of the set bits of mask one after another; four places get written. */
static inline void keep_int(int *out, __m128i v, int mask) {
  __m128i order = _mm_load_si128((const __m128i *)front[mask]);
  _mm_storeu_si128((__m128i *)out, _mm_castps_si128(_mm_permutevar_ps(_mm_castsi128_ps(v), order)));
}

typedef struct distances {
  __m256d dx, dy, dz, r2, element;
} distances;

/* offset: of four neighbours. */
static inline distances distances_of(const packed_atom *atoms, const packed_atom *at, const int *offset) {
  const double *a = &atoms->x + offset[0], *b = &atoms->x + offset[1];
  const double *c = &atoms->x + offset[2], *d = &atoms->x + offset[3];
  __m256d xy02 = avx2_halves(a, c), xy13 = avx2_halves(b, d);
  __m256d ze02 = avx2_halves(a + 2, c + 2), ze13 = avx2_halves(b + 2, d + 2);
  __m256d dx = _mm256_sub_pd(_mm256_unpacklo_pd(xy02, xy13), _mm256_set1_pd(at->x));
  __m256d dy = _mm256_sub_pd(_mm256_unpackhi_pd(xy02, xy13), _mm256_set1_pd(at->y));
  __m256d dz = _mm256_sub_pd(_mm256_unpacklo_pd(ze02, ze13), _mm256_set1_pd(at->z));
  __m256d r2 = _mm256_fmadd_pd(dz, dz, _mm256_fmadd_pd(dy, dy, _mm256_mul_pd(dx, dx)));
  return (distances){dx, dy, dz, r2, _mm256_unpackhi_pd(ze02, ze13)};
}

enum { CHUNK = 128 }; /* entries of a list at a time */

static inline void copy_eight(const int *list, int index_mask, int *offset) {
  __m256i index = _mm256_and_si256(_mm256_loadu_si256((const __m256i *)list), _mm256_set1_epi32(index_mask));
  _mm256_storeu_si256((__m256i *)offset, _mm256_slli_epi32(index, 2));
}

/* offset [n + 8]: of the entries, then of the atom at infinity. Without a loop over the remainder, whose length nobody
 * can predict: the last eight are copied once more. */
static inline void copy_offsets(const int *list, int n, int index_mask, int *offset) {
  if (n < 8) {
    for (int k = 0; k < n; k++) offset[k] = 4 * (list[k] & index_mask);
  } else {
    for (int k = 0; k + 8 <= n; k += 8) copy_eight(list + k, index_mask, offset + k);
    copy_eight(list + n - 8, index_mask, offset + n - 8);
  }
  _mm256_storeu_si256((__m256i *)(offset + n), _mm256_set1_epi32(-4));
}

/* nelement: that of search, or 0: any. With one element all atoms but those at infinity are of it. */
static inline __attribute__((always_inline)) void search_list(const packed_atom *atoms, const packed_atom *at,
                                                              const int *list, int n, int index_mask,
                                                              const neighbour_search *search, int nelement) {
  const packed_atom centre = *at;
  const int elements = nelement ? nelement : search->nelement;
  int offset[CHUNK + 8], count[DFTFIT_MAX_ELEMENTS];
  int *out[DFTFIT_MAX_ELEMENTS];
  __m256d cutoff2[DFTFIT_MAX_ELEMENTS];
  for (int e = 0; e < elements; e++) {
    count[e] = 0;
    out[e] = search->offset + (long)e * search->stride;
    cutoff2[e] = _mm256_set1_pd(search->cutoff2[e]);
  }
  for (int begin = 0; begin < n; begin += CHUNK) {
    int m = n - begin < CHUNK ? n - begin : CHUNK;
    copy_offsets(list + begin, m, index_mask, offset);
    for (int k = 0; k < m; k += 4) {
      distances d = distances_of(atoms, &centre, offset + k);
      __m128i four = _mm_loadu_si128((const __m128i *)(offset + k));
      for (int e = 0; e < elements; e++) {
        int mask = _mm256_movemask_pd(_mm256_cmp_pd(d.r2, cutoff2[e], _CMP_NGE_UQ));
        if (elements > 1) mask &= _mm256_movemask_pd(_mm256_cmp_pd(d.element, _mm256_set1_pd(e), _CMP_EQ_OQ));
        keep_int(out[e] + count[e], four, mask);
        count[e] += __builtin_popcount((unsigned)mask);
      }
    }
  }
  for (int e = 0; e < elements; e++) search->count[e] = count[e];
}

static void within(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask,
                   const neighbour_search *search) {
  switch (search->nelement) { /* with a number known, the counts stay in registers */
  case 1:
    search_list(atoms, at, list, n, mask, search, 1);
    break;
  case 2:
    search_list(atoms, at, list, n, mask, search, 2);
    break;
  case 3:
    search_list(atoms, at, list, n, mask, search, 3);
    break;
  default:
    search_list(atoms, at, list, n, mask, search, 0);
  }
}

static int fill(const packed_atom *atoms, const packed_atom *at, int *offset, int n, double cutoff,
                const neighbour_rows *out, int *bad) {
  const packed_atom centre = *at;
  const neighbour_rows rows = *out;
  __m256d positive = _mm256_castsi256_pd(_mm256_set1_epi64x(-1));
  for (int row = n; row < n + DFTFIT_LANES; row++) offset[row] = -4; /* r^2 is infinite there */
  for (int row = 0; row < padded(n); row += 4) {
    distances d = distances_of(atoms, &centre, offset + row);
    __m128i four = _mm_loadu_si128((const __m128i *)(offset + row)), neighbour = _mm_srai_epi32(four, 2);
    positive = _mm256_and_pd(positive, _mm256_cmp_pd(d.r2, _mm256_setzero_pd(), _CMP_GT_OQ));
    _mm_storeu_si128((__m128i *)(rows.neighbour + row), neighbour);
    _mm_storeu_si128((__m128i *)(rows.component + row), _mm_sub_epi32(four, neighbour));
    _mm256_store_pd(rows.dx + row, d.dx);
    _mm256_store_pd(rows.dy + row, d.dy);
    _mm256_store_pd(rows.dz + row, d.dz);
    _mm256_store_pd(rows.r + row, _mm256_sqrt_pd(d.r2));
    _mm256_store_pd(rows.weight + row, _mm256_set1_pd(1));
  }
  *bad |= _mm256_movemask_pd(positive) != 15;
  return pad_segment(&rows, n, cutoff, (int)(at - atoms));
}

/* x and y of an atom in one step, z in another: a wider step would touch the next atom and make its update wait. */
static inline void subtract(double *f, __m128d xy, __m128d z) {
  _mm_storeu_pd(f, _mm_sub_pd(_mm_loadu_pd(f), xy));
  _mm_store_sd(f + 2, _mm_sub_sd(_mm_load_sd(f + 2), z));
}

static void forces(int nrow, const int *component, const double *gx, const double *gy, const double *gz, double scale,
                   double *force, double own[3]) {
  __m256d factor = _mm256_set1_pd(scale), ox = _mm256_setzero_pd(), oy = ox, oz = ox;
  for (int row = 0; row < nrow; row += 4) {
    __m256d x = _mm256_mul_pd(factor, _mm256_loadu_pd(gx + row)), y = _mm256_mul_pd(factor, _mm256_loadu_pd(gy + row));
    __m256d z = _mm256_mul_pd(factor, _mm256_loadu_pd(gz + row));
    __m256d xy02 = _mm256_unpacklo_pd(x, y), xy13 = _mm256_unpackhi_pd(x, y);
    __m128d z01 = _mm256_castpd256_pd128(z), z23 = _mm256_extractf128_pd(z, 1);
    ox = _mm256_add_pd(ox, x);
    oy = _mm256_add_pd(oy, y);
    oz = _mm256_add_pd(oz, z);
    subtract(force + component[row], _mm256_castpd256_pd128(xy02), z01);
    subtract(force + component[row + 1], _mm256_castpd256_pd128(xy13), _mm_unpackhi_pd(z01, z01));
    subtract(force + component[row + 2], _mm256_extractf128_pd(xy02, 1), z23);
    subtract(force + component[row + 3], _mm256_extractf128_pd(xy13, 1), _mm_unpackhi_pd(z23, z23));
  }
  own[0] += vsum((vec)ox);
  own[1] += vsum((vec)oy);
  own[2] += vsum((vec)oz);
}

const neighbour_kernels dftfit_neighbour_kernels_avx2 = {
    .name = "avx2", .within = within, .fill = fill, .forces = forces};
#else
typedef int neighbour_avx2_not_built; /* a translation unit must not be empty */
#endif
