/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/tersoff_angular.h"

#include <math.h>

static const int of_tersoff[] = {TERSOFF_GAMMA, TERSOFF_C, TERSOFF_D, TERSOFF_H};
static const int of_mod[] = {TERSOFF_H, TERSOFF_C1, TERSOFF_C2, TERSOFF_C3, TERSOFF_C4, TERSOFF_C5};

int tersoff_angular_values(tersoff_angular_kind kind, const int **values) {
  *values = kind == TERSOFF_ANGULAR_MOD ? of_mod : of_tersoff;
  return kind == TERSOFF_ANGULAR_MOD ? sizeof of_mod / sizeof *of_mod : sizeof of_tersoff / sizeof *of_tersoff;
}

/* g = c1 + c2 q(x^2), x = h - cosine, q(t) = t s a, s = 1/(c3 + t), a = 1 + c4 exp(-c5 t). */
typedef struct mod_parts {
  double x, t, s, e, a; /* e: exp(-c5 t)                   */
  double q, slope;      /* q and its derivative along t    */
} mod_parts;

static mod_parts mod_at(const tersoff_entry *p, double cosine) {
  const double c3 = p->v[TERSOFF_C3], c4 = p->v[TERSOFF_C4], c5 = p->v[TERSOFF_C5];
  double x = p->v[TERSOFF_H] - cosine, t = x * x, s = 1 / (c3 + t), e = exp(-c5 * t), a = 1 + c4 * e;
  return (mod_parts){x, t, s, e, a, t * s * a, c3 * s * s * a - t * s * c4 * c5 * e};
}

tersoff_value tersoff_angular(tersoff_angular_kind kind, const tersoff_entry *p, double cosine) {
  if (kind == TERSOFF_ANGULAR_MOD) {
    mod_parts o = mod_at(p, cosine);
    return (tersoff_value){p->v[TERSOFF_C1] + p->v[TERSOFF_C2] * o.q, -2 * o.x * p->v[TERSOFF_C2] * o.slope};
  }
  double c2 = p->v[TERSOFF_C] * p->v[TERSOFF_C], d2 = p->v[TERSOFF_D] * p->v[TERSOFF_D];
  double x = p->v[TERSOFF_H] - cosine, inverse = 1 / (d2 + x * x), gamma = p->v[TERSOFF_GAMMA];
  /* c^2/d^2 - c^2/(d^2 + x^2) without the difference of two large numbers */
  return (tersoff_value){gamma * (1 + c2 / d2 * x * x * inverse), -2 * gamma * c2 * x * inverse * inverse};
}

static void mod_derivatives(const tersoff_entry *p, double cosine, tersoff_value *jet) {
  const double c2 = p->v[TERSOFF_C2], c3 = p->v[TERSOFF_C3], c4 = p->v[TERSOFF_C4], c5 = p->v[TERSOFF_C5];
  const mod_parts o = mod_at(p, cosine);
  const double t = o.t, s = o.s, e = o.e, a = o.a, by_x = -2 * o.x;
  double curvature = -2 * c3 * s * s * (s * a + c4 * c5 * e) + t * s * c4 * c5 * c5 * e; /* of q */
  jet[0] = (tersoff_value){2 * o.x * c2 * o.slope, -2 * c2 * (o.slope + 2 * t * curvature)};
  jet[1] = (tersoff_value){1, 0};
  jet[2] = (tersoff_value){o.q, by_x * o.slope};
  jet[3] = (tersoff_value){-c2 * t * s * s * a, by_x * c2 * s * s * (a * (1 - 2 * c3 * s) + t * c4 * c5 * e)};
  jet[4] = (tersoff_value){c2 * t * s * e, by_x * c2 * s * e * (c3 * s - c5 * t)};
  jet[5] = (tersoff_value){-c2 * c4 * t * t * s * e, -by_x * c2 * c4 * t * e * s * (c3 * s + 1 - c5 * t)};
}

void tersoff_angular_derivatives(tersoff_angular_kind kind, const tersoff_entry *p, double cosine,
                                 tersoff_value jet[TERSOFF_ANGULAR_PARAMETERS]) {
  if (kind == TERSOFF_ANGULAR_MOD) {
    mod_derivatives(p, cosine, jet);
    return;
  }
  double c = p->v[TERSOFF_C], d = p->v[TERSOFF_D], gamma = p->v[TERSOFF_GAMMA], c2 = c * c, d2 = d * d;
  double x = p->v[TERSOFF_H] - cosine, x2 = x * x, inverse = 1 / (d2 + x2), square = inverse * inverse;
  jet[0] = (tersoff_value){1 + c2 / d2 * x2 * inverse, -2 * c2 * x * square};
  jet[1] = (tersoff_value){2 * gamma * c / d2 * x2 * inverse, -4 * gamma * c * x * square};
  jet[2] = (tersoff_value){2 * gamma * c2 * d * (square - 1 / (d2 * d2)), 8 * gamma * c2 * x * d * square * inverse};
  jet[3] = (tersoff_value){2 * gamma * c2 * x * square, -2 * gamma * c2 * square * (1 - 4 * x2 * inverse)};
}
