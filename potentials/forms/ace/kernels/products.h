/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of body.h: products of the atomic base. Lanes are central atoms. */

/* Sites side by side: two vectors, so that every index and coefficient that is loaded serves twice; one of eight, since
 * the operands of sixteen sites would leave the second-level cache. */
enum { GROUP = SIMD_WIDTH < 8 ? 2 : 1, SITES = GROUP * SIMD_WIDTH };
typedef struct group {
  vec v[GROUP];
} group;

#define EACH for (int g = 0; g < GROUP; g++)

static void forward(const ace_program *p, group *v) {
  for (int i = 0; i < p->nnode; i++) {
    const group *a = &v[p->node[2 * i]], *b = &v[p->node[2 * i + 1]];
    EACH v[p->nbase + i].v[g] = a->v[g] * b->v[g];
  }
  group *out = v + p->nbase + p->nnode;
  for (int i = 0; i < p->nsum; i++) {
    group sum = {{vset(0)}};
    for (int k = p->sum_first[i]; k < p->sum_first[i + 1]; k++) {
      vec c = vset(p->sum_c[k]);
      const group *a = &v[p->sum_pair[k][0]], *b = &v[p->sum_pair[k][1]];
      EACH sum.v[g] += c * (a->v[g] * b->v[g]);
    }
    out[i] = sum;
  }
}

static void backward(const ace_program *p, const group *v, group *d) {
  const group *of_sum = d + p->nbase + p->nnode;
  for (int i = 0; i < p->nsum; i++) {
    group own = of_sum[i];
    for (int k = p->sum_first[i]; k < p->sum_first[i + 1]; k++) {
      vec c = vset(p->sum_c[k]);
      int a = p->sum_pair[k][0], b = p->sum_pair[k][1];
      group scaled;
      EACH scaled.v[g] = c * own.v[g];
      EACH d[a].v[g] += scaled.v[g] * v[b].v[g];
      EACH d[b].v[g] += scaled.v[g] * v[a].v[g];
    }
  }
  for (int i = p->nnode - 1; i >= 0; i--) {
    int a = p->node[2 * i], b = p->node[2 * i + 1];
    group own = d[p->nbase + i];
    EACH d[a].v[g] += own.v[g] * v[b].v[g];
    EACH d[b].v[g] += own.v[g] * v[a].v[g];
  }
}

static void products(const ace_program *p, double *value, double *adjoint, double *energy) {
  group *v = (group *)(void *)value, *d = (group *)(void *)adjoint, e = {{vset(0)}};
  forward(p, v);
  for (int i = 0; i < p->noperand; i++) EACH d[i].v[g] = vset(0);
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

/* P: number of densities, a constant where this is inlined with one. */
static inline __attribute__((always_inline)) void sum_densities(const ace_program *p, int P, const group *v,
                                                                group *sums, double *rho) {
  group e[ACE_MAX_DENSITIES];
  for (int d = 0; d < P; d++) {
    EACH e[d].v[g] = vset(0);
    for (int i = 0; i < p->nlinear; i++) EACH e[d].v[g] += p->linear_c[d * p->nlinear + i] * v[p->linear[i]].v[g];
  }
  for (int i = 0; i < p->nleft; i++) {
    group sum[ACE_MAX_DENSITIES];
    for (int d = 0; d < P; d++) EACH sum[d].v[g] = vset(0);
    for (int k = p->leaf_first[i]; k < p->leaf_first[i + 1]; k++) {
      group right = v[p->leaf_right[k]];
      for (int d = 0; d < P; d++) EACH sum[d].v[g] += p->leaf_c[(long)d * p->nleaf + k] * right.v[g];
    }
    for (int d = 0; d < P; d++) {
      sums[i * P + d] = sum[d];
      EACH e[d].v[g] += v[p->left[i]].v[g] * sum[d].v[g];
    }
  }
  for (int d = 0; d < P; d++) EACH vstore(rho + d * SITES + g * SIMD_WIDTH, e[d].v[g]);
}

static void densities(const ace_program *p, double *value, double *sums, double *rho) {
  group *v = (group *)(void *)value, *s = (group *)(void *)sums;
  forward(p, v);
  if (p->ndensity == 1)
    sum_densities(p, 1, v, s, rho);
  else if (p->ndensity == 2)
    sum_densities(p, 2, v, s, rho);
  else
    sum_densities(p, p->ndensity, v, s, rho);
}

static inline __attribute__((always_inline)) void leaf_adjoint(const ace_program *p, int P, const group *v,
                                                               const group *sums, const group *slope, group *d) {
  for (int q = 0; q < P; q++)
    for (int i = 0; i < p->nlinear; i++) EACH d[p->linear[i]].v[g] += p->linear_c[q * p->nlinear + i] * slope[q].v[g];
  for (int i = 0; i < p->nleft; i++) {
    group left = v[p->left[i]], own = d[p->left[i]], scaled[ACE_MAX_DENSITIES];
    for (int q = 0; q < P; q++) {
      EACH own.v[g] += slope[q].v[g] * sums[i * P + q].v[g];
      EACH scaled[q].v[g] = slope[q].v[g] * left.v[g];
    }
    d[p->left[i]] = own;
    for (int k = p->leaf_first[i]; k < p->leaf_first[i + 1]; k++) {
      group *to = &d[p->leaf_right[k]], sum = *to;
      for (int q = 0; q < P; q++) EACH sum.v[g] += p->leaf_c[(long)q * p->nleaf + k] * scaled[q].v[g];
      *to = sum;
    }
  }
}

static void adjoint(const ace_program *p, const double *value, const double *sums, const double *slope, double *out) {
  const group *v = (const group *)(const void *)value, *f = (const group *)(const void *)slope;
  const group *s = (const group *)(const void *)sums;
  group *d = (group *)(void *)out;
  for (int i = 0; i < p->noperand; i++) EACH d[i].v[g] = vset(0);
  if (p->ndensity == 1)
    leaf_adjoint(p, 1, v, s, f, d);
  else if (p->ndensity == 2)
    leaf_adjoint(p, 2, v, s, f, d);
  else
    leaf_adjoint(p, p->ndensity, v, s, f, d);
  backward(p, v, d);
}
