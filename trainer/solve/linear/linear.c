/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/linear.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/linear/linear_solver.h"

static double *doubles(size_t n) { return calloc(n + 1, sizeof(double)); }

static dftfit_status allocate(linear_solver *s, linear_fit *f, const linear_options *o, dftfit_error *err) {
  const problem *p = s->p;
  int nfold = p->nfold, ntask = nfold > 1 ? nfold + 1 : 1;
  size_t ncolumn = (size_t)p->ncolumn, nl = (size_t)o->nlambda;
  *f = (linear_fit){.ncolumn = p->ncolumn, .nfold = nfold, .nparameter = p->ncolumn - p->ncomposition};
  f->nsingular = f->nparameter;
  for (int k = 0; k < nfold * TARGET_CLASSES; k++)
    f->rows += (double)s->t->rows[k], f->class_rows[k % TARGET_CLASSES] += (double)s->t->rows[k];
  f->nlambda = o->choice == CHOOSE_GIVEN ? 1 : o->nlambda;
  f->nweak = f->nparameter < WEAK_DIRECTIONS ? f->nparameter : WEAK_DIRECTIONS;
  f->cv_lambda = f->evidence_lambda = NAN;
  f->lambda = doubles(nl);
  f->score = doubles(nl);
  f->evidence = doubles(nl);
  f->singular = doubles(ncolumn);
  f->x = doubles(ncolumn);
  f->fold_x = doubles((size_t)nfold * ncolumn);
  f->deviation = doubles(ncolumn);
  f->weak_singular = doubles((size_t)f->nweak);
  f->weak = doubles((size_t)f->nweak * ncolumn);
  s->ntask = ntask;
  s->owner = calloc((size_t)nfold + 1, sizeof *s->owner);
  s->mine = calloc((size_t)nfold + 1, sizeof *s->mine);
  s->system = calloc((size_t)nfold + 1, sizeof *s->system);
  s->ridge = calloc((size_t)nfold + 1, sizeof *s->ridge);
  s->path = doubles(nl * ncolumn);
  s->alone = doubles(ncolumn);
  s->path_fit = calloc(nl + 1, sizeof *s->path_fit);
  s->rss = doubles((size_t)nfold * nl * TARGET_CLASSES);
  s->fold_score = doubles((size_t)nfold * nl);
  bool all = f->lambda && f->score && f->evidence && f->singular && f->x && f->fold_x && f->deviation &&
             f->weak_singular && f->weak && s->owner && s->mine && s->system && s->ridge && s->path && s->path_fit &&
             s->rss && s->fold_score && s->alone;
  if (!all) return dftfit_no_memory(err, "the solution of %d unknowns", p->ncolumn);
  for (int k = 0; k < ntask; k++) {
    s->owner[k] = k % s->nrank;
    s->mine[k] = s->owner[k] == s->rank;
  }
  return DFTFIT_OK;
}

static void drop_systems(linear_solver *s) {
  for (int k = 0; s->ridge && k < s->ntask; k++) ridge_destroy(&s->ridge[k]);
}

/** Bidiagonalises the systems of this rank for the sigmas at hand. */
static dftfit_status make_systems(linear_solver *s, const linear_fit *f, dftfit_error *err) {
  drop_systems(s);
  for (int c = 0; c < TARGET_CLASSES; c++) s->factor[c] = f->balance[c] / f->sigma[c];
  DFTFIT_TRY(systems_create(s->t, s->factor, s->mine, s->system, err));
  dftfit_status status = DFTFIT_OK;
  for (int k = 0; k < s->ntask; k++) {
    if (s->mine[k] && !status) status = ridge_create(&s->ridge[k], &s->system[k], s->p->ncomposition, s->p->prior, err);
    triangle_destroy(&s->system[k]);
  }
  return status;
}

/** The restraint alone does not depend on the sigmas. */
static dftfit_status make_restraint(linear_solver *s, dftfit_error *err) {
  triangle alone;
  if (!s->mine[0] || s->t->restraint.nrow == 0) return DFTFIT_OK;
  DFTFIT_TRY(systems_restraint(s->t, &alone, err));
  return ridge_create(&s->restraint, &alone, s->p->ncomposition, s->p->prior, err);
}

/** Balanced rows have weight balance^2/sigma^2, but errors of sigma: the meat has balance^4/sigma^2. */
static dftfit_status deviations(linear_solver *s, linear_fit *f, dftfit_error *err) {
  double factor[TARGET_CLASSES];
  bool balanced = false, *wanted = calloc((size_t)s->t->nfold + 1, sizeof *wanted);
  triangle *meat = calloc((size_t)s->t->nfold + 1, sizeof *meat);
  dftfit_status status = wanted && meat ? DFTFIT_OK : dftfit_no_memory(err, "the meat");
  for (int c = 0; c < TARGET_CLASSES; c++) {
    factor[c] = f->balance[c] * s->factor[c];
    balanced = balanced || f->balance[c] != 1;
  }
  if (!status && !balanced) status = ridge_standard_deviations(&s->ridge[0], f->chosen, f->deviation, err);
  if (!status && balanced) {
    wanted[0] = true;
    status = systems_create(s->t, factor, wanted, meat, err);
    if (!status) status = ridge_sandwich(&s->ridge[0], f->chosen, &meat[0], f->deviation, err);
    triangle_destroy(&meat[0]);
  }
  free(wanted);
  free(meat);
  return status;
}

