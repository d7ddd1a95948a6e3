/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/tersoff/angular.h"

#include <math.h>

#include "functions/spline.h"

static const int of_tersoff[] = {TERSOFF_GAMMA, TERSOFF_C, TERSOFF_D, TERSOFF_H};
static const int of_mod[] = {TERSOFF_H, TERSOFF_C1, TERSOFF_C2, TERSOFF_C3, TERSOFF_C4, TERSOFF_C5};

static const int of_spline[] = {
    TERSOFF_G,      TERSOFF_G + 1,  TERSOFF_G + 2,  TERSOFF_G + 3,  TERSOFF_G + 4,  TERSOFF_G + 5,  TERSOFF_G + 6,
    TERSOFF_G + 7,  TERSOFF_G + 8,  TERSOFF_G + 9,  TERSOFF_G + 10, TERSOFF_G + 11, TERSOFF_G + 12, TERSOFF_G + 13,
    TERSOFF_G + 14, TERSOFF_G + 15, TERSOFF_G + 16, TERSOFF_G + 17, TERSOFF_G + 18, TERSOFF_G + 19, TERSOFF_G + 20,
    TERSOFF_G + 21, TERSOFF_G + 22, TERSOFF_G + 23, TERSOFF_G + 24, TERSOFF_G + 25, TERSOFF_G + 26, TERSOFF_G + 27,
    TERSOFF_G + 28, TERSOFF_G + 29, TERSOFF_G + 30, TERSOFF_G + 31};
_Static_assert(sizeof of_spline / sizeof *of_spline == TERSOFF_MOST_KNOTS, "one number for every knot");

int dftfit_tersoff_angular_values(const tersoff_model *model, const int **values) {
  switch (model->angular) {
  case TERSOFF_ANGULAR_MOD:
    *values = of_mod;
    return sizeof of_mod / sizeof *of_mod;
  case TERSOFF_ANGULAR_SPLINE:
    *values = of_spline;
    return model->knots;
  default:
    *values = of_tersoff;
    return sizeof of_tersoff / sizeof *of_tersoff;
  }
}

/* Width of an interval of the cosine: cubic B-splines, of which the first and the last three reach over an end. */
static double interval(int knots) { return 2.0 / (knots - 3); }

/* The functions that are not zero at a cosine. */
static dftfit_spline_basis spline_at(int knots, double cosine) {
  dftfit_spline spline = dftfit_spline_create(-1, 1 + 3 * interval(knots), knots);
  return dftfit_spline_at(&spline, cosine);
}

static tersoff_value spline_value(const tersoff_model *model, const tersoff_entry *p, double cosine) {
  tersoff_value g = {0, 0};
  dftfit_spline_basis b = spline_at(model->knots, cosine);
  for (int k = 0; k < 4 && b.first + k < model->knots; k++) {
    g.value += p->v[TERSOFF_G + b.first + k] * b.value[k];
    g.slope += p->v[TERSOFF_G + b.first + k] * b.slope[k];
  }
  return g;
}

static void spline_derivatives(const tersoff_model *model, double cosine, tersoff_value *jet) {
  dftfit_spline_basis b = spline_at(model->knots, cosine);
  for (int k = 0; k < model->knots; k++) {
    int at = k - b.first;
    jet[k] = at >= 0 && at < 4 ? (tersoff_value){b.value[at], b.slope[at]} : (tersoff_value){0, 0};
  }
}

/* The local rule (8 f_k - f_k-1 - f_k+1)/6, exact for cubics (C. de Boor, G. J. Fix, J. Approx. Theory 8 (1973) 19),
 * where that is not below zero. */
void dftfit_tersoff_angular_to_spline(tersoff_angular_kind from, const tersoff_model *model, tersoff_entry *p) {
  const tersoff_model old = {.angular = from};
  const int *values, count = dftfit_tersoff_angular_values(&old, &values);
  const double h = interval(model->knots);
  double g[TERSOFF_MOST_KNOTS];
  for (int k = 0; k < model->knots; k++) {
    double middle = dftfit_tersoff_angular(&old, p, -1 + (k - 1) * h).value;
    double sides =
        dftfit_tersoff_angular(&old, p, -1 + (k - 2) * h).value + dftfit_tersoff_angular(&old, p, -1 + k * h).value;
    g[k] = p->v[TERSOFF_BETA] * fmax((8 * middle - sides) / 6, 0);
  }
  for (int i = 0; i < count; i++) p->v[values[i]] = 0;
  for (int k = 0; k < model->knots; k++) p->v[TERSOFF_G + k] = g[k];
  p->v[TERSOFF_BETA] = 1;
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

tersoff_value dftfit_tersoff_angular(const tersoff_model *model, const tersoff_entry *p, double cosine) {
  if (model->angular == TERSOFF_ANGULAR_SPLINE) return spline_value(model, p, cosine);
  if (model->angular == TERSOFF_ANGULAR_MOD) {
    mod_parts o = mod_at(p, cosine);
    return (tersoff_value){p->v[TERSOFF_C1] + p->v[TERSOFF_C2] * o.q, -2 * o.x * p->v[TERSOFF_C2] * o.slope};
  }
  double c2 = p->v[TERSOFF_C] * p->v[TERSOFF_C], d2 = p->v[TERSOFF_D] * p->v[TERSOFF_D];
  double x = p->v[TERSOFF_H] - cosine, inverse = 1 / (d2 + x * x), gamma = p->v[TERSOFF_GAMMA];
  /* c^2/d^2 - c^2/(d^2 + x^2) without the difference of two large numbers */
  double value = model->printed ? 1 + c2 / d2 - c2 / (d2 + x * x) : 1 + c2 / d2 * x * x * inverse;
  return (tersoff_value){gamma * value, -2 * gamma * c2 * x * inverse * inverse};
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

void dftfit_tersoff_angular_derivatives(const tersoff_model *model, const tersoff_entry *p, double cosine,
                                        tersoff_value jet[TERSOFF_ANGULAR_PARAMETERS]) {
  if (model->angular == TERSOFF_ANGULAR_SPLINE) {
    spline_derivatives(model, cosine, jet);
    return;
  }
  if (model->angular == TERSOFF_ANGULAR_MOD) {
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
