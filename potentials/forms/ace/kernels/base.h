/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of body.h: the atomic base. Lanes are neighbours, which are taken in chunks whose arrays stay in the
 * first-level cache. */

/* Radial functions and harmonics whose sums of products are kept in registers at a time. */
#if SIMD_WIDTH == 8
enum { BASE_N = 6, BASE_M = 4 };
#else
enum { BASE_N = 6, BASE_M = 2 };
#endif

/* Size of the first of the fewest parts of at most `most` that count is divided into evenly. */
static inline int part_of(int count, int most) {
  int parts = (count + most - 1) / most;
  return (count + parts - 1) / parts;
}

/* Radial functions and harmonics of some rows: [nvec][pitch], within a vector [function][SIMD_WIDTH]. */
typedef struct factors {
  int nvec;
  long R_pitch, S_pitch;
  const double *R, *S;
} factors;

/* sum[j*stride+i] += sum_rows R_i S_j for N radial functions and M harmonics from k on. */
static inline __attribute__((always_inline)) void base_block(int N, int M, const factors *f, const int32_t *column,
                                                             int k, vec *sum, int stride) {
  const double *at[BASE_N], *S = f->S + k * SIMD_WIDTH;
  vec v[BASE_N * BASE_M];
  UNROLL for (int i = 0; i < N; i++) at[i] = f->R + (long)column[i] * SIMD_WIDTH;
  UNROLL for (int j = 0; j < M; j++) UNROLL for (int i = 0; i < N; i++) v[j * N + i] = sum[j * stride + i];
  long row = 0;
  for (int q = f->nvec; q > 0; q--, row += f->R_pitch, S += f->S_pitch) {
    vec s[BASE_M];
    UNROLL for (int j = 0; j < M; j++) s[j] = vload(S + j * SIMD_WIDTH);
    UNROLL for (int i = 0; i < N; i++) {
      vec r = vload(at[i] + row);
      UNROLL for (int j = 0; j < M; j++) v[j * N + i] += s[j] * r;
    }
  }
  UNROLL for (int j = 0; j < M; j++) UNROLL for (int i = 0; i < N; i++) sum[j * stride + i] = v[j * N + i];
}

/* The same for N radial functions and nm harmonics. */
static inline __attribute__((always_inline)) void base_columns(int N, const factors *f, const int32_t *column, int k,
                                                               int nm, vec *sum, int stride) {
  int j = 0;
  for (; j + BASE_M <= nm; j += BASE_M) base_block(N, BASE_M, f, column, k + j, sum + j * stride, stride);
#if SIMD_WIDTH == 8
  if (nm - j == 3) base_block(N, 3, f, column, k + j, sum + j * stride, stride);
#endif
  if (nm - j == 1) base_block(N, 1, f, column, k + j, sum + j * stride, stride);
}

/* Adds the rows of a chunk to sum [per_element]. */
static void base_chunk(const ace_layout *layout, const factors *f, vec *sum) {
  const int32_t *column = layout->column;
  for (int l = 0; l <= layout->lmax; l++) {
    int count = layout->n_of_l[l], nm = 2 * l + 1;
    for (int n = 0, N; n < count; n += N) {
      N = part_of(count - n, BASE_N);
#define COLUMNS(N)                                             \
  case N:                                                      \
    base_columns(N, f, column + n, l * l, nm, sum + n, count); \
    break;
      switch (N) {
        COLUMNS(1)
        COLUMNS(2)
        COLUMNS(3)
        COLUMNS(4)
        COLUMNS(5)
        COLUMNS(6)
      }
#undef COLUMNS
    }
    sum += nm * count;
    column += count;
  }
}

/* Rows from `begin` on as a chunk of their own. */
static inline ace_rows chunk_of(const ace_rows *rows, int begin) {
  int n = rows->nrow - begin < ACE_CHUNK ? rows->nrow - begin : ACE_CHUNK;
  return (ace_rows){n, ACE_CHUNK, rows->dx + begin, rows->dy + begin, rows->dz + begin, rows->r + begin};
}

/* Adds up the lanes of sum, which has room up to a multiple of SIMD_WIDTH, and puts the norms of the harmonics in. */
static void finish_base(const harmonics_constants *h, const ace_layout *layout, vec *sum, double *out) {
  double *flat = (double *)(void *)sum; /* never ahead of what is read */
  for (int i = 0; i < layout->per_element; i += SIMD_WIDTH) {
    vec part[SIMD_WIDTH], total = vset(0);
    UNROLL for (int k = 0; k < SIMD_WIDTH; k++) part[k] = sum[i + k];
    transpose(part);
    UNROLL for (int k = 0; k < SIMD_WIDTH; k++) total += part[k];
    vstore(flat + i, total);
  }
  for (int l = 0; l <= layout->lmax; l++)
    for (int m = -l; m <= l; m++) {
      double norm = h->norm[l][m < 0 ? -m : m];
      for (int n = 0; n < layout->n_of_l[l]; n++, out += SITES) *out = norm * *flat++;
    }
}

/* Radial functions, and their slopes after them, of the rows of a chunk: R [rows / SIMD_WIDTH][2][stride][SIMD_WIDTH].
 */
static void radial_chunk(const radial_table *table, const ace_rows *chunk, bool slopes, double *R) {
  long size = (long)table->stride * SIMD_WIDTH;
  for (int row = 0; row < chunk->nrow; row += SIMD_WIDTH, R += 2 * size) {
    if (slopes)
      radial_rows(table, chunk->r + row, SIMD_WIDTH, R, R + size);
    else
      radial_rows(table, chunk->r + row, SIMD_WIDTH, R, NULL);
  }
}

static void base(const radial_table *table, const harmonics_constants *h, const ace_layout *layout,
                 const ace_rows *rows, double *kept, double *work, double *out) {
  long R_pitch = 2L * table->stride * SIMD_WIDTH, S_pitch = (h->lmax + 1L) * (h->lmax + 1L) * SIMD_WIDTH;
  double *R = kept ? kept : work, *S = work + 2L * table->stride * ACE_CHUNK;
  vec *sum = (vec *)(void *)(S + (h->lmax + 1) * (h->lmax + 1) * ACE_CHUNK);
  for (int i = 0; i < layout->per_element + SIMD_WIDTH; i++) sum[i] = vset(0); /* whole squares of vectors */
  for (int begin = 0; begin < rows->nrow; begin += ACE_CHUNK) {
    ace_rows chunk = chunk_of(rows, begin);
    factors f = {chunk.nrow / SIMD_WIDTH, R_pitch, S_pitch, R, S};
    radial_chunk(table, &chunk, kept, R);
#define HARMONICS(lmax) plain_harmonics(lmax, h, &chunk, S)
    WITH_LMAX(h->lmax, HARMONICS)
#undef HARMONICS
    base_chunk(layout, &f, sum);
    if (kept) R += f.nvec * R_pitch;
  }
  finish_base(h, layout, sum, out);
}
