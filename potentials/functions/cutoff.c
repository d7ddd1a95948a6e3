/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/cutoff.h"

dftfit_switch dftfit_cutoff_quintic(double r, double inner, double outer) {
  if (r <= inner) return (dftfit_switch){1, 0, 0};
  if (r >= outer) return (dftfit_switch){0, 0, 0};
  double width = 1 / (outer - inner);
  /* y = 1 - x rather than x: exact near the outer end, where the value is small: 1 - s(x) = s(1 - x) */
  double y = (outer - r) * width, x = 1 - y;
  return (dftfit_switch){
      .value = y * y * y * (10 - 15 * y + 6 * y * y),
      .slope = -30 * y * y * x * x * width,
      .curvature = -60 * y * x * (y - x) * width * width,
  };
}
