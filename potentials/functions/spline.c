/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/spline.h"

dftfit_spline dftfit_spline_create(double inner, double outer, int n) {
  return (dftfit_spline){inner, outer, (outer - inner) / n, n};
}

dftfit_spline_basis dftfit_spline_at(const dftfit_spline *spline, double r) {
  dftfit_spline_basis b = {.first = spline->n - 1};
  if (r >= spline->outer) return b;
  /* the interval is counted from the outer end and u = 1 - t measured from there, so that what is left at outer is
   * exactly zero, not a rounding error */
  double w = 1 / spline->step, from_outer = (spline->outer - r) * w;
  int interval = spline->n - 1 - (int)from_outer;
  if (interval < 0) interval = 0;
  double u = from_outer - (spline->n - 1 - interval), beyond = 0;
  if (u > 1) { /* r < inner */
    beyond = (u - 1) * spline->step;
    u = 1;
  }
  double t = 1 - u;
  b.first = interval;
  b.value[0] = u * u * u / 6;
  b.value[1] = 2.0 / 3 - t * t * (2 - t) / 2;
  b.value[2] = 2.0 / 3 - u * u * (2 - u) / 2;
  b.value[3] = t * t * t / 6;
  b.slope[0] = -u * u / 2 * w;
  b.slope[1] = t * (1.5 * t - 2) * w;
  b.slope[2] = u * (2 - 1.5 * u) * w;
  b.slope[3] = t * t / 2 * w;
  b.curvature[0] = u * w * w;
  b.curvature[1] = (3 * t - 2) * w * w;
  b.curvature[2] = (3 * u - 2) * w * w;
  b.curvature[3] = t * w * w;
  if (beyond > 0)
    for (int k = 0; k < 4; k++) {
      b.value[k] += beyond * (0.5 * beyond * b.curvature[k] - b.slope[k]);
      b.slope[k] -= beyond * b.curvature[k];
    }
  return b;
}
