/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/radial_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/block.h"

/* Bins per radial term and their least number: a term of order k has about k/2 waves, resolved far below 1e-10. */
enum { BINS_PER_TERM = 16, LEAST_BINS = 320 };

/* Quintic on t in [0, 1] with given value, slope and curvature (in units of t) at both ends. */
static void quintic(const double a[3], const double b[3], double *c, int stride) {
  double c0 = a[0], c1 = a[1], c2 = a[2] / 2;
  double p = b[0] - c0 - c1 - c2, d = b[1] - c1 - 2 * c2, e = b[2] / 2 - c2;
  c[0] = c0, c[stride] = c1, c[2 * stride] = c2;
  c[3 * stride] = 10 * p - 4 * d + e;
  c[4 * stride] = -15 * p + 7 * d - 2 * e;
  c[5 * stride] = 6 * p - 3 * d + e;
}

dftfit_status radial_table_create(const radial_terms *terms, int nfunction, const double *c, radial_table *out,
                                  dftfit_error *err) {
  radial_table t = {.nfunction = nfunction, .rc = terms->rc};
  t.stride = (nfunction + 7) / 8 * 8;
  t.nbin = BINS_PER_TERM * terms->count > LEAST_BINS ? BINS_PER_TERM * terms->count : LEAST_BINS;
  t.inverse_width = t.nbin / t.rc;
  size_t bytes = sizeof(double) * 6 * t.stride * (t.nbin + 1);
  t.c = aligned_alloc(DFTFIT_ALIGN, (bytes + DFTFIT_ALIGN - 1) / DFTFIT_ALIGN * DFTFIT_ALIGN);
  DFTFIT_FAIL_IF(!t.c, err, DFTFIT_ERR_MEMORY, "out of memory for radial tables");
  memset(t.c, 0, bytes);
  double width = t.rc / t.nbin;
  for (int n = 0; n < nfunction; n++) {
    double a[3], b[3] = {0};
    for (int bin = 0; bin <= t.nbin; bin++) {
      memcpy(a, b, sizeof a);
      radial_function_at(terms, c + n * terms->count, bin * width, b);
      b[1] *= width, b[2] *= width * width;
      if (bin > 0) quintic(a, b, t.c + (size_t)(bin - 1) * 6 * t.stride + n, t.stride);
    }
  }
  *out = t;
  return DFTFIT_OK;
}

void radial_table_free(radial_table *table) {
  free(table->c);
  *table = (radial_table){0};
}
