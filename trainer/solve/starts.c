/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "solve/nonlinear.h"
#include "solve/random.h"

/* Where bounds do not say how far to go: half of the value to either side. */
#define REACH 0.5
/* two streams of random numbers for each unknown */
enum { STREAM_STRATA = 0, STREAM_WITHIN = 1, STREAMS = 2, FIRST_STREAM = 16 };

static uint64_t stream_of(int j, int which) { return FIRST_STREAM + (uint64_t)(j * STREAMS + which); }

/** The k-th entry of a random permutation of 0 .. n-1; order [n] is scratch. */
static int permuted(uint64_t seed, uint64_t stream, int n, int k, int *order) {
  for (int i = 0; i < n; i++) order[i] = i;
  for (int i = n - 1; i > 0; i--) {
    int j = (int)random_below(seed, stream, (uint64_t)i, i + 1), swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  return order[k];
}

static void range_of(const problem *p, int j, double *low, double *high) {
  double centre = p->start ? p->start[j] : 0, size = centre != 0 ? fabs(centre) : 1 / p->prior[j];
  *low = p->lower[j];
  *high = p->upper[j];
  if (isfinite(*low) && isfinite(*high)) return;
  *low = fmax(*low, centre - REACH * size);
  *high = fmin(*high, centre + REACH * size);
}

dftfit_status nonlinear_start_point(const problem *p, uint64_t seed, int nstart, int k, double *x, dftfit_error *err) {
  int n = nstart - 1;
  for (int j = 0; j < p->ncolumn; j++) x[j] = p->start ? p->start[j] : 0;
  if (k == 0) return DFTFIT_OK;
  int *order = malloc((size_t)n * sizeof *order);
  if (!order) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %d starts", nstart);
  for (int j = p->ncomposition; j < p->ncolumn; j++) {
    double low, high;
    if (!p->linear || p->linear[j]) continue;
    range_of(p, j, &low, &high);
    double within = random_uniform(seed, stream_of(j, STREAM_WITHIN), (uint64_t)k);
    x[j] = low + (high - low) * (permuted(seed, stream_of(j, STREAM_STRATA), n, k - 1, order) + within) / n;
  }
  free(order);
  return DFTFIT_OK;
}
