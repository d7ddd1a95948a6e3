/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of body.h: real harmonics. Lanes are neighbours. */

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

/* Does what `call(lmax)` says with lmax a constant, so that loops over l and m are unrolled, up to 8. */
#define WITH_LMAX(lmax, call) \
  switch (lmax) {             \
  case 0:                     \
    call(0);                  \
    break;                    \
  case 1:                     \
    call(1);                  \
    break;                    \
  case 2:                     \
    call(2);                  \
    break;                    \
  case 3:                     \
    call(3);                  \
    break;                    \
  case 4:                     \
    call(4);                  \
    break;                    \
  case 5:                     \
    call(5);                  \
    break;                    \
  case 6:                     \
    call(6);                  \
    break;                    \
  case 7:                     \
    call(7);                  \
    break;                    \
  case 8:                     \
    call(8);                  \
    break;                    \
  default:                    \
    call(lmax);               \
  }

/* p_lm Re, Im (x+iy)^m of some rows, S [rows / SIMD_WIDTH][(lmax+1)^2][SIMD_WIDTH]: the harmonics without norm[l][m].
 */
static inline __attribute__((always_inline)) void plain_harmonics(int lmax, const harmonics_constants *h,
                                                                  const ace_rows *rows, double *S) {
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH, S += (lmax + 1) * (lmax + 1) * SIMD_WIDTH) {
    vec inverse = 1.0 / vload(rows->r + row);
    vec x = vload(rows->dx + row) * inverse, y = vload(rows->dy + row) * inverse, z = vload(rows->dz + row) * inverse;
    vec c = vset(1), s = vset(0); /* (x+iy)^m */
    UNROLL for (int m = 0; m <= lmax; m++) {
      vec p = vset(1), before = vset(0);
      UNROLL for (int l = m; l <= lmax; l++) {
        vec next = l == m ? p : l == m + 1 ? z : z * p - h->beta[l][m] * before;
        before = p, p = next;
        vstore(S + INDEX(l, m) * SIMD_WIDTH, l == m ? c : p * c);
        if (m) vstore(S + INDEX(l, -m) * SIMD_WIDTH, l == m ? s : p * s);
      }
      vec turned = x * c - y * s;
      s = x * s + y * c;
      c = turned;
    }
  }
}