/** Solutions at the chosen lambda, of every system, on every rank. */
static dftfit_status solutions(linear_solver *s, linear_fit *f, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  ridge_fit fit;
  for (int k = 0; k < s->ntask && !status; k++) {
    double *x = k ? f->fold_x + (size_t)(k - 1) * (size_t)f->ncolumn : f->x;
    if (s->mine[k]) status = ridge_solve(&s->ridge[k], 1, &f->chosen, x, &fit, err);
    if (k || !s->mine[k] || status) continue;
    f->log_evidence = log_evidence_with_sigma(s, f, f->chosen, fit);
    f->freedom = ridge_degrees_of_freedom(&s->ridge[0], f->chosen);
    memcpy(f->singular, s->ridge[0].singular, (size_t)f->nparameter * sizeof(double));
    status = deviations(s, f, err);
    if (!status) status = ridge_weakest(&s->ridge[0], f->nweak, f->weak_singular, f->weak, err);
  }
  DFTFIT_TRY(vote(s->comm, status, err));
  for (int k = 0; k < s->ntask; k++)
    MPI_Bcast(k ? f->fold_x + (size_t)(k - 1) * (size_t)f->ncolumn : f->x, f->ncolumn, MPI_DOUBLE, s->owner[k],
              s->comm);
  MPI_Bcast(&f->log_evidence, 1, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(&f->freedom, 1, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(f->singular, f->nparameter, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(f->deviation, f->nparameter, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(f->weak_singular, f->nweak, MPI_DOUBLE, s->owner[0], s->comm);
  MPI_Bcast(f->weak, f->nweak * f->nparameter, MPI_DOUBLE, s->owner[0], s->comm);
  for (int i = 0; i < f->nparameter; i++) f->nprior += f->singular[i] * f->singular[i] < f->chosen;
  return DFTFIT_OK;
}

/** A lambda just above what rounding makes of a singular value of zero, the same on all ranks. */
static double least_lambda(const linear_solver *s) {
  double largest = 0, all;
  for (int k = 0; k < s->ntask; k++)
    if (s->mine[k]) largest = fmax(largest, s->ridge[k].singular[0]);
  MPI_Allreduce(&largest, &all, 1, MPI_DOUBLE, MPI_MAX, s->comm);
  double mu = 2 * DBL_EPSILON * (s->p->ncolumn - s->p->ncomposition) * (all > 0 ? all : 1);
  return mu * mu;
}

/** Systems, path and solutions for weights that are settled. */
static dftfit_status solve_with_fixed_weights(linear_solver *s, linear_fit *f, linear_options o, dftfit_error *err) {
  for (int c = 0; c < TARGET_CLASSES; c++) {
    f->sigma[c] = o.fixed_weights->sigma[c];
    f->balance[c] = o.fixed_weights->balance[c];
  }
  DFTFIT_TRY(vote(s->comm, make_systems(s, f, err), err));
  double least = o.undetermined ? least_lambda(s) : 0;
  o.lambda = fmax(o.lambda, least);
  DFTFIT_TRY(walk_path(s, &o, f, err));
  f->chosen = fmax(o.fixed_weights->lambda, least);
  f->converged = true;
  return solutions(s, f, err);
}

static dftfit_status solve(linear_solver *s, linear_fit *f, const linear_options *o, dftfit_error *err) {
  bool any = false;
  if (o->fixed_weights) return solve_with_fixed_weights(s, f, *o, err);
  for (int c = 0; c < TARGET_CLASSES; c++) any = any || o->estimated[c];
  DFTFIT_TRY(vote(s->comm, start_sigmas(s, o, f, err), err));
  do {
    DFTFIT_TRY(vote(s->comm, make_systems(s, f, err), err));
    linear_options walked = *o;
    if (o->undetermined) walked.lambda = fmax(o->lambda, least_lambda(s));
    DFTFIT_TRY(walk_path(s, &walked, f, err));
    f->converged = !any;
    if (any) f->iterations++;
  } while (any && !next_sigmas(s, o, f) && f->iterations < MAX_SIGMA_STEPS);
  return solutions(s, f, err);
}

dftfit_status linear_solve(MPI_Comm comm, const problem *p, const triangles *t, const linear_options *options,
                           linear_fit *out, dftfit_error *err) {
  linear_solver s = {.comm = comm, .p = p, .t = t};
  MPI_Comm_rank(comm, &s.rank);
  MPI_Comm_size(comm, &s.nrank);
  dftfit_status status = vote(comm, allocate(&s, out, options, err), err);
  if (!status) status = vote(comm, make_restraint(&s, err), err);
  if (!status) status = solve(&s, out, options, err);
  ridge_destroy(&s.restraint);
  free(s.alone);
  drop_systems(&s);
  free(s.owner);
  free(s.mine);
  free(s.system);
  free(s.ridge);
  free(s.path);
  free(s.path_fit);
  free(s.rss);
  free(s.fold_score);
  if (status) linear_fit_destroy(out);
  return status;
}

void linear_fit_destroy(linear_fit *f) {
  double **arrays[] = {&f->lambda, &f->score,     &f->evidence,      &f->singular, &f->x,
                       &f->fold_x, &f->deviation, &f->weak_singular, &f->weak,     &f->share};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
    free(*arrays[i]);
    *arrays[i] = NULL;
  }
}
