/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/radial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forms/ace/eigen.h"
#include "functions/cutoff.h"

/* h, h', h'' of the inner cutoff at r */
static void inner_rise(const radial_terms *t, double r, double h[3]) {
  h[0] = 1, h[1] = h[2] = 0;
  if (t->inner_radius <= 0) return;
  dftfit_switch s = dftfit_cutoff_quintic(r, t->inner_radius - t->inner_width, t->inner_radius);
  h[0] = 1 - s.value, h[1] = -s.slope, h[2] = -s.curvature;
}

/* g, dg, d2g [K]: the terms and their first two derivatives at r (1, 1/A, 1/A^2). All zero for r >= rc. */
static void terms_at(const radial_terms *t, double r, double *g, double *dg, double *d2g) {
  if (!(r < t->rc)) {
    for (int k = 0; k < t->count; k++) g[k] = dg[k] = d2g[k] = 0;
    return;
  }
  double base = 1 - r / t->rc;
  double dx = 2 * t->lambda / t->rc * pow(base, t->lambda - 1);
  double d2x = -2 * t->lambda * (t->lambda - 1) / (t->rc * t->rc) * pow(base, t->lambda - 2);
  double x = 1 - 2 * pow(base, t->lambda), h[3];
  inner_rise(t, r, h);
  double t0 = 1, d0 = 0, e0 = 0; /* T_{k-1}, T'_{k-1}, T''_{k-1} */
  double t1 = x, d1 = 1, e1 = 0;
  for (int k = 0; k < t->count; k++) {
    double f = 0.5 * (1 - t1), df = -0.5 * d1 * dx, d2f = -0.5 * (e1 * dx * dx + d1 * d2x);
    g[k] = f * h[0];
    dg[k] = df * h[0] + f * h[1];
    d2g[k] = d2f * h[0] + 2 * df * h[1] + f * h[2];
    double t2 = 2 * x * t1 - t0, d2 = 2 * t1 + 2 * x * d1 - d0, e2 = 4 * d1 + 2 * x * e1 - e0;
    t0 = t1, d0 = d1, e0 = e1;
    t1 = t2, d1 = d2, e1 = e2;
  }
}

void dftfit_radial_function_at(const radial_terms *t, const double *c, double r, double *out) {
  double g[RADIAL_MAX_TERMS], dg[RADIAL_MAX_TERMS], d2g[RADIAL_MAX_TERMS];
  terms_at(t, r, g, dg, d2g);
  out[0] = out[1] = out[2] = 0;
  for (int k = 0; k < t->count; k++) {
    out[0] += c[k] * g[k];
    out[1] += c[k] * dg[k];
    out[2] += c[k] * d2g[k];
  }
}

enum { QUADRATURE_POINTS = 4000 };

/* 1/a, the inverse of the amplitude, with its first two derivatives at r > 0. */
static void inverse_amplitude(const radial_measure *m, double r, double b[3]) {
  b[0] = 1, b[1] = b[2] = 0;
  if (m->decay_radius <= 0) return;
  double x = pow(r / m->decay_radius, m->decay_power);
  b[0] += x;
  b[1] = m->decay_power * x / r;
  b[2] = (m->decay_power - 1) * b[1] / r;
}

/* The terms over the amplitude, and their second derivatives: S = R/a is what (4) measures. */
static void scaled_terms_at(const radial_terms *t, const radial_measure *m, double r, double *g, double *d2g) {
  double dg[RADIAL_MAX_TERMS], b[3];
  terms_at(t, r, g, dg, d2g);
  inverse_amplitude(m, r, b);
  for (int k = 0; k < t->count; k++) {
    d2g[k] = d2g[k] * b[0] + 2 * dg[k] * b[1] + g[k] * b[2];
    g[k] *= b[0];
  }
}

/* The two quadratic forms of the ratio (4), by the midpoint rule: sample [K][K], rough [K][K]. Roughness is that of the
 * terms without the inner cutoff: inside it they would be redundant. */
