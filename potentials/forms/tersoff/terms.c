/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/tersoff/terms.h"

#include <float.h>
#include <math.h>

#include "functions/cutoff.h"

bool dftfit_tersoff_value_used(const tersoff_model *model, int value) {
  switch (value) {
  case TERSOFF_GAMMA:
  case TERSOFF_C:
  case TERSOFF_D:
    return model->angular == TERSOFF_ANGULAR_TERSOFF;
  case TERSOFF_ETA:
  case TERSOFF_C1:
  case TERSOFF_C2:
  case TERSOFF_C3:
  case TERSOFF_C4:
  case TERSOFF_C5:
  case TERSOFF_C0:
    return model->angular == TERSOFF_ANGULAR_MOD;
  case TERSOFF_Z_I:
  case TERSOFF_Z_J:
  case TERSOFF_ZBL_CUT:
  case TERSOFF_ZBL_SCALE:
    return model->core;
  case TERSOFF_H:
    return model->angular != TERSOFF_ANGULAR_SPLINE;
  default:
    return value < TERSOFF_G || (model->angular == TERSOFF_ANGULAR_SPLINE && value < TERSOFF_G + model->knots);
  }
}

int dftfit_tersoff_switch_power(tersoff_switch fade) {
  static const int power[TERSOFF_SWITCHES] = {[TERSOFF_SINE] = 2, [TERSOFF_QUINTIC] = 3, [TERSOFF_MURTY] = 4};
  return power[fade];
}

tersoff_value dftfit_tersoff_cutoff(const tersoff_model *model, const tersoff_entry *p, double r) {
  const double R = p->v[TERSOFF_R], D = p->v[TERSOFF_WIDTH];
  if (r <= R - D) return (tersoff_value){1, 0};
  if (r >= R + D) return (tersoff_value){0, 0};
  if (model->fade == TERSOFF_QUINTIC) {
    dftfit_switch s = dftfit_cutoff_quintic(r, R - D, R + D);
    return (tersoff_value){s.value, s.slope};
  }
  double x = M_PI_2 * (r - R) / D, sine = sin(x), cosine = cos(x);
  if (model->fade == TERSOFF_SINE) return (tersoff_value){0.5 * (1 - sine), -M_PI_4 / D * cosine};
  /* 1/2 - 9/16 sin x - 1/16 sin 3x */
  return (tersoff_value){0.25 * (1 - sine) * (1 - sine) * (2 + sine), -1.5 * M_PI_4 / D * cosine * cosine * cosine};
}

/* The exponent (lambda3 difference)^m, and whether exp of it is taken as it is. */
static bool exponent(const tersoff_entry *p, double difference, double *x) {
  *x = p->v[TERSOFF_LAMBDA3] * difference;
  if (p->v[TERSOFF_M] == 3) *x = *x * *x * *x;
  return fabs(*x) <= TERSOFF_LARGEST;
}

tersoff_value dftfit_tersoff_distance(const tersoff_entry *p, double difference) {
  double x, lambda3 = p->v[TERSOFF_LAMBDA3], rate = lambda3;
  bool inside = exponent(p, difference, &x);
  double e = inside ? exp(x) : x > 0 ? 1e30 : 0;
  if (p->v[TERSOFF_M] == 3) rate = 3 * lambda3 * lambda3 * lambda3 * difference * difference;
  return (tersoff_value){e, rate * e};
}

tersoff_value dftfit_tersoff_distance_derivative(const tersoff_entry *p, double difference) {
  double x, power = p->v[TERSOFF_M] == 3 ? difference * difference : 1;
  if (!exponent(p, difference, &x)) return (tersoff_value){0, 0};
  double e = exp(x);
  return (tersoff_value){power * difference * e, p->v[TERSOFF_M] * power * (1 + x) * e};
}

tersoff_value dftfit_tersoff_fermi(const tersoff_entry *p, double r) {
  const double scale = p->v[TERSOFF_ZBL_SCALE];
  double share = 1 / (1 + exp(-scale * (r - p->v[TERSOFF_ZBL_CUT])));
  return (tersoff_value){share, scale * share * (1 - share)};
}

/* What b and its derivatives are made of. t = beta zeta, u = 1 + t^eta. */
typedef struct bond_parts {
  double b;
  double share; /* t^eta / u, from 0 to 1 */
  double rest;  /* 1 / u                  */
  double log_t, log_u;
  double n, eta;
} bond_parts;

/* false: t^eta is zero in this arithmetic, b is 1 and all derivatives vanish. */
static bool bond_of(const tersoff_model *model, const tersoff_entry *p, double zeta, bond_parts *out) {
  double n = p->v[TERSOFF_N], eta = tersoff_inner_exponent(model, p), t = p->v[TERSOFF_BETA] * zeta;
  if (!(t > 0) || !(n > 0) || !(eta > 0)) return isnan(t);
  *out = (bond_parts){.log_t = log(t), .n = n, .eta = eta};
  if (eta * out->log_t < log(DBL_MIN)) return false;
  if (eta * out->log_t > -2 * log(DBL_EPSILON)) { /* 1 + t^eta is t^eta */
    out->share = 1;
    out->log_u = eta * out->log_t;
    out->b = eta == n ? 1 / sqrt(t) : exp(-out->log_u / (2 * n));
    return true;
  }
  double power = pow(t, eta);
  out->rest = 1 / (1 + power);
  out->share = power * out->rest;
  out->log_u = log1p(power);
  out->b = exp(-out->log_u / (2 * n));
  return true;
}

tersoff_value dftfit_tersoff_bond(const tersoff_model *model, const tersoff_entry *p, double zeta) {
  bond_parts o = {.b = NAN, .share = NAN, .n = 1, .eta = 1};
  if (!bond_of(model, p, zeta, &o)) return (tersoff_value){1, 0};
  return (tersoff_value){o.b, -0.5 * o.eta / o.n * o.b * o.share / zeta};
}

/* With b' = -(eta/2n) b share/zeta, every derivative of b' is b' times that of ln b + ln share + ln(eta/n). */
tersoff_bond_jet dftfit_tersoff_bond_derivatives(const tersoff_model *model, const tersoff_entry *p, double zeta) {
  bond_parts o = {.b = NAN, .share = NAN, .n = 1, .eta = 1};
  if (!bond_of(model, p, zeta, &o)) return (tersoff_bond_jet){0};
  const double ratio = o.eta / o.n, slope = -0.5 * ratio * o.b * o.share / zeta;
  double by_n = o.log_u / (2 * o.n * o.n), by_eta = -o.share * o.log_t / (2 * o.n); /* of ln b */
  double by_log_beta = -0.5 * ratio * o.share;
  tersoff_bond_jet jet = {
      .curvature = slope * (by_log_beta + o.eta * o.rest - 1),
      .n = {o.b * by_n, slope * (by_n - 1 / o.n)},
      .eta = {o.b * by_eta, slope * (by_eta + o.rest * o.log_t + 1 / o.eta)},
      .log_beta = {o.b * by_log_beta, slope * (by_log_beta + o.eta * o.rest)},
  };
  if (model->angular != TERSOFF_ANGULAR_MOD) {
    jet.n.value += jet.eta.value;
    jet.n.slope += jet.eta.slope;
  }
  return jet;
}
