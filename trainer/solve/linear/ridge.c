/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/ridge.h"

#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SQUARE(x) ((x) * (x))

static dftfit_status no_memory(const ridge *g, dftfit_error *err) {
  return dftfit_no_memory(err, "a system of %d parameters", g->p);
}

static dftfit_status lapack_check(const char *routine, int info, dftfit_error *err) {
  return info ? dftfit_fail(err, DFTFIT_ERR_NUMERIC, "LAPACK's %s returned %d", routine, info) : DFTFIT_OK;
}

static dftfit_status allocate(ridge *g, dftfit_error *err) {
  size_t p = (size_t)g->p, nc = (size_t)g->ncomposition, m = p + nc;
  g->a = aligned_doubles(m * p);
  g->d = aligned_doubles(p);
  g->e = aligned_doubles(p);
  g->tauq = aligned_doubles(p);
  g->taup = aligned_doubles(p);
  g->beta = aligned_doubles(m);
  g->singular = aligned_doubles(p);
  g->top = aligned_doubles(nc * (p + 1) + 1);
  g->cs = aligned_doubles(nc + 1);
  g->cvt = aligned_doubles(nc * nc + 1);
  bool all = g->a && g->d && g->e && g->tauq && g->taup && g->beta && g->singular && g->top && g->cs && g->cvt;
  return all ? DFTFIT_OK : no_memory(g, err);
}

void ridge_destroy(ridge *g) {
  double **arrays[] = {&g->a, &g->d, &g->e, &g->tauq, &g->taup, &g->beta, &g->singular, &g->top, &g->cs, &g->cvt};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
    free(*arrays[i]);
    *arrays[i] = NULL;
  }
}

/** Step 1, the composition block: SVD, its rank, top = U^T (R12, b1). */
static dftfit_status eliminate_composition(ridge *g, const triangle *r, dftfit_error *err) {
  int nc = g->ncomposition, n = r->n;
  if (nc == 0) return DFTFIT_OK;
  size_t square = (size_t)nc * (size_t)nc;
  double *block = aligned_doubles(square), *u = aligned_doubles(square), *superb = aligned_doubles((size_t)nc);
  dftfit_status status = block && u && superb ? DFTFIT_OK : no_memory(g, err);
  if (!status) {
    for (int j = 0; j < nc; j++) memcpy(block + j * nc, r->r + (size_t)j * (size_t)n, (size_t)nc * sizeof(double));
    int info = LAPACKE_dgesvd(LAPACK_COL_MAJOR, 'A', 'A', nc, nc, block, nc, g->cs, u, nc, g->cvt, nc, superb);
    status = lapack_check("dgesvd", info, err);
  }
  if (!status) {
    /* entries are fractions of an element over sigma: below the square root of the precision two compositions are one
     */
    while (g->rank < nc && g->cs[g->rank] > sqrt(DBL_EPSILON) * g->cs[0] && g->cs[g->rank] > 0) g->rank++;
    for (int j = 0; j <= g->p; j++)
      for (int i = 0; i < nc; i++) {
        double sum = 0;
        for (int k = 0; k < nc; k++) sum += u[i * nc + k] * r->r[(size_t)(nc + j) * (size_t)n + (size_t)k];
        g->top[(size_t)j * (size_t)nc + (size_t)i] = sum;
      }
  }
  free(block);
  free(u);
  free(superb);
  return status;
}

/** Step 2: the projected problem in standard form, with the rows that composition leaves over at its end. */
static void standard_form(ridge *g, const triangle *r) {
  int p = g->p, nc = g->ncomposition, n = r->n;
  g->m = p + nc - g->rank;
  for (int j = 0; j <= p; j++) {
    const double *from = r->r + (size_t)(nc + j) * (size_t)n + (size_t)nc, *top = g->top + (size_t)j * (size_t)nc;
    double *to = j < p ? g->a + (size_t)j * (size_t)g->m : g->beta, scale = j < p ? 1 / g->gamma[j] : 1;
    for (int i = 0; i < p; i++) to[i] = scale * from[i];
    for (int i = g->rank; i < nc; i++) to[p + i - g->rank] = scale * top[i];
  }
  g->rest2 = SQUARE(r->r[(size_t)(n - 1) * (size_t)n + (size_t)(n - 1)]);
}

