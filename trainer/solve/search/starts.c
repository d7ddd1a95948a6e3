/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "solve/search/nonlinear.h"
#include "solve/search/sobol.h"

/* Where bounds do not say how far to go: half of the value to either side. */
#define REACH 0.5

static void range_of(const problem *p, int j, double *low, double *high) {
  double centre = p->start ? p->start[j] : 0, size = centre != 0 ? fabs(centre) : 1 / p->prior[j];
  *low = p->lower[j];
  *high = p->upper[j];
  if (p->start_lower && p->start_lower[j] < p->start_upper[j]) {
    *low = fmax(*low, p->start_lower[j]);
    *high = fmin(*high, p->start_upper[j]);
    return;
  }
  if (isfinite(*low) && isfinite(*high)) return;
  *low = fmax(*low, centre - REACH * size);
  *high = fmin(*high, centre + REACH * size);
}

void nonlinear_start_point(const problem *p, uint64_t seed, int k, double *x) {
  sobol_dimension s;
  sobol_first(seed, &s);
  for (int j = 0; j < p->ncolumn; j++) x[j] = p->start ? p->start[j] : 0;
  for (int j = p->ncomposition; j < p->ncolumn && k > 0; j++) {
    double low, high;
    if (problem_is_linear(p) || p->linear_columns[j]) continue;
    range_of(p, j, &low, &high);
    x[j] = low + (high - low) * sobol_coordinate(&s, (uint32_t)k - 1);
    sobol_next(&s);
  }
}
