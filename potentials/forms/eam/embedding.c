/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/eam/embedding.h"

/* The hat max(0, 1 - |t|) and its first and second integral from -infinity. NaN stays NaN. */
static eam_curve hat(double t) {
  if (t <= -1) return (eam_curve){0, 0, 0};
  if (t >= 1) return (eam_curve){t, 1, 0};
  if (t < 0) {
    double u = 1 + t;
    return (eam_curve){u * u * u / 6, u * u / 2, u};
  }
  double u = 1 - t;
  return (eam_curve){t + u * u * u / 6, 1 - u * u / 2, u};
}

eam_curve dftfit_eam_embedding_basis(const eam_embedding *e, int k, double rho) {
  double h = e->step;
  eam_curve at = hat(rho / h - k), zero = hat(-(double)k), unit = hat(1 / h - k);
  return (eam_curve){h * h * (at.value - zero.value) - h * unit.slope * rho, h * (at.slope - unit.slope), at.curvature};
}

eam_curve dftfit_eam_embedding_at(const eam_embedding *e, const double *m, double rho) {
  eam_curve sum = {0, 0, 0};
  for (int k = 0; k < e->n; k++) {
    eam_curve b = dftfit_eam_embedding_basis(e, k, rho);
    sum.value += m[k] * b.value;
    sum.slope += m[k] * b.slope;
    sum.curvature += m[k] * b.curvature;
  }
  return sum;
}
