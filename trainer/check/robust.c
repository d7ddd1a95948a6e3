/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Reweighting ends after so many rounds; each brings a factor of about two. A residual below SMOOTH of the mean |y| has
 * the weight of that residual, so that weights stay finite. */
enum { ROUNDS = 60 };
static const double SMOOTH = 1e-7;
/* Columns are dependent when a pivot of the normal equations falls to this fraction of its diagonal: 1 - cos^2 of the
 * angle between two columns. */
static const double DEPENDENT = 1e-9;

static int compare(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

double robust_quantile(double *value, int64_t n, double q) {
  if (n < 1) return NAN;
  qsort(value, (size_t)n, sizeof *value, compare);
  double at = q * (double)(n - 1);
  int64_t low = (int64_t)floor(at), high = low + 1 < n ? low + 1 : low;
  return value[low] + (at - (double)low) * (value[high] - value[low]);
}

double robust_median(double *value, int64_t n) { return robust_quantile(value, n, 0.5); }

typedef double matrix[ROBUST_MAX_COLUMNS][ROBUST_MAX_COLUMNS];

/* inverse of a positive definite matrix of order m; false: it is singular */
static bool invert(int m, matrix a, matrix inverse) {
  double diagonal[ROBUST_MAX_COLUMNS];
  for (int i = 0; i < m; i++) {
    diagonal[i] = a[i][i];
    for (int j = 0; j < m; j++) inverse[i][j] = i == j;
  }
  for (int k = 0; k < m; k++) { /* Gauss and Jordan, without exchanges: the matrix is positive definite */
    if (!(a[k][k] > DEPENDENT * diagonal[k])) return false;
    double pivot = 1 / a[k][k];
    for (int j = 0; j < m; j++) {
      a[k][j] *= pivot;
      inverse[k][j] *= pivot;
    }
    for (int i = 0; i < m; i++) {
      double factor = a[i][k];
      if (i == k) continue;
      for (int j = 0; j < m; j++) {
        a[i][j] -= factor * a[k][j];
        inverse[i][j] -= factor * inverse[k][j];
      }
    }
  }
  return true;
}

static double residual(int m, const double *row, double y, const double *beta) {
  for (int k = 0; k < m; k++) y -= row[k] * beta[k];
  return y;
}

/* one weighted least-squares problem; weight NULL: all 1 */
static bool solve(int64_t n, int m, const double *x, const double *y, const double *weight, double *beta,
                  matrix inverse) {
  matrix a = {{0}};
  double b[ROBUST_MAX_COLUMNS] = {0};
  for (int64_t i = 0; i < n; i++) {
    double w = weight ? weight[i] : 1;
    for (int k = 0; k < m; k++) {
      b[k] += w * x[i * m + k] * y[i];
      for (int l = 0; l < m; l++) a[k][l] += w * x[i * m + k] * x[i * m + l];
    }
  }
  if (!invert(m, a, inverse)) return false;
  for (int k = 0; k < m; k++) {
    beta[k] = 0;
    for (int l = 0; l < m; l++) beta[k] += inverse[k][l] * b[l];
  }
  return true;
}

bool robust_regress(int64_t n, int m, const double *x, const double *y, double independent, double *work,
                    robust_fit *out) {
  matrix inverse;
  double size = 0;
  *out = (robust_fit){0};
  for (int k = 0; k < ROBUST_MAX_COLUMNS; k++) out->error[k] = NAN;
  for (int64_t i = 0; i < n; i++) size += fabs(y[i]) / (double)n;
  if (n < m || !solve(n, m, x, y, NULL, out->beta, inverse)) return false;
  for (int round = 0; round < ROUNDS; round++) {
    double next[ROBUST_MAX_COLUMNS];
    matrix ignored;
    for (int64_t i = 0; i < n; i++)
      work[i] = 1 / fmax(fabs(residual(m, x + i * m, y[i], out->beta)), SMOOTH * size + 1e-300);
    if (!solve(n, m, x, y, work, next, ignored)) break; /* all weight on too few rows: they are fitted exactly */
    memcpy(out->beta, next, sizeof next);
  }
  for (int64_t i = 0; i < n; i++) {
    work[i] = fabs(residual(m, x + i * m, y[i], out->beta));
    out->sum_residual += work[i];
  }
  out->scatter = robust_median(work, n);
  /* of a median, pi/2 times the variance of a mean when errors are normal */
  double variance = M_PI / 2 * pow(ROBUST_SIGMA_PER_MAD * out->scatter, 2) * (double)n / independent;
  for (int k = 0; k < m && independent > m; k++) out->error[k] = sqrt(variance * inverse[k][k]);
  return true;
}

double correlation(int64_t n, const double *x, const double *y) {
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (int64_t i = 0; i < n; i++) {
    mx += x[i] / (double)n;
    my += y[i] / (double)n;
  }
  for (int64_t i = 0; i < n; i++) {
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : NAN;
}
