/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, ACE_KERNELS (name of the table) and
 * ACE_KERNELS_NAME. */
#include <math.h>

#include "kernels/ace_kernels.h"
#include "kernels/simd.h"

#define INDEX(l, m) ((l) * (l) + (l) + (m))

/* Sites side by side in products: two vectors, so that every index and coefficient that is loaded serves twice. */
enum { GROUP = 2, SITES = GROUP * SIMD_WIDTH };
typedef struct group {
  vec v[GROUP];
} group;

#define EACH for (int g = 0; g < GROUP; g++)

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

static void radial(const radial_table *table, const ace_rows *rows, double *R, double *dR) {
  int stride = table->stride;
  for (int row = 0; row < rows->nrow; row++) {
    double position, inverse_width;
    int bin = locate(table, rows->r[row], &position, &inverse_width);
    vec t = vset(position);
    const double *c = table->c + (long)bin * 6 * stride;
    for (int n = 0; n < stride; n += SIMD_WIDTH, c += SIMD_WIDTH) {
      vec c1 = vload(c + stride), c2 = vload(c + 2 * stride), c3 = vload(c + 3 * stride), c4 = vload(c + 4 * stride);
      vec c5 = vload(c + 5 * stride);
      vec value = ((((c5 * t + c4) * t + c3) * t + c2) * t + c1) * t + vload(c);
      vec slope = ((((5 * c5 * t + 4 * c4) * t + 3 * c3) * t + 2 * c2) * t + c1) * inverse_width;
      for (int i = 0; i < SIMD_WIDTH; i++) {
        R[(n + i) * rows->stride + row] = value[i];
        dR[(n + i) * rows->stride + row] = slope[i];
      }
    }
  }
}

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

/* out[i*SITES] = sum_rows R S for `count` (1 to 4) radial functions */
static inline __attribute__((always_inline)) void dot_rows(const ace_rows *rows, int count, const double *R,
                                                           const int32_t *column, const double *S, double *out) {
  const double *at[4];
  for (int i = 0; i < count; i++) at[i] = R + (long)column[i] * rows->stride;
  vec sum[4] = {vset(0), vset(0), vset(0), vset(0)};
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH) {
    vec s = vload(S + row);
    for (int i = 0; i < count; i++) sum[i] += s * vload(at[i] + row);
  }
  for (int i = 0; i < count; i++) out[i * SITES] = vsum(sum[i]);
}

static void base(const ace_layout *layout, const ace_rows *rows, const double *R, const double *S, double *out) {
  const int32_t *column = layout->column;
  for (int l = 0; l <= layout->lmax; l++) {
    for (int m = -l; m <= l; m++) {
      const double *s = S + INDEX(l, m) * rows->stride;
      int n = 0, count = layout->n_of_l[l];
      for (; n + 4 <= count; n += 4, out += 4 * SITES) dot_rows(rows, 4, R, column + n, s, out);
      for (; n < count; n++, out += SITES) dot_rows(rows, 1, R, column + n, s, out);
    }
    column += layout->n_of_l[l];
  }
}

static void forward(const ace_program *p, group *v) {
  for (int i = 0; i < p->nnode; i++) {
    const group *a = &v[p->node[2 * i]], *b = &v[p->node[2 * i + 1]];
    EACH v[p->nbase + i].v[g] = a->v[g] * b->v[g];
  }
}

static void backward(const ace_program *p, const group *v, group *d) {
  for (int i = p->nnode - 1; i >= 0; i--) {
    int a = p->node[2 * i], b = p->node[2 * i + 1];
    group own = d[p->nbase + i];
    EACH d[a].v[g] += own.v[g] * v[b].v[g];
    EACH d[b].v[g] += own.v[g] * v[a].v[g];
  }
}

static void products(const ace_program *p, double *value, double *adjoint, double *energy) {
  int noperand = p->nbase + p->nnode;
  group *v = (group *)(void *)value, *d = (group *)(void *)adjoint, e = {{vset(0)}};
  forward(p, v);
  for (int i = 0; i < noperand; i++) EACH d[i].v[g] = vset(0);
  for (int i = 0; i < p->nlinear; i++) {
    EACH e.v[g] += p->linear_c[i] * v[p->linear[i]].v[g];
    EACH d[p->linear[i]].v[g] += vset(p->linear_c[i]);
  }
  for (int i = 0; i < p->nleft; i++) {
    group left = v[p->left[i]], sum = {{vset(0)}};
    for (int k = p->leaf_first[i]; k < p->leaf_first[i + 1]; k++) {
      vec c = vset(p->leaf_c[k]);
      group *to = &d[p->leaf_right[k]];
      const group *right = &v[p->leaf_right[k]];
      EACH sum.v[g] += c * right->v[g];
      EACH to->v[g] += c * left.v[g];
    }
    EACH d[p->left[i]].v[g] += sum.v[g];
    EACH e.v[g] += left.v[g] * sum.v[g];
  }
  backward(p, v, d);
  EACH vstore(energy + g * SIMD_WIDTH, e.v[g]);
}

