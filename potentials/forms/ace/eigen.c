/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/eigen.h"

#include <math.h>

enum { MAX_SWEEPS = 60 };

/* Rotates rows and columns p, q of a and rows p, q of v so that a[p][q] vanishes. */
static void rotate(int n, double *a, double *v, int p, int q) {
  double apq = a[p * n + q];
  double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
  double c = 1 / sqrt(t * t + 1), s = t * c;
  for (int k = 0; k < n; k++) {
    double akp = a[k * n + p], akq = a[k * n + q];
    a[k * n + p] = c * akp - s * akq;
    a[k * n + q] = s * akp + c * akq;
  }
  for (int k = 0; k < n; k++) {
    double apk = a[p * n + k], aqk = a[q * n + k];
    a[p * n + k] = c * apk - s * aqk;
    a[q * n + k] = s * apk + c * aqk;
  }
  for (int k = 0; k < n; k++) {
    double vp = v[p * n + k], vq = v[q * n + k];
    v[p * n + k] = c * vp - s * vq;
    v[q * n + k] = s * vp + c * vq;
  }
}

static void sort_descending(int n, double *w, double *v) {
  for (int i = 0; i < n; i++) {
    int top = i;
    for (int j = i + 1; j < n; j++)
      if (w[j] > w[top]) top = j;
    if (top == i) continue;
    double swap = w[i];
    w[i] = w[top], w[top] = swap;
    for (int k = 0; k < n; k++) {
      swap = v[i * n + k];
      v[i * n + k] = v[top * n + k], v[top * n + k] = swap;
    }
  }
}

/* Eigenvalues w [n], descending, and eigenvectors v [n][n] (row k belongs to w[k]) of the symmetric a [n][n], which is
 * destroyed. Cyclic Jacobi rotations: every eigenvalue to rounding relative to the norm of a.
 * Golub, Van Loan, Matrix Computations, section 8.5. */
static void eigen_symmetric(int n, double *a, double *w, double *v) {
  for (int i = 0; i < n * n; i++) v[i] = i % (n + 1) == 0;
  for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    int rotations = 0;
    for (int p = 0; p < n; p++)
      for (int q = p + 1; q < n; q++) {
        double scale = sqrt(fabs(a[p * n + p])) * sqrt(fabs(a[q * n + q]));
        if (fabs(a[p * n + q]) <= 1e-17 * scale || a[p * n + q] == 0) continue;
        rotate(n, a, v, p, q);
        rotations++;
      }
    if (!rotations) break;
  }
  for (int i = 0; i < n; i++) w[i] = a[i * n + i];
  sort_descending(n, w, v);
}

/* b = L L^T in place (lower triangle). */
static bool cholesky(int n, double *b) {
  for (int j = 0; j < n; j++) {
    double d = b[j * n + j];
    for (int k = 0; k < j; k++) d -= b[j * n + k] * b[j * n + k];
    if (!(d > 1e-15 * b[j * n + j])) return false;
    d = b[j * n + j] = sqrt(d);
    for (int i = j + 1; i < n; i++) {
      double sum = b[i * n + j];
      for (int k = 0; k < j; k++) sum -= b[i * n + k] * b[j * n + k];
      b[i * n + j] = sum / d;
    }
  }
  return true;
}

/* column <- L^-1 column, of a stored with the given stride */
static void forward(int n, const double *l, double *x, int stride) {
  for (int i = 0; i < n; i++) {
    double sum = x[i * stride];
    for (int k = 0; k < i; k++) sum -= l[i * n + k] * x[k * stride];
    x[i * stride] = sum / l[i * n + i];
  }
}

bool dftfit_eigen_generalised(int n, double *a, double *b, double *w, double *v) {
  if (!cholesky(n, b)) return false;
  for (int j = 0; j < n; j++) forward(n, b, a + j, n);     /* L^-1 a        */
  for (int i = 0; i < n; i++) forward(n, b, a + i * n, 1); /* L^-1 a L^-T   */
  for (int i = 0; i < n; i++)
    for (int j = 0; j < i; j++) a[i * n + j] = a[j * n + i] = (a[i * n + j] + a[j * n + i]) / 2;
  eigen_symmetric(n, a, w, v);
  for (int k = 0; k < n; k++) { /* x = L^-T y */
    double *x = v + k * n;
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int j = i + 1; j < n; j++) sum -= b[j * n + i] * x[j];
      x[i] = sum / b[i * n + i];
    }
  }
  return true;
}
