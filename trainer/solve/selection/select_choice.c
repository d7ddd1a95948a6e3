/* SPDX-License-Identifier: BSD-3-Clause */
/* Which stage of a selection is taken, and the triangles of its columns. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/selection/select.h"

bool select_on_front(const sparse_path *s, int stage) {
  for (int k = 0; k < s->nstage; k++)
    if (k != stage && s->stage[k].cost <= s->stage[stage].cost && s->stage[k].score <= s->stage[stage].score)
      return false;
  return true;
}

static int best_of(const sparse_path *s) {
  int best = 0;
  for (int k = 1; k < s->nstage; k++)
    if (s->stage[k].score < s->stage[best].score) best = k;
  return best;
}

/** Of the difference of two scores, sums over folds that are independent of each other. */
static double standard_error(const sparse_path *s, int a, int b) {
  double n = s->nfold, mean = (s->stage[a].score - s->stage[b].score) / n, sum = 0;
  for (int f = 0; f < s->nfold; f++) {
    double d = s->fold_score[a * s->nfold + f] - s->fold_score[b * s->nfold + f] - mean;
    sum += d * d;
  }
  return sqrt(sum * n / (n - 1));
}

int select_by_score(const sparse_path *s, double tolerance) {
  int best = best_of(s), chosen = best;
  for (int k = best + 1; k < s->nstage; k++) {
    double rise = s->stage[k].score - s->stage[best].score;
    if (rise <= (tolerance < 0 ? standard_error(s, k, best) : tolerance * s->expected)) chosen = k;
  }
  return chosen;
}

int select_by_cost(const sparse_path *s, double share) {
  for (int k = 0; k < s->nstage; k++)
    if (s->stage[k].cost <= share * s->stage[0].cost) return k;
  return -1;
}

void select_fold_solutions(MPI_Comm comm, const sparse_path *s, int stage, double *x) {
  int nrank;
  MPI_Comm_size(comm, &nrank);
  size_t n = (size_t)s->nfold * (size_t)s->ncolumn;
  memcpy(x, s->fold_x + (size_t)stage * n, n * sizeof *x);
  for (int f = 0; f < s->nfold; f++) /* the owner of the system without fold f: select.c */
    MPI_Bcast(x + (size_t)f * (size_t)s->ncolumn, s->ncolumn, MPI_DOUBLE, (f + 1) % nrank, comm);
}

void select_columns(const sparse_path *s, int stage, bool *keep) {
  for (int k = 0; k < s->ncolumn; k++) keep[k] = s->last_stage[k] > stage;
}

/** column [n] of the fit's, the last one the right-hand side; those of the folds are kept too. */
static dftfit_status restraint_columns(const triangles *t, int n, int *column, triangles *out, dftfit_error *err) {
  triangle_work w;
  for (int f = 0; f <= t->restraint_folds; f++) column[n - 1 + f] = t->n - 1 + f;
  n += t->restraint_folds;
  triangle_create(&out->restraint, n);
  DFTFIT_TRY(triangle_work_create(&w, n, err));
  dftfit_status status = triangle_columns(&out->restraint, &t->restraint, n, column, &w, err);
  triangle_work_destroy(&w);
  return status;
}

dftfit_status select_triangles(const triangles *t, const bool *keep, triangles *out, dftfit_error *err) {
  size_t parts = (size_t)t->nfold * TARGET_CLASSES;
  int n = 0, *column = malloc((size_t)(t->n + t->restraint_folds) * sizeof *column);
  *out = (triangles){.nfold = t->nfold,
                     .restraint_folds = t->restraint_folds,
                     .restraint_by_fold = t->restraint_by_fold,
                     .restraint_rows = t->restraint_rows};
  out->part = calloc(parts, sizeof *out->part);
  out->rows = calloc(parts, sizeof *out->rows);
  out->nconfig = calloc(parts, sizeof *out->nconfig);
  triangle_work w = {0};
  dftfit_status status = DFTFIT_OK;
  if (!column || !out->part || !out->rows || !out->nconfig)
    status = dftfit_no_memory(err, "the triangles of %d folds", t->nfold);
  for (int j = 0; j < t->n && !status; j++)
    if (j == t->n - 1 || keep[j]) column[n++] = j;
  out->n = n;
  if (!status) status = triangle_work_create(&w, n, err);
  for (size_t k = 0; k < parts && !status; k++) {
    out->rows[k] = t->rows[k];
    out->nconfig[k] = t->nconfig[k];
    status = triangle_columns(&out->part[k], &t->part[k], n, column, &w, err);
  }
  triangle_work_destroy(&w);
  if (!status) status = restraint_columns(t, n, column, out, err);
  free(column);
  if (status) triangles_destroy(out);
  return status;
}
