/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of forms/tersoff/kernels/body.h: the function of the angle in vectors; forms/tersoff/angular.h has the scalar one
 * and tells what a further one needs. `kind` is a constant wherever these are inlined (SPECIALISED), so that the loops
 * over angles hold one of them and no branch. */
#ifndef FORMS_TERSOFF_KERNELS_ANGULAR_H
#define FORMS_TERSOFF_KERNELS_ANGULAR_H

#define SPECIALISED static inline __attribute__((always_inline))

typedef struct angular_constants {
  double h;
  double gamma, ratio, d2;   /* of Tersoff's; ratio: gamma c^2/d^2 */
  double c1, c2, c3, c4, c5; /* of mod                             */
  const double *coefficient; /* of a spline                        */
  double inverse_step;
  int last; /* its last interval */
} angular_constants;

static angular_constants angular_constants_of(tersoff_angular_kind kind, const tersoff_model *model,
                                              const tersoff_entry *p) {
  const double *v = p->v;
  if (kind == TERSOFF_ANGULAR_SPLINE)
    return (angular_constants){
        .coefficient = &v[TERSOFF_G], .inverse_step = 0.5 * (model->knots - 3), .last = model->knots - 4};
  if (kind == TERSOFF_ANGULAR_MOD)
    return (angular_constants){.h = v[TERSOFF_H],
                               .c1 = v[TERSOFF_C1],
                               .c2 = v[TERSOFF_C2],
                               .c3 = v[TERSOFF_C3],
                               .c4 = v[TERSOFF_C4],
                               .c5 = v[TERSOFF_C5]};
  double c2 = v[TERSOFF_C] * v[TERSOFF_C], d2 = v[TERSOFF_D] * v[TERSOFF_D];
  return (angular_constants){
      .h = v[TERSOFF_H], .gamma = v[TERSOFF_GAMMA], .ratio = v[TERSOFF_GAMMA] * c2 / d2, .d2 = d2};
}

/* p[index of lane] */
#if SIMD_WIDTH == 2
static inline vec vat(const double *p, vec_int index) { return (vec){p[index[0]], p[index[1]]}; }
#elif SIMD_WIDTH == 4
static inline vec vat(const double *p, vec_int index) {
  return (vec){p[index[0]], p[index[1]], p[index[2]], p[index[3]]};
}
#endif

/* Four B-splines of every lane; rounding may have carried a cosine just beyond an end, and it may be no number. */
SPECIALISED vec angular_spline(const angular_constants *c, vec cosine, vec *slope) {
  vec at = (cosine + 1) * c->inverse_step, g[4], t, u;
  vec_int index = __builtin_convertvector(at, vec_int), first = {0}, last = first + c->last;
  index = vselect_int(index > first, vselect_int(index < last, index, last), first);
  t = at - __builtin_convertvector(index, vec);
  u = 1 - t;
  for (int k = 0; k < 4; k++) g[k] = vat(c->coefficient + k, index);
  *slope =
      c->inverse_step * (0.5 * (t * t * g[3] - u * u * g[0]) + t * (1.5 * t - 2) * g[1] + u * (2 - 1.5 * u) * g[2]);
  return (u * u * u * g[0] + t * t * t * g[3]) * (1.0 / 6) + (2.0 / 3 - 0.5 * t * t * (2 - t)) * g[1] +
         (2.0 / 3 - 0.5 * u * u * (2 - u)) * g[2];
}

/* g and its slope along the cosine. */
SPECIALISED vec angular(tersoff_angular_kind kind, const angular_constants *c, vec cosine, vec *slope) {
  if (kind == TERSOFF_ANGULAR_SPLINE) return angular_spline(c, cosine, slope);
  vec x = c->h - cosine, x2 = x * x;
  if (kind == TERSOFF_ANGULAR_MOD) {
    vec share = 1.0 / (c->c3 + x2), part = c->c2 * x2 * share, near = c->c4 * vexp(-c->c5 * x2), factor = 1 + near;
    *slope = -2 * x * (c->c2 * c->c3 * share * share * factor - c->c5 * part * near);
    return c->c1 + part * factor;
  }
  vec share = 1.0 / (c->d2 + x2);
  *slope = -2 * c->ratio * c->d2 * x * share * share;
  return c->gamma + c->ratio * x2 * share;
}

#endif
