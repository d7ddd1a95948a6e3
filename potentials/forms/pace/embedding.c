/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/embedding.h"

#include <math.h>

#define LINEAR_BELOW 1e-10 /* |rho|, and distance of the exponent from 1: constants of the format */

/* (10): the power, made linear for |rho| below about 1/W */
static double finnis_sinclair(double m, double rho, double *slope) {
  const double W = 1e6;
  double a = fabs(rho), linear = pow(W, 1 - m);
  if (a <= LINEAR_BELOW) {
    *slope = linear;
    return linear * rho;
  }
  double cube = W * a * W * a * W * a, h = cube > 30 ? 0 : exp(-cube), power = pow(a, m);
  *slope = m * power / a * (1 - h) + 3 * cube / a * power * h + linear * h * (1 - 3 * cube);
  return copysign((1 - h) * power + linear * h * a, rho);
}

/* (11) */
static double shifted_scaled(double m, double rho, double *slope) {
  if (fabs(m - 1) < LINEAR_BELOW) {
    *slope = 1;
    return rho;
  }
  double a = fabs(rho), nu = 1 / m, x = pow(nu, nu / (1 - nu)) * exp(-a), z = pow(nu, 1 / (1 - nu)) * exp(-a);
  *slope = z + m * (1 - x) * pow(x + a, m - 1);
  return copysign(pow(x + a, m) - z, rho);
}

double dftfit_pace_embedding_at(const pace_embedding *e, const double *rho, double *slope) {
  double sum = 0;
  for (int p = 0; p < e->ndensity; p++) {
    double d;
    sum += e->weight[p] * (e->shifted_scaled ? shifted_scaled(e->exponent[p], rho[p], &d)
                                             : finnis_sinclair(e->exponent[p], rho[p], &d));
    slope[p] = e->weight[p] * d;
  }
  return sum;
}

bool dftfit_pace_embedding_linear(const pace_embedding *e) {
  for (int p = 0; p < e->ndensity; p++)
    if (e->exponent[p] != 1) return false;
  return true;
}

bool dftfit_pace_embedding_plain(const pace_embedding *e) {
  return e->ndensity == 1 && e->weight[0] == 1 && e->exponent[0] == 1;
}
