/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/selection/eliminate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct elimination {
  int p, gone;
  double *w;     /* [p*p] rows: those of W in units of the prior                            */
  double *q;     /* [count*p] orthonormal: the directions that were projected out            */
  double *v, *h; /* [p] the projected row of a parameter; column of H^-1                     */
  double *z, *d; /* [p] solution in units of the prior; diagonal of H^-1                     */
  bool *dropped; /* [p]                                                                      */
} elimination;

static dftfit_status begin(elimination *e, const ridge *g, double lambda, const double *theta, int count,
                           dftfit_error *err) {
  size_t p = (size_t)g->p;
  *e = (elimination){.p = g->p, .w = aligned_doubles(p * p), .q = aligned_doubles((size_t)count * p)};
  e->v = aligned_doubles(p);
  e->h = aligned_doubles(p);
  e->z = aligned_doubles(p);
  e->d = calloc(p, sizeof(double));
  e->dropped = calloc(p, sizeof *e->dropped);
  if (!e->w || !e->q || !e->v || !e->h || !e->z || !e->d || !e->dropped)
    return dftfit_no_memory(err, "the elimination of %d of %d parameters", count, g->p);
  DFTFIT_TRY(ridge_inverse_factor(g, lambda, e->w, err));
  for (size_t k = 0; k < p; k++) e->z[k] = theta[k] * g->gamma[k];
  for (size_t j = 0; j < p; j++)
    for (size_t k = 0; k < p; k++) e->d[k] += e->w[j * p + k] * e->w[j * p + k];
  return DFTFIT_OK;
}

static void end(elimination *e) {
  free(e->w);
  free(e->q);
  free(e->v);
  free(e->h);
  free(e->z);
  free(e->d);
  free(e->dropped);
}

static int cheapest(const elimination *e, const double *weight) {
  int best = -1;
  double least = INFINITY;
  for (int k = 0; k < e->p; k++) {
    if (e->dropped[k]) continue;
    double price = e->z[k] * e->z[k] / e->d[k] / (weight ? weight[k] : 1);
    if (best < 0 || price < least) best = k, least = price;
  }
  return best;
}

/** Row k of W without what was projected out, into v; squared length. */
static double project(elimination *e, int k) {
  size_t p = (size_t)e->p;
  double length2 = 0;
  for (size_t j = 0; j < p; j++) e->v[j] = e->w[j * p + (size_t)k];
  for (int pass = 0; pass < 2; pass++) /* twice is enough: to the last bits orthogonal */
    for (int i = 0; i < e->gone; i++) {
      const double *q = e->q + (size_t)i * p;
      double dot = 0;
      for (size_t j = 0; j < p; j++) dot += q[j] * e->v[j];
      for (size_t j = 0; j < p; j++) e->v[j] -= dot * q[j];
    }
  for (size_t j = 0; j < p; j++) length2 += e->v[j] * e->v[j];
  return length2;
}

/** Drops k; what it costs. */
static double drop(elimination *e, int k) {
  size_t p = (size_t)e->p;
  double length2 = project(e, k), length = sqrt(length2), zk = e->z[k], *q = e->q + (size_t)e->gone * p;
  memset(e->h, 0, p * sizeof *e->h);
  for (size_t j = 0; j < p; j++) { /* column k of H^-1 = W v */
    const double *column = e->w + j * p;
    double v = e->v[j];
    for (size_t i = 0; i < p; i++) e->h[i] += v * column[i];
  }
  for (size_t i = 0; i < p; i++) {
    e->z[i] -= e->h[i] / length2 * zk;
    e->d[i] -= e->h[i] / length2 * e->h[i];
  }
  for (size_t j = 0; j < p; j++) q[j] = e->v[j] / length;
  e->gone++;
  e->dropped[k] = true;
  e->z[k] = 0;
  return zk * zk / length2;
}

dftfit_status eliminate(const ridge *g, double lambda, double *theta, const double *weight, int count, int *dropped,
                        double *price, dftfit_error *err) {
  elimination e;
  if (count >= g->p)
    return dftfit_fail(err, DFTFIT_ERR_USAGE, "%d of %d parameters cannot be dropped: one must stay", count, g->p);
  dftfit_status status = begin(&e, g, lambda, theta, count, err);
  for (int i = 0; i < count && !status; i++) {
    dropped[i] = cheapest(&e, weight);
    price[i] = drop(&e, dropped[i]);
    if (!isfinite(price[i]))
      status = dftfit_fail(err, DFTFIT_ERR_NUMERIC, "the price of dropping parameter %d is not finite", dropped[i]);
  }
  for (int k = 0; k < g->p && !status; k++) theta[k] = e.z[k] / g->gamma[k];
  end(&e);
  return status;
}
