/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/eam/table.h"

#include <stdlib.h>

dftfit_status dftfit_eam_table_allocate(eam_table *t, dftfit_error *err) {
  size_t n = (size_t)t->nelement, hosts = t->finnis_sinclair ? n : 1;
  t->embedding = calloc(n * (size_t)t->nrho, sizeof(double));
  t->density = calloc(n * hosts * (size_t)t->nr, sizeof(double));
  t->pair = calloc(n * (n + 1) / 2 * (size_t)t->nr, sizeof(double));
  if (t->embedding && t->density && t->pair) return DFTFIT_OK;
  dftfit_eam_table_free(t);
  return dftfit_no_memory(err, "tables of %d and %d points", t->nrho, t->nr);
}

void dftfit_eam_table_free(eam_table *t) {
  free(t->embedding);
  free(t->density);
  free(t->pair);
  t->embedding = t->density = t->pair = NULL;
}

void dftfit_eam_table_slopes(int n, const double *f, double *slope, int stride) {
#define SLOPE(k) slope[(long)(k)*stride]
  SLOPE(0) = f[1] - f[0];
  SLOPE(1) = 0.5 * (f[2] - f[0]);
  SLOPE(n - 2) = 0.5 * (f[n - 1] - f[n - 3]);
  SLOPE(n - 1) = f[n - 1] - f[n - 2];
  for (int k = 2; k < n - 2; k++) SLOPE(k) = ((f[k - 2] - f[k + 2]) + 8 * (f[k + 1] - f[k - 1])) / 12;
#undef SLOPE
}
