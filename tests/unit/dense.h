/* SPDX-License-Identifier: BSD-3-Clause */
/** Dense reference for the solver's tests: a random least-squares problem kept whole, and normal equations solved by
 *  Cholesky, which are accurate enough at the small condition numbers used here and share no code with the solver. */
#ifndef TESTS_UNIT_DENSE_H
#define TESTS_UNIT_DENSE_H

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "cmocka_all.h"
#include "problem.h"

enum { DENSE_ROWS = 40 }; /* of a leaf */

typedef struct dense {
  problem problem;
  int nrow, ncolumn;
  double *a, *b;     /* [nrow][ncolumn], [nrow]: rows of all leaves */
  int *fold, *which; /* [nrow]                                      */
  int *leaf_fold;
  double *leaf_cost, *prior, *bound;
} dense;

static dftfit_status dense_eval(void *self, int leaf, const double *theta, const row_consumer *consumer,
                                dftfit_error *err) {
  const dense *d = self;
  (void)theta;
  for (int c = 0; c < TARGET_CLASSES; c++) {
    double *rows = malloc((size_t)DENSE_ROWS * (size_t)(d->ncolumn + 1) * sizeof *rows);
    int n = 0;
    for (int i = leaf * DENSE_ROWS; i < (leaf + 1) * DENSE_ROWS; i++) {
      if (d->which[i] != c) continue;
      for (int j = 0; j < d->ncolumn; j++) rows[j * DENSE_ROWS + n] = d->a[i * d->ncolumn + j];
      rows[d->ncolumn * DENSE_ROWS + n++] = d->b[i];
    }
    dftfit_status status = n ? consumer->take(consumer->self, (target_class)c, n, rows, DENSE_ROWS, err) : DFTFIT_OK;
    free(rows);
    if (status) return status;
  }
  return DFTFIT_OK;
}

/** nleaf leaves over nfold folds; composition columns are set in energy rows only, with the given rank. */
static dense *dense_create(int ncomposition, int composition_rank, int p, int nfold, int nleaf) {
  dense *d = calloc(1, sizeof *d);
  int n = ncomposition + p;
  uint64_t k = 0;
  d->nrow = nleaf * DENSE_ROWS;
  d->ncolumn = n;
  d->a = calloc((size_t)(d->nrow * n), sizeof(double));
  d->b = calloc((size_t)d->nrow, sizeof(double));
  d->fold = calloc((size_t)d->nrow, sizeof(int));
  d->which = calloc((size_t)d->nrow, sizeof(int));
  d->leaf_fold = calloc((size_t)nleaf, sizeof(int));
  d->leaf_cost = calloc((size_t)nleaf, sizeof(double));
  d->prior = calloc((size_t)n, sizeof(double));
  for (int l = 0; l < nleaf; l++) {
    d->leaf_fold[l] = l * nfold / nleaf;
    d->leaf_cost[l] = 1 + random_uniform(5, 0, (uint64_t)l);
  }
  for (int j = 0; j < p; j++) d->prior[ncomposition + j] = 0.5 + random_uniform(6, 0, (uint64_t)j);
  for (int i = 0; i < d->nrow; i++) {
    d->fold[i] = d->leaf_fold[i / DENSE_ROWS];
    d->which[i] = i % 5 == 0 ? TARGET_ENERGY : i % 5 == 4 ? TARGET_STRESS : TARGET_FORCE;
    for (int j = 0; j < n; j++) d->a[i * n + j] = j < ncomposition ? 0 : random_uniform(7, 0, k++) - 0.5;
    for (int j = 0; j < ncomposition && d->which[i] == TARGET_ENERGY; j++)
      d->a[i * n + j] = composition_rank == ncomposition ? random_uniform(8, 0, k++) : (1.0 + j) / ncomposition;
    d->b[i] = 2 * random_uniform(9, 0, k++) - 1 + (d->which[i] == TARGET_ENERGY ? 3 : 0);
  }
  d->problem = (problem){.ncolumn = n,
                         .ncomposition = ncomposition,
                         .prior = d->prior,
                         .nfold = nfold,
                         .nleaf = nleaf,
                         .leaf_fold = d->leaf_fold,
                         .leaf_cost = d->leaf_cost,
                         .self = d,
                         .eval = dense_eval};
  return d;
}

static void dense_destroy(dense *d) {
  free(d->a);
  free(d->b);
  free(d->fold);
  free(d->which);
  free(d->leaf_fold);
  free(d->leaf_cost);
  free(d->prior);
  free(d);
}

/** Cholesky factor of the symmetric n x n matrix s, lower, in place. */
static void cholesky(int n, double *s) {
  for (int j = 0; j < n; j++)
    for (int i = j; i < n; i++) {
      double sum = s[i * n + j];
      for (int k = 0; k < j; k++) sum -= s[i * n + k] * s[j * n + k];
      if (i == j) assert_true(sum > 0);
      s[i * n + j] = i == j ? sqrt(sum) : sum / s[j * n + j];
    }
}

static void cholesky_solve(int n, const double *l, double *x) {
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < i; k++) x[i] -= l[i * n + k] * x[k];
    x[i] /= l[i * n + i];
  }
  for (int i = n - 1; i >= 0; i--) {
    for (int k = i + 1; k < n; k++) x[i] -= l[k * n + i] * x[k];
    x[i] /= l[i * n + i];
  }
}

static inline double cholesky_log_det(int n, const double *l) {
  double sum = 0;
  for (int i = 0; i < n; i++) sum += 2 * log(l[i * n + i]);
  return sum;
}

/** A^T W A + lambda Gamma^2 (tiny: on the composition columns, for the solution of least norm) and A^T W b over the
 *  rows that are not of fold left_out. factor [TARGET_CLASSES] multiplies rows. */
static void dense_normal(const dense *d, double lambda, double tiny, int left_out, const double *factor, double *s,
                         double *x) {
  int n = d->ncolumn;
  memset(s, 0, (size_t)(n * n) * sizeof *s);
  memset(x, 0, (size_t)n * sizeof *x);
  for (int i = 0; i < d->nrow; i++) {
    if (d->fold[i] == left_out) continue;
    double w = factor[d->which[i]] * factor[d->which[i]];
    for (int j = 0; j < n; j++) {
      x[j] += w * d->a[i * n + j] * d->b[i];
      for (int k = 0; k < n; k++) s[j * n + k] += w * d->a[i * n + j] * d->a[i * n + k];
    }
  }
  for (int j = 0; j < n; j++) s[j * n + j] += j < d->problem.ncomposition ? tiny : lambda * d->prior[j] * d->prior[j];
}

static inline void dense_solve(const dense *d, double lambda, double tiny, int left_out, const double *factor,
                               double *x) {
  double *s = malloc((size_t)(d->ncolumn * d->ncolumn) * sizeof *s);
  dense_normal(d, lambda, tiny, left_out, factor, s, x);
  cholesky(d->ncolumn, s);
  cholesky_solve(d->ncolumn, s, x);
  free(s);
}

/** Residual sum of squares of fold f (-1: all rows) and class c (-1: all). */
static inline double dense_rss(const dense *d, int f, int c, const double *factor, const double *x) {
  double sum = 0;
  for (int i = 0; i < d->nrow; i++) {
    if ((f >= 0 && d->fold[i] != f) || (c >= 0 && d->which[i] != c)) continue;
    double r = -d->b[i];
    for (int j = 0; j < d->ncolumn; j++) r += d->a[i * d->ncolumn + j] * x[j];
    sum += r * r * factor[d->which[i]] * factor[d->which[i]];
  }
  return sum;
}

#endif