static void densities(const ace_program *p, double *value, double *rho) {
  group *v = (group *)(void *)value;
  forward(p, v);
  for (int d = 0; d < p->ndensity; d++) {
    const double *linear_c = p->linear_c + (long)d * p->nlinear, *leaf_c = p->leaf_c + (long)d * p->nleaf;
    group e = {{vset(0)}};
    for (int i = 0; i < p->nlinear; i++) EACH e.v[g] += linear_c[i] * v[p->linear[i]].v[g];
    for (int i = 0; i < p->nleft; i++) {
      group sum = {{vset(0)}};
      for (int k = p->leaf_first[i]; k < p->leaf_first[i + 1]; k++)
        EACH sum.v[g] += leaf_c[k] * v[p->leaf_right[k]].v[g];
      EACH e.v[g] += v[p->left[i]].v[g] * sum.v[g];
    }
    EACH vstore(rho + d * SITES + g * SIMD_WIDTH, e.v[g]);
  }
}

/* sum_p slope_p c_p of one coefficient, which stand `stride` apart */
static inline group weigh(const ace_program *p, const group *slope, const double *c, long stride) {
  group sum;
  EACH sum.v[g] = c[0] * slope[0].v[g];
  for (int d = 1; d < p->ndensity; d++) EACH sum.v[g] += c[d * stride] * slope[d].v[g];
  return sum;
}

static void adjoint(const ace_program *p, const double *value, const double *slope, double *out) {
  const group *v = (const group *)(const void *)value, *f = (const group *)(const void *)slope;
  group *d = (group *)(void *)out;
  for (int i = 0; i < p->nbase + p->nnode; i++) EACH d[i].v[g] = vset(0);
  for (int i = 0; i < p->nlinear; i++) {
    group c = weigh(p, f, p->linear_c + i, p->nlinear);
    EACH d[p->linear[i]].v[g] += c.v[g];
  }
  for (int i = 0; i < p->nleft; i++) {
    group left = v[p->left[i]], sum = {{vset(0)}};
    for (int k = p->leaf_first[i]; k < p->leaf_first[i + 1]; k++) {
      group c = weigh(p, f, p->leaf_c + k, p->nleaf), *to = &d[p->leaf_right[k]];
      const group *right = &v[p->leaf_right[k]];
      EACH sum.v[g] += c.v[g] * right->v[g];
      EACH to->v[g] += c.v[g] * left.v[g];
    }
    EACH d[p->left[i]].v[g] += sum.v[g];
  }
  backward(p, v, d);
}

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

static void gradient(const ace_layout *layout, const harmonics_constants *h, const ace_rows *rows, const double *R,
                     const double *dR, const double *weight, double *gx, double *gy, double *gz) {
  vec S[HARMONICS_MAX], f[3][HARMONICS_MAX];
  for (int row = 0; row < rows->nrow; row += SIMD_WIDTH) {
    vec inverse = 1.0 / vload(rows->r + row);
    harmonics_of(h, vload(rows->dx + row) * inverse, vload(rows->dy + row) * inverse, vload(rows->dz + row) * inverse,
                 S, f);
    vec a = vset(0), vx = vset(0), vy = vset(0), vz = vset(0);
    const double *w = weight;
    const int32_t *column = layout->column;
    for (int l = 0; l <= layout->lmax; l++) {
      for (int k = l * l; k < (l + 1) * (l + 1); k++) {
        vec value = vset(0), slope = vset(0);
        for (int n = 0; n < layout->n_of_l[l]; n++, w++) {
          long at = (long)column[n] * rows->stride + row;
          value += *w * vload(R + at);
          slope += *w * vload(dR + at);
        }
        a += slope * S[k];
        vx += value * f[0][k];
        vy += value * f[1][k];
        vz += value * f[2][k];
      }
      column += layout->n_of_l[l];
    }
    store_gradient(rows, row, a, vx, vy, vz, gx, gy, gz, 0);
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

const ace_kernels ACE_KERNELS = {
    .name = ACE_KERNELS_NAME,
    .width = SITES,
    .radial = radial,
    .harmonics = harmonics,
    .base = base,
    .products = products,
    .densities = densities,
    .adjoint = adjoint,
    .gradient = gradient,
    .factor_gradient = factor_gradient,
};