/** Step 3. */
static dftfit_status bidiagonalise(ridge *g, dftfit_error *err) {
  int p = g->p, m = g->m;
  DFTFIT_TRY(
      lapack_check("dgebrd", LAPACKE_dgebrd(LAPACK_COL_MAJOR, m, p, g->a, m, g->d, g->e, g->tauq, g->taup), err));
  int info = LAPACKE_dormbr(LAPACK_COL_MAJOR, 'Q', 'L', 'T', m, 1, p, g->a, m, g->tauq, g->beta, m);
  DFTFIT_TRY(lapack_check("dormbr", info, err));
  for (int i = p; i < m; i++) g->rest2 += SQUARE(g->beta[i]);
  double *e = aligned_doubles((size_t)p);
  if (!e) return no_memory(g, err);
  memcpy(g->singular, g->d, (size_t)p * sizeof(double));
  if (p > 1) memcpy(e, g->e, (size_t)(p - 1) * sizeof(double));
  info = LAPACKE_dbdsqr(LAPACK_COL_MAJOR, 'U', p, 0, 0, 0, g->singular, e, NULL, 1, NULL, 1, NULL, 1);
  free(e);
  return lapack_check("dbdsqr", info, err);
}

dftfit_status ridge_create(ridge *g, triangle *system, int ncomposition, const double *prior, dftfit_error *err) {
  *g = (ridge){.p = system->n - 1 - ncomposition, .ncomposition = ncomposition, .gamma = prior + ncomposition};
  dftfit_status status = DFTFIT_OK;
  for (int k = 0; k < g->p && !status; k++)
    if (!(g->gamma[k] > 0))
      status = dftfit_fail(err, DFTFIT_ERR_VALUE, "the prior weight of parameter %d is %g; it must be positive", k,
                           g->gamma[k]);
  if (!status) status = allocate(g, err);
  if (!status) status = eliminate_composition(g, system, err);
  if (!status) standard_form(g, system);
  triangle_destroy(system);
  if (!status) status = bidiagonalise(g, err);
  if (status) ridge_destroy(g);
  return status;
}

bool ridge_rotate(const ridge *g, double lambda, double *d, double *e, double *y) {
  double mu = sqrt(lambda), row = mu, rhs = 0; /* the penalty row of column i, with what was rotated into it */
  double tiny = g->singular[0] * DBL_EPSILON * g->p;
  for (int i = 0; i < g->p; i++) {
    double length = hypot(g->d[i], row), c, s;
    if (!(length > 0)) return false;
    c = g->d[i] / length;
    s = row / length;
    d[i] = length;
    y[i] = c * g->beta[i] + s * rhs;
    rhs = c * rhs - s * g->beta[i];
    if (i + 1 == g->p) break;
    e[i] = c * g->e[i];
    double fill = -s * g->e[i];
    row = hypot(mu, fill);
    rhs = row > 0 ? rhs * fill / row : 0;
  }
  return g->singular[g->p - 1] > tiny || mu > tiny;
}

static void substitute_back(int p, const double *d, const double *e, double *y) {
  for (int i = p - 1; i >= 0; i--) y[i] = (y[i] - (i + 1 < p ? e[i] * y[i + 1] : 0)) / d[i];
}

static ridge_fit measure(const ridge *g, const double *y) {
  ridge_fit fit = {g->rest2, 0};
  for (int i = 0; i < g->p; i++) {
    double r = g->d[i] * y[i] + (i + 1 < g->p ? g->e[i] * y[i + 1] : 0) - g->beta[i];
    fit.residual2 += r * r;
    fit.penalty2 += y[i] * y[i];
  }
  return fit;
}

/** Step 5: the composition part of x from its parameters. */
static void solve_composition(const ridge *g, double *x) {
  int nc = g->ncomposition;
  for (int i = 0; i < nc; i++) x[i] = 0;
  for (int k = 0; k < g->rank; k++) {
    double rest = g->top[(size_t)g->p * (size_t)nc + (size_t)k];
    for (int j = 0; j < g->p; j++) rest -= g->top[(size_t)j * (size_t)nc + (size_t)k] * x[nc + j];
    for (int i = 0; i < nc; i++) x[i] += g->cvt[i * nc + k] * rest / g->cs[k];
  }
}