static void quadratic_forms(const radial_terms *t, const radial_measure *m, double *sample, double *rough) {
  int K = t->count;
  double g[RADIAL_MAX_TERMS], d2g[RADIAL_MAX_TERMS], q = m->stretch;
  double step = t->rc / QUADRATURE_POINTS;
  radial_terms bare = *t;
  bare.inner_radius = 0;
  memset(sample, 0, sizeof(double) * K * K);
  memset(rough, 0, sizeof(double) * K * K);
  for (int i = 0; i < QUADRATURE_POINTS; i++) {
    double r = (i + 0.5) * step;
    scaled_terms_at(&bare, m, r, g, d2g);
    double h[3];
    inner_rise(t, r, h);
    /* the stretched coordinate is cut at the shortest distance: the unsampled range stays as stiff as its edge */
    double y = fmax(r, m->shortest) / t->rc;
    double roughness = pow(y, 3 * q) * step, weight = r >= m->shortest ? pow(y, -q) * h[0] * h[0] * step : 0;
    for (int k = 0; k < K; k++)
      for (int j = 0; j <= k; j++) {
        sample[k * K + j] += weight * g[k] * g[j];
        rough[k * K + j] += roughness * d2g[k] * d2g[j];
      }
  }
  for (int k = 0; k < K; k++)
    for (int j = 0; j < k; j++) {
      sample[j * K + k] = sample[k * K + j];
      rough[j * K + k] = rough[k * K + j];
    }
}

/* Divides rows and columns of both forms by the square root of the diagonal of rough: the terms differ in roughness by
 * many orders of magnitude. scale [K] receives the divisors. */
static void balance(int K, double *sample, double *rough, double *scale) {
  for (int k = 0; k < K; k++) scale[k] = sqrt(rough[k * K + k]);
  for (int k = 0; k < K; k++)
    for (int j = 0; j < K; j++) {
      sample[k * K + j] /= scale[k] * scale[j];
      rough[k * K + j] /= scale[k] * scale[j];
    }
}

/* Unit mean square of S over [s, rc] and a positive value at the shortest distance, so that signs are reproducible. */
static void normalise(const radial_terms *t, const radial_measure *m, double *c) {
  double sum = 0, step = (t->rc - m->shortest) / QUADRATURE_POINTS, out[3], first[3], b[3];
  for (int i = 0; i < QUADRATURE_POINTS; i++) {
    double r = m->shortest + (i + 0.5) * step;
    dftfit_radial_function_at(t, c, r, out);
    inverse_amplitude(m, r, b);
    sum += out[0] * out[0] * b[0] * b[0] / QUADRATURE_POINTS;
  }
  dftfit_radial_function_at(t, c, fmax(m->shortest, t->inner_radius) + 0.01 * t->rc, first);
  double factor = (first[0] < 0 ? -1 : 1) / sqrt(sum);
  for (int k = 0; k < t->count; k++) c[k] *= factor;
}

dftfit_status dftfit_radial_design(const radial_terms *t, int n, const radial_measure *m, double *c,
                                   dftfit_error *err) {
  int K = t->count;
  DFTFIT_FAIL_IF(n > K || K > RADIAL_MAX_TERMS, err, DFTFIT_ERR_VALUE,
                 "%d radial functions need at least as many terms and at most %d; there are %d terms", n,
                 RADIAL_MAX_TERMS, K);
  size_t square = (size_t)K * K;
  double *work = malloc(sizeof(double) * (3 * square + 2 * K));
  DFTFIT_FAIL_IF(!work, err, DFTFIT_ERR_MEMORY, "out of memory for %d radial terms", K);
  double *sample = work, *rough = sample + square, *v = rough + square, *w = v + square, *scale = w + K;
  quadratic_forms(t, m, sample, rough);
  balance(K, sample, rough, scale);
  bool definite = dftfit_eigen_generalised(K, sample, rough, w, v);
  bool enough = definite && w[n - 1] > 1e-13 * w[0];
  for (int i = 0; enough && i < n; i++) {
    for (int k = 0; k < K; k++) c[i * K + k] = v[i * K + k] / scale[k];
    normalise(t, m, c + i * K);
  }
  free(work);
  DFTFIT_FAIL_IF(!definite, err, DFTFIT_ERR_VALUE,
                 "%d radial terms with lambda %g are linearly dependent to rounding: use fewer", K, t->lambda);
  DFTFIT_FAIL_IF(!enough, err, DFTFIT_ERR_VALUE,
                 "%d radial terms cannot carry %d functions between %g and %g A: use more terms", K, n, m->shortest,
                 t->rc);
  return DFTFIT_OK;
}
