/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solve/linear/linear_solver.h"

/* Sigmas need no more digits than they mean: 2 % moves the fit far less than the choice of the data does. */
#define SIGMA_TOLERANCE 0.02
/* Least sigma, in units of the spread of the targets about the model without parameters: reached only where the form
 * reproduces the data exactly. */
#define SIGMA_FLOOR 1e-4

/** Sum of squares and number of rows of class c that the composition columns cannot explain. */
static dftfit_status spread(const linear_solver *s, int c, triangle_work *w, double *sum2, double *rows,
                            dftfit_error *err) {
  const triangles *t = s->t;
  triangle all;
  triangle_create(&all, t->n);
  *rows = *sum2 = 0;
  dftfit_status status = DFTFIT_OK;
  for (int f = 0; f < t->nfold && !status; f++) {
    triangle copy;
    status = triangle_copy(&copy, &t->part[f * TARGET_CLASSES + c], 1, err);
    if (!status) status = triangle_merge(&all, &copy, w, err);
    *rows += (double)t->rows[f * TARGET_CLASSES + c];
  }
  if (!status) status = triangle_complete(&all, w, err);
  for (int i = s->p->ncomposition; i < t->n && !status; i++) {
    double b = all.r[(size_t)(t->n - 1) * (size_t)t->n + (size_t)i];
    *sum2 += b * b;
  }
  triangle_destroy(&all);
  return status;
}

/** Rows a configuration of class c has on average; 0: none. */
static double rows_per_unit(const triangles *t, int c) {
  double rows = 0, units = 0;
  for (int f = 0; f < t->nfold; f++) {
    rows += (double)t->rows[f * TARGET_CLASSES + c];
    units += (double)t->nconfig[f * TARGET_CLASSES + c];
  }
  return units > 0 ? rows / units : 0;
}

static void set_balance(const linear_solver *s, const linear_options *o, linear_fit *f) {
  for (int c = 0; c < TARGET_CLASSES && s->p->balance; c++) f->balance[c] = c < TARGET_KINDS ? s->p->balance[c] : 1;
  if (s->p->balance) return;
  double most = rows_per_unit(s->t, TARGET_FORCE);
  bool forces = most > 0;
  for (int c = 0; c < TARGET_KINDS && !forces; c++) most = fmax(most, rows_per_unit(s->t, c));
  for (int c = 0; c < TARGET_CLASSES; c++) {
    double own = rows_per_unit(s->t, c);
    f->balance[c] = o->estimated[c] && own > 0 && most > 0 ? cbrt(most / own) : 1;
  }
}

/** The number that is printed, so that a user who writes it down gets the same fit. */
static double printed(double sigma) {
  char text[32];
  snprintf(text, sizeof text, "%.4g", sigma);
  return strtod(text, NULL);
}

dftfit_status start_sigmas(linear_solver *s, const linear_options *o, linear_fit *f, dftfit_error *err) {
  triangle_work w;
  DFTFIT_TRY(triangle_work_create(&w, s->t->n, err));
  dftfit_status status = DFTFIT_OK;
  set_balance(s, o, f);
  for (int c = 0; c < TARGET_CLASSES && !status; c++) {
    double sum2, rows;
    f->sigma[c] = o->sigma[c] > 0 ? o->sigma[c] : 1;
    if (!o->estimated[c]) continue;
    f->sigma[c] = 1;
    status = spread(s, c, &w, &sum2, &rows, err);
    if (!status && rows > 0 && sum2 > 0) f->sigma[c] = printed(sqrt(sum2 / rows));
    s->floor[c] = SIGMA_FLOOR * f->sigma[c];
  }
  triangle_work_destroy(&w);
  return status;
}

bool next_sigmas(linear_solver *s, const linear_options *o, linear_fit *f) {
  double next[TARGET_CLASSES];
  f->converged = true;
  for (int c = 0; c < TARGET_CLASSES; c++) {
    double sum = 0, rows = 0; /* of logarithms of the mean square of each fold */
    next[c] = f->sigma[c];
    for (int k = 0; k < f->nfold; k++) {
      double rss = s->rss[((size_t)k * (size_t)f->nlambda + (size_t)s->best) * TARGET_CLASSES + (size_t)c],
             m = (double)s->t->rows[k * TARGET_CLASSES + c];
      if (m > 0) sum += m * log(fmax(rss / m, DBL_MIN));
      rows += m;
    }
    if (!o->estimated[c] || rows == 0) continue;
    next[c] = printed(fmax(f->sigma[c] / f->balance[c] * exp(0.5 * sum / rows), s->floor[c]));
    if (fabs(log(next[c] / f->sigma[c])) > SIGMA_TOLERANCE) f->converged = false;
  }
  if (f->converged) return true;
  if (f->iterations == MAX_SIGMA_STEPS) return false; /* keep the sigmas that the solutions belong to */
  for (int c = 0; c < TARGET_CLASSES; c++) f->sigma[c] = next[c];
  return false;
}
