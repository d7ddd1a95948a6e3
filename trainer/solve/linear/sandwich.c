/* SPDX-License-Identifier: BSD-3-Clause */
/* Standard deviations where rows are weighted by more than their errors say: H^-1 M H^-1 with H = A^T A + lambda
 * Gamma^2, M the covariance of A^T b. In the standard form of ridge.h H^-1 = P T^-1 T^-T P^T. */
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

#include "solve/linear/ridge.h"

/** K = R11^+ R12, column j: what composition takes up when parameter j changes. */
static void taken_up(const ridge *g, int j, double *k) {
  int nc = g->ncomposition;
  for (int i = 0; i < nc; i++) {
    k[i] = 0;
    for (int r = 0; r < g->rank; r++)
      k[i] += g->cvt[i * nc + r] * g->top[(size_t)j * (size_t)nc + (size_t)r] / g->cs[r];
  }
}

/** Rows [m] of the meat with composition projected out, in standard form, then those of the prior. */
static void fill(const ridge *g, double lambda, const triangle *meat, size_t m, double *k, double *x) {
  size_t n = (size_t)meat->n, nc = (size_t)g->ncomposition, p = (size_t)g->p;
  for (size_t j = 0; j < p; j++) {
    double *column = x + j * m;
    taken_up(g, (int)j, k);
    for (size_t i = 0; i < n; i++) {
      column[i] = meat->r[(nc + j) * (size_t)meat->capacity + i];
      for (size_t c = 0; c < nc; c++) column[i] -= k[c] * meat->r[c * (size_t)meat->capacity + i];
      column[i] /= g->gamma[j];
    }
    for (size_t i = 0; i < p; i++) column[n + i] = i == j ? sqrt(lambda) : 0;
  }
}

/** x <- x T^-1 T^-T, T the bidiagonal triangle with d and e. */
static void divide(size_t m, size_t p, const double *d, const double *e, double *x) {
  for (size_t j = 0; j < p; j++)
    for (size_t i = 0; i < m; i++) x[j * m + i] = (x[j * m + i] - (j ? e[j - 1] * x[(j - 1) * m + i] : 0)) / d[j];
  for (size_t j = p; j-- > 0;)
    for (size_t i = 0; i < m; i++) x[j * m + i] = (x[j * m + i] - (j + 1 < p ? e[j] * x[(j + 1) * m + i] : 0)) / d[j];
}

dftfit_status ridge_sandwich(const ridge *g, double lambda, const triangle *meat, double *deviation,
                             dftfit_error *err) {
  size_t p = (size_t)g->p, m = (size_t)meat->n + p;
  double *x = aligned_doubles(m * p), *d = aligned_doubles(p), *e = aligned_doubles(p), *y = aligned_doubles(p);
  double *k = aligned_doubles((size_t)g->ncomposition + 1);
  int info = 0;
  bool memory = x && d && e && y && k, good = memory && ridge_rotate(g, lambda, d, e, y);
  if (good) {
    fill(g, lambda, meat, m, k, x);
    info = LAPACKE_dormbr(LAPACK_COL_MAJOR, 'P', 'R', 'N', (int)m, g->p, g->p, g->a, g->m, g->taup, x, (int)m);
    divide(m, p, d, e, x);
    if (!info)
      info = LAPACKE_dormbr(LAPACK_COL_MAJOR, 'P', 'R', 'T', (int)m, g->p, g->p, g->a, g->m, g->taup, x, (int)m);
    for (size_t j = 0; j < p; j++) {
      double sum = 0;
      for (size_t i = 0; i < m; i++) sum += x[j * m + i] * x[j * m + i];
      deviation[j] = sqrt(sum) / g->gamma[j];
    }
  }
  free(x);
  free(d);
  free(e);
  free(y);
  free(k);
  if (!memory) return dftfit_no_memory(err, "deviations of %d parameters", g->p);
  DFTFIT_FAIL_IF(!good, err, DFTFIT_ERR_NUMERIC, "the data do not determine all parameters at lambda %g", lambda);
  DFTFIT_FAIL_IF(info, err, DFTFIT_ERR_NUMERIC, "LAPACK's dormbr returned %d", info);
  return DFTFIT_OK;
}
