/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of body.h: radial functions from tables. Lanes are functions while a bin is evaluated, as its coefficients
 * lie side by side, and neighbours in the result. */

/* Where the distances of one vector of neighbours stand in a table. */
typedef struct places {
  const double *bin[SIMD_WIDTH]; /* coefficients                  */
  double position[SIMD_WIDTH];   /* in the bin, 0 to 1            */
  vec inverse_width;             /* of the bins, 1/A              */
} places;

/* One lane beyond the first stretch. */
static __attribute__((noinline)) void locate_beyond(const radial_table *table, double r, int lane, places *out) {
  int s = table->nstretch - 1;
  while (r < table->begin[s]) s--;
  double at = (r - table->begin[s]) * table->inverse_widths[s];
  int bin = (int)at, last = table->first[s + 1] - table->first[s] - 1;
  if (bin > last) bin = last; /* rounding */
  out->position[lane] = at - bin;
  out->inverse_width[lane] = table->inverse_widths[s];
  out->bin[lane] = table->c + (long)(table->first[s] + bin) * 6 * table->stride;
}

static inline void locate(const radial_table *table, const double *r, places *out) {
  bool one = table->nstretch == 1;
  long size = 6L * table->stride;
  double end = one ? table->rc : table->begin[1], last = table->first[1] - 1; /* of the first stretch */
  vec distance = vload(r), at = distance * table->inverse_width;
  vec_mask inside = distance < end;
  at = vselect(inside, at, vset(0));
  vec_int bin = __builtin_convertvector(vselect(at < last, at, vset(last)), vec_int); /* at > last: rounding */
  vec position = at - vfrom_int(bin);
  out->inverse_width = vset(table->inverse_width);
  for (int i = 0; i < SIMD_WIDTH; i++) {
    out->position[i] = position[i];
    out->bin[i] = table->c + (inside[i] ? bin[i] : table->nbin) * size;
  }
  for (int i = 0; !one && i < SIMD_WIDTH; i++)
    if (!inside[i] && r[i] < table->rc) locate_beyond(table, r[i], i, out);
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
#elif SIMD_WIDTH == 8
static inline void transpose(vec *v) {
  vec a[8];
  UNROLL for (int i = 0; i < 8; i += 2) {
    a[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    a[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLL for (int i = 0; i < 2; i++) { /* pairs of columns: i + {0, 4} and i + {2, 6} of rows 0 to 3, then 4 to 7 */
    vec p = __builtin_shufflevector(a[i], a[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    vec q = __builtin_shufflevector(a[i], a[i + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    vec s = __builtin_shufflevector(a[i + 4], a[i + 6], 0, 1, 8, 9, 4, 5, 12, 13);
    vec t = __builtin_shufflevector(a[i + 4], a[i + 6], 2, 3, 10, 11, 6, 7, 14, 15);
    v[i] = __builtin_shufflevector(p, s, 0, 1, 2, 3, 8, 9, 10, 11);
    v[i + 4] = __builtin_shufflevector(p, s, 4, 5, 6, 7, 12, 13, 14, 15);
    v[i + 2] = __builtin_shufflevector(q, t, 0, 1, 2, 3, 8, 9, 10, 11);
    v[i + 6] = __builtin_shufflevector(q, t, 4, 5, 6, 7, 12, 13, 14, 15);
  }
}
#endif

/* Values, and slopes where dR is not NULL, of one vector of rows; `step` from one function to the next. */
static inline __attribute__((always_inline)) void radial_rows(const radial_table *table, const double *r, long step,
                                                              double *R, double *dR) {
  places at;
  locate(table, r, &at);
  for (int n = 0; n < table->nfunction; n += SIMD_WIDTH) {
    vec value[SIMD_WIDTH], slope[SIMD_WIDTH];
    long from = 6L * (n / RADIAL_GROUP * RADIAL_GROUP) + n % RADIAL_GROUP;
    UNROLL for (int i = 0; i < SIMD_WIDTH; i++) {
      const double *c = at.bin[i] + from;
      vec t = vset(at.position[i]), v = vload(c + 5 * RADIAL_GROUP), d = v;
      UNROLL for (int q = 4; q >= 0; q--) {
        v = v * t + vload(c + q * RADIAL_GROUP);
        if (dR && q > 0) d = d * t + v;
      }
      value[i] = v, slope[i] = d;
    }
    transpose(value);
    UNROLL for (int i = 0; i < SIMD_WIDTH; i++) vstore(R + (n + i) * step, value[i]);
    if (!dR) continue;
    transpose(slope);
    UNROLL for (int i = 0; i < SIMD_WIDTH; i++) vstore(dR + (n + i) * step, slope[i] * at.inverse_width);
  }
}

static void radial(const radial_table *table, const ace_rows *rows, double *R, double *dR) {
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH) {
    if (dR)
      radial_rows(table, rows->r + row, rows->stride, R + row, dR + row);
    else
      radial_rows(table, rows->r + row, rows->stride, R + row, NULL);
  }
}
