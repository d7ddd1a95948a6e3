/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/prior.h"

#include <math.h>

/* A function that the data hardly see is not freed for that: least f/f_mean. */
#define LEAST_FORCE 0.01

void prior_by_forces(design *d, double power) {
  const problem *p = &d->problem;
  const double *force2 = d->force2;
  double mean = 0; /* of the logarithms */
  int n = 0;
  for (int k = p->ncomposition; k < p->ncolumn && power > 0; k++)
    if (force2[k] > 0) mean += log(force2[k]), n++;
  if (n) mean /= n;
  for (int k = p->ncomposition; k < p->ncolumn && n; k++)
    if (force2[k] > 0) d->prior[k] *= pow(fmax(sqrt(force2[k] / exp(mean)), LEAST_FORCE), power);
}
