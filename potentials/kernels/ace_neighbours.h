/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of ace_body.h: from neighbours to the atomic base and back to gradients. Lanes are neighbours, which are taken
 * in chunks whose arrays stay in the first-level cache. */

#define INDEX(l, m) ((l) * (l) + (l) + (m))

/* Harmonics of one vector of unit vectors, S [(lmax+1)^2]; with f also the gradients f [3][HARMONICS_MAX] with respect
 * to x, y, z taken as independent. */
static inline __attribute__((always_inline)) void harmonics_of(const harmonics_constants *h, vec x, vec y, vec z,
                                                               vec *S, vec (*f)[HARMONICS_MAX]) {
  vec c = vset(1), s = vset(0), c_before = vset(0), s_before = vset(0); /* (x+iy)^m and (x+iy)^(m-1) */
  for (int m = 0; m <= h->lmax; m++) {
    vec q1 = vset(0), q0 = vset(h->diagonal[m]), d1 = vset(0), d0 = vset(0); /* q_{l-1}, q_l and slopes in z */
    for (int l = m; l <= h->lmax; l++) {
      if (l > m) {
        vec q = h->a[l][m] * (z * q0 - h->b[l][m] * q1), d = h->a[l][m] * (q0 + z * d0 - h->b[l][m] * d1);
        q1 = q0, q0 = q, d1 = d0, d0 = d;
      }
      S[INDEX(l, m)] = q0 * c;
      if (m) S[INDEX(l, -m)] = q0 * s;
      if (!f) continue;
      vec mq = q0 * (double)m;
      f[0][INDEX(l, m)] = mq * c_before, f[1][INDEX(l, m)] = -mq * s_before, f[2][INDEX(l, m)] = d0 * c;
      if (m) f[0][INDEX(l, -m)] = mq * s_before, f[1][INDEX(l, -m)] = mq * c_before, f[2][INDEX(l, -m)] = d0 * s;
    }
    c_before = c, s_before = s;
    c = x * c_before - y * s_before;
    s = x * s_before + y * c_before;
  }
}

static void harmonics(const harmonics_constants *h, const ace_rows *rows, double *S, double *fx, double *fy,
                      double *fz) {
  int count = (h->lmax + 1) * (h->lmax + 1);
  vec value[HARMONICS_MAX], f[3][HARMONICS_MAX];
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH) {
    vec inverse = 1.0 / vload(rows->r + row);
    vec x = vload(rows->dx + row) * inverse, y = vload(rows->dy + row) * inverse, z = vload(rows->dz + row) * inverse;
    if (fx)
      harmonics_of(h, x, y, z, value, f);
    else
      harmonics_of(h, x, y, z, value, NULL);
    for (int k = 0; k < count; k++) {
      vstore(S + k * rows->stride + row, value[k]);
      if (!fx) continue;
      vstore(fx + k * rows->stride + row, f[0][k]);
      vstore(fy + k * rows->stride + row, f[1][k]);
      vstore(fz + k * rows->stride + row, f[2][k]);
    }
  }
}

/* ---- atomic base ---- */

/* sum[i*M+j] += sum_rows R_i S_j for N radial functions and M harmonics, side by side. */
static inline __attribute__((always_inline)) void base_block(int N, int M, const ace_rows *rows, const double *R,
                                                             const int32_t *column, const double *S, vec *sum,
                                                             int stride) {
  const double *at[4];
  vec v[8];
  for (int i = 0; i < N; i++) at[i] = R + (long)column[i] * rows->stride;
  for (int j = 0; j < M; j++)
    for (int i = 0; i < N; i++) v[j * N + i] = sum[j * stride + i];
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH)
    for (int j = 0; j < M; j++) {
      vec s = vload(S + j * rows->stride + row);
      for (int i = 0; i < N; i++) v[j * N + i] += s * vload(at[i] + row);
    }
  for (int j = 0; j < M; j++)
    for (int i = 0; i < N; i++) sum[j * stride + i] = v[j * N + i];
}

