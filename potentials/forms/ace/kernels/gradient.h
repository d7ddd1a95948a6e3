/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of body.h: from derivatives with respect to the atomic base to gradients. Lanes are neighbours. */

/* Radial functions that are kept in registers at a time, with their slopes. */
#if SIMD_WIDTH == 8
enum { WEIGH_N = 12 };
#else
enum { WEIGH_N = 6 };
#endif

/* Gradient from a = sum w R' S and (vx, vy, vz) = sum w R grad S: n a + (v - n (n.v))/r with n = d/r. */
static inline void store_gradient(const ace_rows *rows, int row, vec a, vec vx, vec vy, vec vz, double *gx, double *gy,
                                  double *gz, int add) {
  vec inverse = 1.0 / vload(rows->r + row);
  vec x = vload(rows->dx + row) * inverse, y = vload(rows->dy + row) * inverse, z = vload(rows->dz + row) * inverse;
  vec along = a - (x * vx + y * vy + z * vz) * inverse;
  vec hx = x * along + vx * inverse, hy = y * along + vy * inverse, hz = z * along + vz * inverse;
  if (add) hx += vload(gx + row), hy += vload(gy + row), hz += vload(gz + row);
  vstore(gx + row, hx);
  vstore(gy + row, hy);
  vstore(gz + row, hz);
}

/* value[k], slope[k] (+)= sum_n w[k*stride+n] R_n, sum_n w[k*stride+n] R'_n for N functions and nm harmonics. */
static inline __attribute__((always_inline)) void weigh_block(int N, bool add, const double *R, const double *dR,
                                                              const int32_t *column, int nm, const double *w,
                                                              int stride, vec *value, vec *slope) {
  vec r[WEIGH_N], d[WEIGH_N];
  UNROLL for (int n = 0; n < N; n++) {
    long at = (long)column[n] * SIMD_WIDTH;
    r[n] = vload(R + at), d[n] = vload(dR + at);
  }
  for (int k = 0; k < nm; k++, w += stride) {
    vec v = add ? value[k] + w[0] * r[0] : w[0] * r[0], s = add ? slope[k] + w[0] * d[0] : w[0] * d[0];
    UNROLL for (int n = 1; n < N; n++) v += w[n] * r[n], s += w[n] * d[n];
    value[k] = v, slope[k] = s;
  }
}

static inline __attribute__((always_inline)) void weigh_columns(int N, bool add, const double *R, const double *dR,
                                                                const int32_t *column, int nm, const double *w,
                                                                int stride, vec *value, vec *slope) {
#define BLOCK(n)                                                     \
  case n:                                                            \
    weigh_block(n, add, R, dR, column, nm, w, stride, value, slope); \
    break;
  switch (N) {
    BLOCK(1)
    BLOCK(2)
    BLOCK(3)
    BLOCK(4)
    BLOCK(5)
    BLOCK(6)
#if SIMD_WIDTH == 8
    BLOCK(7)
    BLOCK(8)
    BLOCK(9)
    BLOCK(10)
    BLOCK(11)
    BLOCK(12)
#endif
  }
#undef BLOCK
}

/* Sums over the radial functions of one vector of rows: value[lm] = sum_n w_nlm R_nl, slope[lm] likewise of R'. */
static void weigh_radial(const ace_layout *layout, const double *R, const double *dR, const double *w, vec *value,
                         vec *slope) {
  const int32_t *column = layout->column;
  for (int l = 0; l <= layout->lmax; l++) {
    int count = layout->n_of_l[l], nm = 2 * l + 1, N = count ? part_of(count, WEIGH_N) : 0;
    for (int k = l * l; count == 0 && k < l * l + nm; k++) value[k] = slope[k] = vset(0);
    if (count) weigh_columns(N, false, R, dR, column, nm, w, count, value + l * l, slope + l * l);
    for (int n = N; n < count; n += N) {
      N = part_of(count - n, WEIGH_N);
      weigh_columns(N, true, R, dR, column + n, nm, w + n, count, value + l * l, slope + l * l);
    }
    w += nm * count;
    column += count;
  }
}

/* What store_gradient takes, from the sums over radial functions and the recursion of the harmonics in l:
 * out[0] = sum_lm slope_lm S_lm, out[1..3] = sum_lm value_lm grad S_lm. */
