/* SPDX-License-Identifier: BSD-3-Clause */
/* One search: a pass of the data by a group of ranks, the algebra on the first of them. */
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/linear/systems.h"
#include "solve/search/search.h"

dftfit_status search_combine(const search *s, const triangles *t, triangle *out, dftfit_error *err) {
  double factor[TARGET_CLASSES];
  bool *wanted = calloc((size_t)t->nfold + 1, sizeof *wanted);
  triangle *system = calloc((size_t)t->nfold + 1, sizeof *system);
  dftfit_status status = wanted && system ? DFTFIT_OK : dftfit_no_memory(err, "%d folds", t->nfold);
  for (int c = 0; c < TARGET_CLASSES; c++) factor[c] = s->weights.balance[c] / s->weights.sigma[c];
  if (!status) {
    wanted[0] = true;
    status = systems_create(t, factor, wanted, system, err);
  }
  if (!status) *out = system[0];
  free(wanted);
  free(system);
  return status;
}

dftfit_status search_pass(MPI_Comm comm, const search *s, const double *x, triangles *t, dftfit_error *err) {
  int n = s->p->ncolumn, rank;
  double *y = malloc((size_t)n * sizeof *y);
  dftfit_status status = y ? DFTFIT_OK : dftfit_no_memory(err, "%d unknowns", n);
  *t = (triangles){0};
  MPI_Comm_rank(comm, &rank);
  status = vote(comm, status, err);
  if (!status) {
    if (rank == 0) memcpy(y, x, (size_t)n * sizeof *y);
    MPI_Bcast(y, n, MPI_DOUBLE, 0, comm);
    status = accumulate_at(comm, s->p, y, NULL, t, err);
  }
  free(y);
  return status;
}

/** t: NULL where the model has no finite value. */
static dftfit_status take(search *s, const triangles *t, dftfit_error *err) {
  triangle system;
  triangle_create(&system, s->p->ncolumn + 1);
  s->levenberg.lambda = s->weights.lambda;
  if (t) DFTFIT_TRY(search_combine(s, t, &system, err));
  dftfit_status status = levenberg_take(&s->levenberg, t ? &system : NULL, err);
  triangle_destroy(&system);
  return status;
}

dftfit_status search_advance(MPI_Comm comm, search *s, dftfit_error *err) {
  triangles t;
  dftfit_error why;
  int rank;
  MPI_Comm_rank(comm, &rank);
  dftfit_status failed = search_pass(comm, s, s->levenberg.y, &t, &why);
  if (failed && failed != DFTFIT_ERR_NUMERIC) {
    *err = why;
    return failed;
  }
  dftfit_status status = vote(comm, rank == 0 ? take(s, failed ? NULL : &t, err) : DFTFIT_OK, err);
  triangles_destroy(&t);
  return status;
}

dftfit_status search_rebuild(MPI_Comm comm, search *s, dftfit_error *err) {
  triangles t;
  int rank, wanted = s->levenberg.pass == PASS_TRIAL;
  MPI_Comm_rank(comm, &rank);
  MPI_Bcast(&wanted, 1, MPI_INT, 0, comm);
  if (!wanted) return DFTFIT_OK;
  DFTFIT_TRY(search_pass(comm, s, s->levenberg.x, &t, err));
  s->levenberg.lambda = s->weights.lambda;
  dftfit_status status = rank == 0 ? search_combine(s, &t, &s->levenberg.r, err) : DFTFIT_OK;
  triangles_destroy(&t);
  return vote(comm, status, err);
}

static nonlinear_progress progress_of(const search *s) {
  const levenberg *l = &s->levenberg;
  nonlinear_progress now = {.start = s->at_work,
                            .round = s->round,
                            .steps = s->steps,
                            .best = s->best,
                            .phi = l->phi,
                            .best_phi = s->best_phi,
                            .cosine = l->cosine,
                            .mu = l->mu};
  for (int k = 0; k < s->options.nstart; k++) now.ended += s->tried[k].end != END_NOT_YET;
  return now;
}

dftfit_status search_tell(search *s, const nonlinear_hooks *hooks, dftfit_error *err) {
  if (!hooks || s->stage == STAGE_DONE) return DFTFIT_OK;
  if (hooks->on_progress) {
    nonlinear_progress now = progress_of(s);
    hooks->on_progress(hooks->self, &now);
  }
  if (!hooks->save) return DFTFIT_OK;
  char *text = NULL;
  size_t length;
  dftfit_status status = checkpoint_write(s, &text, &length, err);
  if (!status) status = hooks->save(hooks->self, text, length, err);
  free(text);
  return status;
}

bool search_stopped(MPI_Comm comm, const nonlinear_hooks *hooks) {
  int mine = hooks && hooks->stop && hooks->stop(hooks->self), any;
  MPI_Allreduce(&mine, &any, 1, MPI_INT, MPI_MAX, comm);
  return any;
}
