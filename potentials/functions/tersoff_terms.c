/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/tersoff_terms.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "functions/cutoff.h"

tersoff_value tersoff_cutoff(tersoff_switch kind, const tersoff_entry *p, double r) {
  const double R = p->v[TERSOFF_R], D = p->v[TERSOFF_WIDTH];
  if (r <= R - D) return (tersoff_value){1, 0};
  if (r >= R + D) return (tersoff_value){0, 0};
  if (kind == TERSOFF_QUINTIC) {
    dftfit_switch s = dftfit_cutoff_quintic(r, R - D, R + D);
    return (tersoff_value){s.value, s.slope};
  }
  double x = M_PI_2 * (r - R) / D;
  return (tersoff_value){0.5 * (1 - sin(x)), -M_PI_4 / D * cos(x)};
}

tersoff_value tersoff_angular(const tersoff_entry *p, double cosine) {
  double c2 = p->v[TERSOFF_C] * p->v[TERSOFF_C], d2 = p->v[TERSOFF_D] * p->v[TERSOFF_D];
  double x = p->v[TERSOFF_H] - cosine, inverse = 1 / (d2 + x * x), gamma = p->v[TERSOFF_GAMMA];
  /* c^2/d^2 - c^2/(d^2 + x^2) without the difference of two large numbers */
  return (tersoff_value){gamma * (1 + c2 / d2 * x * x * inverse), -2 * gamma * c2 * x * inverse * inverse};
}

tersoff_angular_jet tersoff_angular_derivatives(const tersoff_entry *p, double cosine) {
  double c = p->v[TERSOFF_C], d = p->v[TERSOFF_D], gamma = p->v[TERSOFF_GAMMA], c2 = c * c, d2 = d * d;
  double x = p->v[TERSOFF_H] - cosine, x2 = x * x, inverse = 1 / (d2 + x2), square = inverse * inverse;
  return (tersoff_angular_jet){
      .gamma = {1 + c2 / d2 * x2 * inverse, -2 * c2 * x * square},
      .c = {2 * gamma * c / d2 * x2 * inverse, -4 * gamma * c * x * square},
      .d = {2 * gamma * c2 * d * (square - 1 / (d2 * d2)), 8 * gamma * c2 * x * d * square * inverse},
      .h = {2 * gamma * c2 * x * square, -2 * gamma * c2 * square * (1 - 4 * x2 * inverse)},
  };
}

/* The exponent (lambda3 difference)^m, and whether exp of it is taken as it is. */
static bool exponent(const tersoff_entry *p, double difference, double *x) {
  *x = p->v[TERSOFF_LAMBDA3] * difference;
  if (p->v[TERSOFF_M] == 3) *x = *x * *x * *x;
  return fabs(*x) <= TERSOFF_LARGEST;
}

tersoff_value tersoff_distance(const tersoff_entry *p, double difference) {
  double x, lambda3 = p->v[TERSOFF_LAMBDA3], rate = lambda3;
  bool inside = exponent(p, difference, &x);
  double e = inside ? exp(x) : x > 0 ? 1e30 : 0;
  if (p->v[TERSOFF_M] == 3) rate = 3 * lambda3 * lambda3 * lambda3 * difference * difference;
  return (tersoff_value){e, rate * e};
}

tersoff_value tersoff_distance_derivative(const tersoff_entry *p, double difference) {
  double x, lambda3 = p->v[TERSOFF_LAMBDA3];
  if (!exponent(p, difference, &x)) return (tersoff_value){0, 0};
  double e = exp(x);
  if (p->v[TERSOFF_M] == 1) return (tersoff_value){difference * e, (1 + x) * e};
  double square = lambda3 * lambda3 * difference * difference;
  return (tersoff_value){3 * square * difference * e, 9 * square * (1 + x) * e};
}

/* What b and its derivatives are made of. t = beta zeta, u = 1 + t^n. */
typedef struct bond_parts {
  double b;
  double share; /* t^n / u, from 0 to 1 */
  double rest;  /* 1 / u                */
  double log_t, log_u;
} bond_parts;

/* false: t^n is zero in this arithmetic, b is 1 and all derivatives vanish. */
static bool bond_of(const tersoff_entry *p, double zeta, bond_parts *out) {
  double n = p->v[TERSOFF_N], t = p->v[TERSOFF_BETA] * zeta;
  if (!(t > 0) || !(n > 0)) return isnan(t);
  out->log_t = log(t);
  if (n * out->log_t < log(DBL_MIN)) return false;
  if (n * out->log_t > -2 * log(DBL_EPSILON)) { /* 1 + t^n is t^n */
    *out = (bond_parts){.b = 1 / sqrt(t), .share = 1, .log_t = out->log_t, .log_u = n * out->log_t};
    return true;
  }
  double tn = pow(t, n);
  out->rest = 1 / (1 + tn);
  out->share = tn * out->rest;
  out->log_u = log1p(tn);
  out->b = exp(-out->log_u / (2 * n));
  return true;
}

tersoff_value tersoff_bond(const tersoff_entry *p, double zeta) {
  bond_parts o = {.b = NAN, .share = NAN};
  if (!bond_of(p, zeta, &o)) return (tersoff_value){1, 0};
  return (tersoff_value){o.b, -0.5 * o.b * o.share / zeta};
}

tersoff_bond_jet tersoff_bond_derivatives(const tersoff_entry *p, double zeta) {
  bond_parts o = {.b = NAN, .share = NAN};
  if (!bond_of(p, zeta, &o)) return (tersoff_bond_jet){0};
  double n = p->v[TERSOFF_N], slope = -0.5 * o.b * o.share / zeta;
  double by_n = o.b * (o.log_u / (2 * n * n) - o.share * o.log_t / (2 * n));
  return (tersoff_bond_jet){
      .curvature = -slope * (0.5 * o.share + 1 - n * o.rest),
      .n = {by_n, -0.5 * o.share / zeta * (by_n + o.b * o.rest * o.log_t)},
      .log_beta = {-0.5 * o.b * o.share, slope * (n * o.rest - 0.5 * o.share)},
  };
}