static inline __attribute__((always_inline)) void sum_harmonics(int lmax, const harmonics_constants *h, vec x, vec y,
                                                                vec z, const vec *value, const vec *slope, vec out[4]) {
  vec c = vset(1), s = vset(0), c_before = vset(0), s_before = vset(0); /* (x+iy)^m and (x+iy)^(m-1) */
  for (int i = 0; i < 4; i++) out[i] = vset(0);
  UNROLL for (int m = 0; m <= lmax; m++) {
    vec p = vset(1), before = vset(0), d = vset(0), d_before = vset(0); /* p_lm, p_{l-1,m} and slopes in z */
    vec ac = slope[INDEX(m, m)], pc = value[INDEX(m, m)], uc = vset(0);
    vec as = slope[INDEX(m, -m)], ps = value[INDEX(m, -m)], us = vset(0);
    UNROLL for (int l = m + 1; l <= lmax; l++) {
      vec next = l == m + 1 ? z : z * p - h->beta[l][m] * before;
      vec d_next = l == m + 1 ? vset(1) : z * d + p - h->beta[l][m] * d_before;
      before = p, p = next, d_before = d, d = d_next;
      vec v = value[INDEX(l, m)], v_minus = value[INDEX(l, -m)];
      ac += p * slope[INDEX(l, m)], pc += p * v, uc += d * v;
      as += p * slope[INDEX(l, -m)], ps += p * v_minus, us += d * v_minus;
    }
    out[0] += c * ac, out[3] += c * uc;
    if (m > 0) {
      out[0] += s * as, out[3] += s * us;
      out[1] += (double)m * (c_before * pc + s_before * ps);
      out[2] += (double)m * (c_before * ps - s_before * pc);
    }
    c_before = c, s_before = s;
    c = x * c_before - y * s_before;
    s = x * s_before + y * c_before;
  }
}

/* R: as radial_chunk makes it. */
static inline __attribute__((always_inline)) void gradient_rows(int lmax, const harmonics_constants *h,
                                                                const ace_layout *layout, const ace_rows *chunk,
                                                                int stride, const double *R, const double *weight,
                                                                double *gx, double *gy, double *gz) {
  vec value[HARMONICS_MAX], slope[HARMONICS_MAX], sum[4];
  long size = (long)stride * SIMD_WIDTH;
  for (int row = 0; row < chunk->nrow; row += SIMD_WIDTH, R += 2 * size) {
    vec inverse = 1.0 / vload(chunk->r + row);
    weigh_radial(layout, R, R + size, weight, value, slope);
    sum_harmonics(lmax, h, vload(chunk->dx + row) * inverse, vload(chunk->dy + row) * inverse,
                  vload(chunk->dz + row) * inverse, value, slope, sum);
    store_gradient(chunk, row, sum[0], sum[1], sum[2], sum[3], gx, gy, gz, 0);
  }
}

/* The norms of the harmonics go into the weights. */
static void normed_weight(const harmonics_constants *h, const ace_layout *layout, const double *weight, double *out) {
  for (int l = 0; l <= layout->lmax; l++)
    for (int m = -l; m <= l; m++) {
      double norm = h->norm[l][m < 0 ? -m : m];
      for (int n = 0; n < layout->n_of_l[l]; n++) *out++ = norm * *weight++;
    }
}

static void gradient(const radial_table *table, const harmonics_constants *h, const ace_layout *layout,
                     const ace_rows *rows, const double *kept, const double *weight, double *work, double *gx,
                     double *gy, double *gz) {
  double *normed = work + 2L * table->stride * ACE_CHUNK;
  normed_weight(h, layout, weight, normed);
  for (int begin = 0; begin < rows->nrow; begin += ACE_CHUNK) {
    ace_rows chunk = chunk_of(rows, begin);
    const double *R = kept ? kept + 2L * table->stride * begin : work;
    if (!kept) radial_chunk(table, &chunk, true, work);
#define ROWS(lmax) gradient_rows(lmax, h, layout, &chunk, table->stride, R, normed, gx + begin, gy + begin, gz + begin)
    WITH_LMAX(h->lmax, ROWS)
#undef ROWS
  }
}

static void factor_gradient(const ace_rows *rows, int nfactor, const ace_factor_weight *factor, const double *R,
                            const double *dR, const double *S, const double *fx, const double *fy, const double *fz,
                            double *gx, double *gy, double *gz) {
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH) {
    vec a = vset(0), vx = vset(0), vy = vset(0), vz = vset(0);
    for (int i = 0; i < nfactor; i++) {
      int l = factor[i].l;
      vec s = vset(0), sx = vset(0), sy = vset(0), sz = vset(0);
      for (int m = -l; m <= l; m++) {
        double w = factor[i].weight[m + l];
        int at = INDEX(l, m) * rows->stride + row;
        s += w * vload(S + at);
        sx += w * vload(fx + at);
        sy += w * vload(fy + at);
        sz += w * vload(fz + at);
      }
      int at = factor[i].column * rows->stride + row;
      vec value = vload(R + at);
      a += vload(dR + at) * s;
      vx += value * sx;
      vy += value * sy;
      vz += value * sz;
    }
    store_gradient(rows, row, a, vx, vy, vz, gx, gy, gz, 1);
  }
}
