/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/systems.h"

#include <stdlib.h>
#include <string.h>

static dftfit_status merge_copy(triangle *to, const triangle *from, triangle_work *w, dftfit_error *err) {
  triangle copy;
  DFTFIT_TRY(triangle_copy(&copy, from, 1, err));
  return triangle_merge(to, &copy, w, err);
}

/** One fold with its classes weighted and merged. */
static dftfit_status fold_system(const triangles *t, int fold, const double *factor, triangle *out, triangle_work *w,
                                 dftfit_error *err) {
  for (int c = 0; c < TARGET_CLASSES; c++) {
    const triangle *part = &t->part[fold * TARGET_CLASSES + c];
    triangle copy;
    if (part->nrow == 0) continue;
    DFTFIT_TRY(triangle_copy(&copy, part, factor[c], err));
    DFTFIT_TRY(triangle_merge(out, &copy, w, err));
  }
  return DFTFIT_OK;
}

/** The restraint as the system without that fold has it; fold -1: that of all data. */
static dftfit_status merge_restraint(const triangles *t, int fold, triangle *to, triangle_work *w, dftfit_error *err) {
  triangle part;
  if (t->restraint.nrow == 0) return DFTFIT_OK;
  int *column = malloc((size_t)t->n * sizeof *column);
  if (!column) return dftfit_no_memory(err, "%d columns", t->n);
  for (int j = 0; j < t->n; j++) column[j] = j;
  column[t->n - 1] += fold >= 0 && t->restraint_by_fold ? fold : t->restraint_folds;
  dftfit_status status = triangle_columns(&part, &t->restraint, t->n, column, w, err);
  free(column);
  if (!status) status = triangle_merge(to, &part, w, err);
  return status;
}

/** fold [nfold] is turned into suffixes: fold[f] = folds f .. nfold-1. */
static dftfit_status make_suffixes(int nfold, triangle *fold, triangle_work *w, dftfit_error *err) {
  for (int f = nfold - 2; f >= 0; f--) DFTFIT_TRY(merge_copy(&fold[f], &fold[f + 1], w, err));
  return DFTFIT_OK;
}

static dftfit_status combine(const triangles *t, const double *factor, const bool *wanted, triangle *system,
                             triangle *suffix, triangle *prefix, triangle_work *w, dftfit_error *err) {
  int nfold = t->nfold;
  for (int f = 0; f < nfold; f++) DFTFIT_TRY(fold_system(t, f, factor, &suffix[f], w, err));
  DFTFIT_TRY(make_suffixes(nfold, suffix, w, err));
  for (int f = 0; f < nfold; f++) { /* prefix: folds 0 .. f-1 */
    if (wanted[f + 1]) {
      DFTFIT_TRY(triangle_copy(&system[f + 1], prefix, 1, err));
      if (f + 1 < nfold) DFTFIT_TRY(merge_copy(&system[f + 1], &suffix[f + 1], w, err));
      DFTFIT_TRY(merge_restraint(t, f, &system[f + 1], w, err));
      DFTFIT_TRY(triangle_complete(&system[f + 1], w, err));
    }
    if (f == 0 && wanted[0]) {
      system[0] = suffix[0];
      triangle_create(&suffix[0], t->n);
      DFTFIT_TRY(merge_restraint(t, -1, &system[0], w, err));
      DFTFIT_TRY(triangle_complete(&system[0], w, err));
    }
    triangle_destroy(&suffix[f]);
    if (f + 1 == nfold) break;
    triangle alone;
    triangle_create(&alone, t->n);
    dftfit_status status = fold_system(t, f, factor, &alone, w, err);
    if (!status) status = triangle_merge(prefix, &alone, w, err);
    triangle_destroy(&alone);
    if (status) return status;
  }
  return DFTFIT_OK;
}

dftfit_status systems_create(const triangles *t, const double *factor, const bool *wanted, triangle *system,
                             dftfit_error *err) {
  triangle_work w;
  triangle prefix, *suffix = malloc((size_t)t->nfold * sizeof *suffix);
  if (!suffix) return dftfit_no_memory(err, "%d folds", t->nfold);
  dftfit_status status = triangle_work_create(&w, t->n, err);
  triangle_create(&prefix, t->n);
  for (int f = 0; f < t->nfold; f++) triangle_create(&suffix[f], t->n);
  for (int f = 0; f <= t->nfold; f++) triangle_create(&system[f], t->n);
  if (!status) status = combine(t, factor, wanted, system, suffix, &prefix, &w, err);
  for (int f = 0; f < t->nfold; f++) triangle_destroy(&suffix[f]);
  for (int f = 0; status && f <= t->nfold; f++) triangle_destroy(&system[f]);
  triangle_destroy(&prefix);
  triangle_work_destroy(&w);
  free(suffix);
  return status;
}

dftfit_status systems_restraint(const triangles *t, triangle *out, dftfit_error *err) {
  triangle_work w;
  triangle_create(out, t->n);
  if (t->restraint.nrow == 0) return DFTFIT_OK;
  DFTFIT_TRY(triangle_work_create(&w, t->n, err));
  dftfit_status status = merge_restraint(t, -1, out, &w, err);
  if (!status) status = triangle_complete(out, &w, err);
  triangle_work_destroy(&w);
  return status;
}

dftfit_status systems_residuals(const triangles *t, int fold, const double *factor, const double *x, double *rss,
                                dftfit_error *err) {
  size_t n = (size_t)t->n;
  double *extended = malloc(2 * n * sizeof *extended);
  if (!extended) return dftfit_no_memory(err, "%d unknowns", t->n);
  memcpy(extended, x, (n - 1) * sizeof *x);
  extended[n - 1] = -1;
  for (int c = 0; c < TARGET_CLASSES; c++)
    rss[c] = factor[c] * factor[c] * triangle_norm2(&t->part[fold * TARGET_CLASSES + c], extended, extended + n);
  free(extended);
  return DFTFIT_OK;
}