static inline void base_columns(int N, const ace_rows *rows, const double *R, const int32_t *column, int nm,
                                const double *S, vec *sum, int stride) {
  int j = 0;
#define BLOCKS(n)                                                                                                  \
  case n:                                                                                                          \
    for (; j + 2 <= nm; j += 2) base_block(n, 2, rows, R, column, S + j * rows->stride, sum + j * stride, stride); \
    if (j < nm) base_block(n, 1, rows, R, column, S + j * rows->stride, sum + j * stride, stride);                 \
    break;
  switch (N) {
    BLOCKS(1)
    BLOCKS(2)
    BLOCKS(3)
    BLOCKS(4)
  }
#undef BLOCKS
}

/* Adds the rows of a chunk to sum [per_element]. */
static void base_chunk(const ace_layout *layout, const ace_rows *rows, const double *R, const double *S, vec *sum) {
  const int32_t *column = layout->column;
  for (int l = 0; l <= layout->lmax; l++) {
    int count = layout->n_of_l[l];
    for (int n = 0; n < count; n += 4)
      base_columns(count - n < 4 ? count - n : 4, rows, R, column + n, 2 * l + 1, S + l * l * rows->stride, sum + n,
                   count);
    sum += (2 * l + 1) * count;
    column += count;
  }
}

/* Rows from `begin` on as a chunk of their own. */
static inline ace_rows chunk_of(const ace_rows *rows, int begin) {
  int n = rows->nrow - begin < ACE_CHUNK ? rows->nrow - begin : ACE_CHUNK;
  return (ace_rows){n, ACE_CHUNK, rows->dx + begin, rows->dy + begin, rows->dz + begin, rows->r + begin};
}

static void base(const radial_table *table, const harmonics_constants *h, const ace_layout *layout,
                 const ace_rows *rows, double *work, double *out) {
  double *R = work, *S = R + (long)table->stride * ACE_CHUNK;
  vec *sum = (vec *)(void *)(S + (h->lmax + 1) * (h->lmax + 1) * ACE_CHUNK);
  for (int i = 0; i < layout->per_element; i++) sum[i] = vset(0);
  for (int begin = 0; begin < rows->nrow; begin += ACE_CHUNK) {
    ace_rows chunk = chunk_of(rows, begin);
    radial(table, &chunk, R, NULL);
    harmonics(h, &chunk, S, NULL, NULL, NULL);
    base_chunk(layout, &chunk, R, S, sum);
  }
  for (int i = 0; i < layout->per_element; i++) out[(long)i * SITES] = vsum(sum[i]);
}

/* ---- gradients ---- */

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
                                                              const int32_t *column, int row_stride, int row, int nm,
                                                              const double *w, int stride, vec *value, vec *slope) {
  vec r[6], d[6];
  for (int n = 0; n < N; n++) {
    long at = (long)column[n] * row_stride + row;
    r[n] = vload(R + at), d[n] = vload(dR + at);
  }
  for (int k = 0; k < nm; k++, w += stride) {
    vec v = add ? value[k] + w[0] * r[0] : w[0] * r[0], s = add ? slope[k] + w[0] * d[0] : w[0] * d[0];
    for (int n = 1; n < N; n++) v += w[n] * r[n], s += w[n] * d[n];
    value[k] = v, slope[k] = s;
  }
}

static inline void weigh_columns(int N, bool add, const double *R, const double *dR, const int32_t *column,
                                 int row_stride, int row, int nm, const double *w, int stride, vec *value, vec *slope) {
#define BLOCK(n)                                                                          \
  case n:                                                                                 \
    if (add)                                                                              \
      weigh_block(n, true, R, dR, column, row_stride, row, nm, w, stride, value, slope);  \
    else                                                                                  \
      weigh_block(n, false, R, dR, column, row_stride, row, nm, w, stride, value, slope); \
    break;
  switch (N) {
    BLOCK(1)
    BLOCK(2)
    BLOCK(3)
    BLOCK(4)
    BLOCK(5)
    BLOCK(6)
  }
#undef BLOCK
}

