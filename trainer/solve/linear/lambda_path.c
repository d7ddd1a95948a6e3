/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/vote.h"
#include "solve/linear/linear_solver.h"

static double rows_of_class(const triangles *t, int c) {
  double sum = 0;
  for (int f = 0; f < t->nfold; f++) sum += (double)t->rows[f * TARGET_CLASSES + c];
  return sum;
}

/** Log evidence of the restraint alone. It is part of what is known before the data, so the evidence of these is that
 *  of both, divided by it. */
static double evidence_of_restraint(const linear_solver *s, double lambda) {
  ridge_fit fit;
  dftfit_error ignored;
  if (s->restraint.p == 0) return 0;
  if (ridge_solve(&s->restraint, 1, &lambda, s->alone, &fit, &ignored)) return NAN;
  return ridge_log_evidence(&s->restraint, lambda, fit, (double)s->t->restraint_rows);
}

double log_evidence_with_sigma(const linear_solver *s, const linear_fit *f, double lambda, ridge_fit fit) {
  double rows = (double)s->t->restraint_rows, log_sigma = s->p->log_divisors;
  for (int c = 0; c < TARGET_CLASSES; c++) {
    rows += rows_of_class(s->t, c);
    log_sigma += rows_of_class(s->t, c) * log(f->sigma[c] / f->balance[c]);
  }
  return ridge_log_evidence(&s->ridge[0], lambda, fit, rows) - log_sigma - evidence_of_restraint(s, lambda);
}

/** Largest evidence near the best of the path, where that is inside: golden-section search in log lambda, O(p) a step. */
static dftfit_status refine_evidence(linear_solver *s, linear_fit *f, dftfit_error *err) {
  enum { STEPS = 24 }; /* the bracket shrinks by 1e5 */
  const double golden = 0.5 * (sqrt(5.0) - 1);
  int best = 0;
  for (int l = 1; l < f->nlambda; l++)
    if (f->evidence[l] > f->evidence[best]) best = l;
  f->evidence_lambda = f->lambda[best];
  f->evidence_end = path_end_at(f->nlambda, best);
  if (f->evidence_end != PATH_INSIDE) return DFTFIT_OK;
  double a = log(f->lambda[best - 1]), b = log(f->lambda[best + 1]);
  double x[2] = {b - golden * (b - a), a + golden * (b - a)}, value[2];
  ridge_fit fit;
  for (int step = 0; step < STEPS; step++) {
    for (int k = 0; k < 2; k++) {
      double lambda = exp(x[k]);
      DFTFIT_TRY(ridge_solve(&s->ridge[0], 1, &lambda, s->path, &fit, err));
      value[k] = log_evidence_with_sigma(s, f, lambda, fit);
    }
    if (value[0] > value[1])
      b = x[1];
    else
      a = x[0];
    x[0] = b - golden * (b - a);
    x[1] = a + golden * (b - a);
  }
  f->evidence_lambda = exp(0.5 * (a + b));
  return DFTFIT_OK;
}

/** Path, evidence and its maximum, from all of the data. */
static dftfit_status whole(linear_solver *s, const linear_options *o, linear_fit *f, dftfit_error *err) {
  if (o->choice == CHOOSE_GIVEN)
    f->lambda[0] = o->lambda;
  else
    ridge_lambda_path(&s->ridge[0], o->short_path ? 1 : LAMBDA_BEYOND, f->nlambda, f->lambda);
  DFTFIT_TRY(ridge_solve(&s->ridge[0], f->nlambda, f->lambda, s->path, s->path_fit, err));
  for (int l = 0; l < f->nlambda; l++) f->evidence[l] = log_evidence_with_sigma(s, f, f->lambda[l], s->path_fit[l]);
  return o->choice == CHOOSE_GIVEN ? DFTFIT_OK : refine_evidence(s, f, err);
}

/** Left-out residuals of every fold of this rank at every lambda. */
static dftfit_status left_out(linear_solver *s, linear_fit *f, dftfit_error *err) {
  for (int k = 1; k < s->ntask; k++) {
    double *rss = s->rss + (size_t)(k - 1) * (size_t)f->nlambda * TARGET_CLASSES;
    if (!s->mine[k]) continue;
    DFTFIT_TRY(ridge_solve(&s->ridge[k], f->nlambda, f->lambda, s->path, s->path_fit, err));
    for (int l = 0; l < f->nlambda; l++)
      DFTFIT_TRY(systems_residuals(s->t, k - 1, s->factor, s->path + (size_t)l * (size_t)f->ncolumn,
                                   rss + l * TARGET_CLASSES, err));
  }
  return DFTFIT_OK;
}

/** Scores of every lambda, and of each fold in them. */
static void sum_scores(linear_solver *s, linear_fit *f) {
  for (int l = 0; l < f->nlambda; l++) {
    f->score[l] = s->ntask > 1 ? 0 : NAN;
    for (int k = 0; k < s->ntask - 1; k++) {
      const double *rss = s->rss + ((size_t)k * (size_t)f->nlambda + (size_t)l) * TARGET_CLASSES;
      double *part = &s->fold_score[l * f->nfold + k];
      *part = 0;
      for (int c = 0; c < TARGET_CLASSES; c++)
        *part += score_part(rss[c], (double)s->t->rows[k * TARGET_CLASSES + c], f->balance[c], c < TARGET_KINDS);
      f->score[l] += *part;
    }
  }
}

static void choose_by_score(linear_solver *s, const linear_options *o, linear_fit *f) {
  const score_path path = {f->nlambda, f->nfold, f->lambda, s->fold_score, o->short_path ? NULL : f->evidence};
  score_choice choice = score_choose(&path);
  s->best = choice.nearest;
  f->cv_lambda = choice.lambda;
  f->cv_end = choice.end;
}

dftfit_status walk_path(linear_solver *s, const linear_options *o, linear_fit *f, dftfit_error *err) {
  DFTFIT_TRY(vote(s->comm, s->mine[0] ? whole(s, o, f, err) : DFTFIT_OK, err));
  MPI_Bcast(f->lambda, f->nlambda, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(f->evidence, f->nlambda, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(&f->evidence_lambda, 1, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(&f->evidence_end, sizeof f->evidence_end, MPI_BYTE, s->owner[0], s->comm);
  DFTFIT_TRY(vote(s->comm, left_out(s, f, err), err));
  int per_fold = f->nlambda * TARGET_CLASSES;
  for (int k = 1; k < s->ntask; k++)
    MPI_Bcast(s->rss + (size_t)(k - 1) * (size_t)per_fold, per_fold, MPI_DOUBLE, s->owner[k], s->comm);
  sum_scores(s, f);
  if (o->choice == CHOOSE_GIVEN) {
    f->chosen = o->lambda;
    s->best = 0;
    return DFTFIT_OK;
  }
  if (s->ntask > 1) choose_by_score(s, o, f);
  f->chosen = o->choice == CHOOSE_CROSS_VALIDATION ? f->cv_lambda : f->evidence_lambda;
  if (o->choice == CHOOSE_CROSS_VALIDATION) return DFTFIT_OK;
  s->best = 0; /* the point of the path nearest to the evidence's maximum, for the sigmas */
  for (int l = 1; l < f->nlambda; l++)
    if (fabs(log(f->lambda[l] / f->chosen)) < fabs(log(f->lambda[s->best] / f->chosen))) s->best = l;
  return DFTFIT_OK;
}
