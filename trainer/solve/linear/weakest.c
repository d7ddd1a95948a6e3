/* SPDX-License-Identifier: BSD-3-Clause */
/* The least determined directions, by subspace iteration with the inverse of B^T B on the bidiagonal, then
 * Rayleigh-Ritz (G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., sections 8.2 and 8.1). */
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "solve/linear/ridge.h"

enum { GUARD = 8, ITERATIONS = 12 }; /* more vectors than wanted make the wanted ones converge */

/** Diagonal d and superdiagonal e of the Cholesky factor T of B^T B + shift^2, without forming it. */
static void shifted_factor(const ridge *g, double shift, double *d, double *e) {
  double row = shift;
  for (int i = 0; i < g->p; i++) {
    d[i] = hypot(g->d[i], row);
    if (i + 1 == g->p) break;
    e[i] = g->d[i] / d[i] * g->e[i];
    row = hypot(shift, row / d[i] * g->e[i]);
  }
}

/** v <- T^-1 T^-T v */
static void invert(int p, const double *d, const double *e, double *v) {
  for (int i = 0; i < p; i++) v[i] = (v[i] - (i ? e[i - 1] * v[i - 1] : 0)) / d[i];
  for (int i = p - 1; i >= 0; i--) v[i] = (v[i] - (i + 1 < p ? e[i] * v[i + 1] : 0)) / d[i];
}

static int orthonormalise(int p, int k, double *v, double *tau) {
  for (int j = 0; j < k; j++) { /* against overflow: inverse iteration grows vectors by 1/s^2 */
    double largest = 0;
    for (int i = 0; i < p; i++) largest = fmax(largest, fabs(v[(size_t)j * (size_t)p + (size_t)i]));
    for (int i = 0; i < p && largest > 0; i++) v[(size_t)j * (size_t)p + (size_t)i] /= largest;
  }
  int info = LAPACKE_dgeqrf(LAPACK_COL_MAJOR, p, k, v, p, tau);
  return info ? info : LAPACKE_dorgqr(LAPACK_COL_MAJOR, p, k, k, v, p, tau);
}

/** Rotates v to the right singular vectors of B v, smallest first, into direction. */
static int rayleigh_ritz(const ridge *g, int k, const double *v, int n, double *singular, double *direction, double *w,
                         double *small) {
  int p = g->p;
  double *s = small, *vt = small + k, *superb = vt + (size_t)k * (size_t)k;
  for (int j = 0; j < k; j++) {
    const double *x = v + (size_t)j * (size_t)p;
    for (int i = 0; i < p; i++)
      w[(size_t)j * (size_t)p + (size_t)i] = g->d[i] * x[i] + (i + 1 < p ? g->e[i] * x[i + 1] : 0);
  }
  double none;
  int info = LAPACKE_dgesvd(LAPACK_COL_MAJOR, 'N', 'A', p, k, w, p, s, &none, 1, vt, k, superb);
  if (info) return info;
  for (int l = 0; l < n; l++) {
    double *out = direction + (size_t)l * (size_t)p;
    singular[l] = s[k - 1 - l];
    for (int i = 0; i < p; i++) out[i] = 0;
    for (int j = 0; j < k; j++)
      for (int i = 0; i < p; i++) out[i] += vt[j * k + k - 1 - l] * v[(size_t)j * (size_t)p + (size_t)i];
  }
  return LAPACKE_dormbr(LAPACK_COL_MAJOR, 'P', 'L', 'N', p, n, p, g->a, g->m, g->taup, direction, p);
}

dftfit_status ridge_weakest(const ridge *g, int n, double *singular, double *direction, dftfit_error *err) {
  int p = g->p, k = n + GUARD < p ? n + GUARD : p, info = 0;
  size_t np = (size_t)p, nk = (size_t)k;
  if (n > p) return dftfit_fail(err, DFTFIT_ERR_USAGE, "%d directions asked of %d parameters", n, p);
  double *v = aligned_doubles(np * nk), *w = aligned_doubles(np * nk), *d = aligned_doubles(np),
         *e = aligned_doubles(np);
  double *tau = aligned_doubles(nk), *small = aligned_doubles(nk * nk + 2 * nk);
  bool memory = v && w && d && e && tau && small;
  if (memory) {
    double least = g->singular[0] > 0 ? g->singular[0] * DBL_EPSILON : 1;
    shifted_factor(g, fmax(g->singular[p - 1], least), d, e);
    for (size_t i = 0; i < np * nk; i++) v[i] = random_uniform(0, 0, i) - 0.5;
    for (int step = 0; step < ITERATIONS && !info; step++) {
      for (size_t j = 0; j < nk; j++) invert(p, d, e, v + j * np);
      info = orthonormalise(p, k, v, tau);
    }
    if (!info) info = rayleigh_ritz(g, k, v, n, singular, direction, w, small);
  }
  free(v);
  free(w);
  free(d);
  free(e);
  free(tau);
  free(small);
  if (!memory) return dftfit_no_memory(err, "%d directions of %d parameters", n, p);
  return info ? dftfit_fail(err, DFTFIT_ERR_NUMERIC, "LAPACK returned %d for the least determined directions", info)
              : DFTFIT_OK;
}