/* Sums over the radial functions: value[lm] = sum_n w_nlm R_nl, slope[lm] likewise of R'. */
static void weigh_radial(const ace_layout *layout, const double *R, const double *dR, int row_stride, int row,
                         const double *w, vec *value, vec *slope) {
  const int32_t *column = layout->column;
  for (int l = 0; l <= layout->lmax; l++) {
    int count = layout->n_of_l[l], nm = 2 * l + 1;
    for (int k = l * l; count == 0 && k < l * l + nm; k++) value[k] = slope[k] = vset(0);
    for (int n = 0; n < count; n += 6)
      weigh_columns(count - n < 6 ? count - n : 6, n > 0, R, dR, column + n, row_stride, row, nm, w + n, count,
                    value + l * l, slope + l * l);
    w += nm * count;
    column += count;
  }
}

/* (13): sums over l at fixed m first, so that Re and Im (x+iy)^m are multiplied once. out: a, vx, vy, vz of
 * store_gradient. */
static void sum_harmonics(const harmonics_constants *h, vec x, vec y, vec z, const vec *value, const vec *slope,
                          vec out[4]) {
  vec c = vset(1), s = vset(0), c_before = vset(0), s_before = vset(0); /* (x+iy)^m and (x+iy)^(m-1) */
  for (int i = 0; i < 4; i++) out[i] = vset(0);
  for (int m = 0; m <= h->lmax; m++) {
    vec q1 = vset(0), q0 = vset(h->diagonal[m]), d1 = vset(0), d0 = vset(0); /* q_{l-1}, q_l and slopes in z */
    vec ac = vset(0), as = ac, pc = ac, ps = ac, uc = ac, us = ac;
    for (int l = m; l <= h->lmax; l++) {
      if (l > m) {
        vec q = h->a[l][m] * (z * q0 - h->b[l][m] * q1), d = h->a[l][m] * (q0 + z * d0 - h->b[l][m] * d1);
        q1 = q0, q0 = q, d1 = d0, d0 = d;
      }
      vec v = value[INDEX(l, m)], v_minus = value[INDEX(l, -m)];
      ac += q0 * slope[INDEX(l, m)], pc += q0 * v, uc += d0 * v;
      as += q0 * slope[INDEX(l, -m)], ps += q0 * v_minus, us += d0 * v_minus;
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

static void gradient(const radial_table *table, const harmonics_constants *h, const ace_layout *layout,
                     const ace_rows *rows, const double *weight, double *work, double *gx, double *gy, double *gz) {
  double *R = work, *dR = R + (long)table->stride * ACE_CHUNK;
  vec value[HARMONICS_MAX], slope[HARMONICS_MAX], sum[4];
  for (int begin = 0; begin < rows->nrow; begin += ACE_CHUNK) {
    ace_rows chunk = chunk_of(rows, begin);
    radial(table, &chunk, R, dR);
    for (int row = 0; row < chunk.nrow; row += SIMD_WIDTH) {
      vec inverse = 1.0 / vload(chunk.r + row);
      weigh_radial(layout, R, dR, ACE_CHUNK, row, weight, value, slope);
      sum_harmonics(h, vload(chunk.dx + row) * inverse, vload(chunk.dy + row) * inverse,
                    vload(chunk.dz + row) * inverse, value, slope, sum);
      store_gradient(&chunk, row, sum[0], sum[1], sum[2], sum[3], gx + begin, gy + begin, gz + begin, 0);
    }
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
      int at = (factor[i].n - 1) * rows->stride + row;
      vec value = vload(R + at);
      a += vload(dR + at) * s;
      vx += value * sx;
      vy += value * sy;
      vz += value * sz;
    }
    store_gradient(rows, row, a, vx, vy, vz, gx, gy, gz, 1);
  }
}
