/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/linear/linear_solver.h"
#include "solve/selection/select.h"

/* Columns of a fold's solution: the composition, and what its own selection has kept; the right-hand side last.
 * Returns how many without that. */
static int kept_columns(const problem *p, const double *x, int *column, double *prior) {
  int n = 0;
  for (int j = 0; j < p->ncolumn; j++) {
    if (j >= p->ncomposition && x[j] == 0) continue;
    prior[n] = p->prior[j];
    column[n++] = j;
  }
  column[n] = p->ncolumn;
  return n;
}

/* x [ncolumn]: on entry the solution without the restraint. work [ncolumn] */
static dftfit_status solve_fold(const problem *p, const triangle *system, double lambda, double *x, int *column,
                                double *work, dftfit_error *err) {
  triangle_work w;
  triangle r;
  ridge g = {0};
  ridge_fit ignored;
  double *prior = work, *some = work + p->ncolumn;
  int n = kept_columns(p, x, column, prior);
  triangle_create(&r, n + 1);
  DFTFIT_TRY(triangle_work_create(&w, n + 1, err));
  dftfit_status status = triangle_columns(&r, system, n + 1, column, &w, err);
  triangle_work_destroy(&w);
  if (!status) status = ridge_create(&g, &r, p->ncomposition, prior, err);
  triangle_destroy(&r);
  if (!status) status = ridge_solve(&g, 1, &lambda, some, &ignored, err);
  for (int j = 0; j < n && !status; j++) x[column[j]] = some[j];
  ridge_destroy(&g);
  return status;
}

static dftfit_status solve_mine(const problem *p, const triangles *t, const linear_fit *all, double lambda,
                                const bool *mine, double *x, dftfit_error *err) {
  size_t n = (size_t)p->ncolumn;
  double factor[TARGET_CLASSES], *work = malloc(2 * (n + 1) * sizeof *work);
  int *column = malloc((n + 1) * sizeof *column);
  triangle *system = calloc((size_t)t->nfold + 1, sizeof *system);
  dftfit_status status = DFTFIT_OK;
  if (!work || !column || !system) status = dftfit_no_memory(err, "%zu unknowns", n);
  for (int c = 0; c < TARGET_CLASSES; c++) factor[c] = all->balance[c] / all->sigma[c];
  if (!status) status = systems_create(t, factor, mine, system, err);
  for (int f = 0; f < t->nfold && !status; f++)
    if (mine[f + 1]) status = solve_fold(p, &system[f + 1], lambda, x + (size_t)f * n, column, work, err);
  for (int f = 0; f <= t->nfold && system; f++) triangle_destroy(&system[f]);
  free(work);
  free(column);
  free(system);
  return status;
}

dftfit_status select_restrain(MPI_Comm comm, const problem *p, const triangles *t, const linear_fit *all,
                              const sparse_path *s, int stage, double *x, dftfit_error *err) {
  int rank, nrank;
  if (t->restraint.nrow == 0) return DFTFIT_OK;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &nrank);
  bool *mine = calloc((size_t)t->nfold + 1, sizeof *mine);
  dftfit_status status = mine ? DFTFIT_OK : dftfit_no_memory(err, "%d folds", t->nfold);
  for (int f = 0; f < t->nfold && mine; f++) mine[f + 1] = (f + 1) % nrank == rank;
  if (!status) status = solve_mine(p, t, all, s->stage[stage].lambda, mine, x, err);
  free(mine);
  DFTFIT_TRY(vote(comm, status, err));
  for (int f = 0; f < t->nfold; f++)
    MPI_Bcast(x + (size_t)f * (size_t)p->ncolumn, p->ncolumn, MPI_DOUBLE, (f + 1) % nrank, comm);
  return DFTFIT_OK;
}
