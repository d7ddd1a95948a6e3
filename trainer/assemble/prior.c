/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/prior.h"

#include <math.h>

/* A function that the data hardly see is not freed for that: least f/f_mean. */
#define LEAST_FORCE 0.01

/* Sum of squares of a column over the rows of forces; reflections have left it as it was. */
static double force2(const triangles *t, int column) {
  double sum = 0;
  for (int f = 0; f < t->nfold; f++) {
    const triangle *a = &t->part[f * TARGET_CLASSES + TARGET_FORCE];
    for (int i = 0; i < a->nrow; i++) {
      double r = a->r[(size_t)column * (size_t)a->capacity + (size_t)i];
      sum += r * r;
    }
  }
  return sum;
}

void prior_by_forces(design *d, const triangles *t, double power) {
  const problem *p = &d->problem;
  double mean = 0; /* of the logarithms */
  int n = 0;
  for (int k = p->ncomposition; k < p->ncolumn && power > 0; k++) {
    double sum = force2(t, k);
    if (sum > 0) mean += log(sum), n++;
  }
  if (n) mean /= n;
  for (int k = p->ncomposition; k < p->ncolumn && n; k++) {
    double sum = force2(t, k);
    if (sum > 0) d->prior[k] *= pow(fmax(sqrt(sum / exp(mean)), LEAST_FORCE), power);
  }
}