dftfit_status ridge_solve(const ridge *g, int nlambda, const double *lambda, double *x, ridge_fit *fit,
                          dftfit_error *err) {
  int p = g->p, nc = g->ncomposition;
  size_t ncolumn = (size_t)(p + nc);
  double *d = aligned_doubles((size_t)p), *e = aligned_doubles((size_t)p);
  dftfit_status status = d && e ? DFTFIT_OK : no_memory(g, err);
  for (int l = 0; l < nlambda && !status; l++) {
    double *y = x + (size_t)l * ncolumn + nc;
    if (!ridge_rotate(g, lambda[l], d, e, y)) {
      status = dftfit_fail(err, DFTFIT_ERR_NUMERIC,
                           "the data do not determine all %d parameters: lambda %g should be larger", p, lambda[l]);
      break;
    }
    substitute_back(p, d, e, y);
    fit[l] = measure(g, y);
  }
  free(d);
  free(e);
  if (status) return status;
  int info = LAPACKE_dormbr(LAPACK_COL_MAJOR, 'P', 'L', 'N', p, nlambda, p, g->a, g->m, g->taup, x + nc, (int)ncolumn);
  DFTFIT_TRY(lapack_check("dormbr", info, err));
  for (int l = 0; l < nlambda; l++) {
    double *theta = x + (size_t)l * ncolumn + nc;
    for (int j = 0; j < p; j++) theta[j] /= g->gamma[j];
    solve_composition(g, theta - nc);
  }
  return DFTFIT_OK;
}

double ridge_degrees_of_freedom(const ridge *g, double lambda) {
  double sum = 0;
  for (int i = 0; i < g->p; i++) {
    double s2 = SQUARE(g->singular[i]);
    if (s2 > 0) sum += s2 / (s2 + lambda);
  }
  return sum;
}

double ridge_log_evidence(const ridge *g, double lambda, ridge_fit fit, double nrow) {
  double log_det = 0;
  for (int i = 0; i < g->p; i++) log_det += log1p(SQUARE(g->singular[i]) / lambda);
  for (int i = 0; i < g->rank; i++) log_det += 2 * log(g->cs[i]);
  return -0.5 * (fit.residual2 + lambda * fit.penalty2 + log_det + (nrow - g->rank) * log(2 * M_PI));
}

void ridge_lambda_path(const ridge *g, double beyond, int n, double *lambda) {
  double high = SQUARE(g->singular[0]), low = SQUARE(g->singular[g->p - 1]);
  /* a singular value that is smaller than this owes much to the rounding errors of the triangle */
  double least = high * DBL_EPSILON;
  if (!(high > 0)) high = least = 1;
  if (low < least) low = least;
  low *= beyond;
  if (low > high * sqrt(DBL_EPSILON)) low = high * sqrt(DBL_EPSILON); /* a well-determined problem */
  for (int i = 0; i < n; i++) lambda[i] = high * pow(low / high, n > 1 ? (double)i / (n - 1) : 0);
}

dftfit_status ridge_inverse_factor(const ridge *g, double lambda, double *w, dftfit_error *err) {
  int p = g->p;
  size_t np = (size_t)p;
  double *d = aligned_doubles(np), *e = aligned_doubles(np), *y = aligned_doubles(np);
  dftfit_status status = d && e && y ? DFTFIT_OK : no_memory(g, err);
  if (!status && !ridge_rotate(g, lambda, d, e, y))
    status = dftfit_fail(err, DFTFIT_ERR_NUMERIC, "the data do not determine all parameters at lambda %g", lambda);
  if (!status) { /* columns of P T^-1, T the bidiagonal triangle of (B; sqrt(lambda) I) */
    for (size_t j = 0; j < np; j++) {
      double *column = w + j * np;
      for (size_t i = 0; i < np; i++) column[i] = i == j;
      column[j] /= d[j];
      for (size_t i = j; i-- > 0;) column[i] = -e[i] * column[i + 1] / d[i];
    }
    status = lapack_check("dormbr", LAPACKE_dormbr(LAPACK_COL_MAJOR, 'P', 'L', 'N', p, p, p, g->a, g->m, g->taup, w, p),
                          err);
  }
  free(d);
  free(e);
  free(y);
  return status;
}

dftfit_status ridge_standard_deviations(const ridge *g, double lambda, double *deviation, dftfit_error *err) {
  size_t np = (size_t)g->p;
  double *w = aligned_doubles(np * np);
  dftfit_status status = w ? ridge_inverse_factor(g, lambda, w, err) : no_memory(g, err);
  if (!status) {
    for (size_t i = 0; i < np; i++) deviation[i] = 0;
    for (size_t j = 0; j < np; j++)
      for (size_t i = 0; i < np; i++) deviation[i] += SQUARE(w[j * np + i]);
    for (size_t i = 0; i < np; i++) deviation[i] = sqrt(deviation[i]) / g->gamma[i];
  }
  free(w);
  return status;
}
