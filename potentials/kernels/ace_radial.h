/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of ace_body.h: radial functions from tables. Lanes are functions while a bin is evaluated, as its coefficients
 * lie side by side, and neighbours in the result. */

/* The bin of r; position in it, 0 to 1, and the inverse of its width. */
static inline int locate(const radial_table *table, double r, double *position, double *inverse_width) {
  *inverse_width = table->inverse_width;
  *position = r * table->inverse_width;
  int bin = (int)*position, last = table->first[1];
  if (r < table->rc && (table->nstretch == 1 || r < table->begin[1])) {
    if (bin >= last) bin = last - 1; /* rounding */
    *position -= bin;
    return bin;
  }
  *position = 0;
  if (!(r < table->rc)) return table->nbin;
  int s = table->nstretch - 1;
  while (r < table->begin[s]) s--;
  *inverse_width = table->inverse_widths[s];
  *position = (r - table->begin[s]) * table->inverse_widths[s];
  bin = (int)*position;
  if (bin >= table->first[s + 1] - table->first[s]) bin = table->first[s + 1] - table->first[s] - 1;
  *position -= bin;
  return table->first[s] + bin;
}

/* Rows and columns of a square of vectors exchanged. */
#if SIMD_WIDTH == 2
static inline void transpose(vec *v) {
  vec a = v[0], b = v[1];
  v[0] = __builtin_shufflevector(a, b, 0, 2);
  v[1] = __builtin_shufflevector(a, b, 1, 3);
}
#elif SIMD_WIDTH == 4
static inline void transpose(vec *v) {
  vec a = __builtin_shufflevector(v[0], v[1], 0, 4, 2, 6), b = __builtin_shufflevector(v[0], v[1], 1, 5, 3, 7);
  vec c = __builtin_shufflevector(v[2], v[3], 0, 4, 2, 6), d = __builtin_shufflevector(v[2], v[3], 1, 5, 3, 7);
  v[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
  v[1] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
  v[2] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
  v[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}
#endif

/* Values, and slopes where dR is not NULL, of the rows from `row` on, one vector of them. */
static inline __attribute__((always_inline)) void radial_rows(const radial_table *table, const ace_rows *rows, int row,
                                                              double *R, double *dR) {
  int stride = table->stride;
  const double *c[SIMD_WIDTH];
  vec t[SIMD_WIDTH], inverse_width = vset(0);
  for (int i = 0; i < SIMD_WIDTH; i++) {
    double position, inverse;
    c[i] = table->c + (long)locate(table, rows->r[row + i], &position, &inverse) * 6 * stride;
    t[i] = vset(position);
    inverse_width[i] = inverse;
  }
  for (int n = 0; n < stride; n += SIMD_WIDTH) {
    vec value[SIMD_WIDTH], slope[SIMD_WIDTH];
    for (int i = 0; i < SIMD_WIDTH; i++) {
      vec v = vload(c[i] + n + 5 * stride), d = v;
      for (int q = 4; q >= 0; q--) {
        v = v * t[i] + vload(c[i] + n + q * stride);
        if (dR && q > 0) d = d * t[i] + v;
      }
      value[i] = v, slope[i] = d;
    }
    transpose(value);
    for (int i = 0; i < SIMD_WIDTH; i++) vstore(R + (long)(n + i) * rows->stride + row, value[i]);
    if (!dR) continue;
    transpose(slope);
    for (int i = 0; i < SIMD_WIDTH; i++) vstore(dR + (long)(n + i) * rows->stride + row, slope[i] * inverse_width);
  }
}

static void radial(const radial_table *table, const ace_rows *rows, double *R, double *dR) {
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH) {
    if (dR)
      radial_rows(table, rows, row, R, dR);
    else
      radial_rows(table, rows, row, R, NULL);
  }
}
