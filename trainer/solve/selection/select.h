/* SPDX-License-Identifier: BSD-3-Clause */
/** Sparse selection on the triangles: parameters are dropped, cheapest first, and every number kept is judged by
 *  cross-validation.
 *
 *  Every system (all of the data, and the data without each fold) is thinned out by itself, so that a fold has no
 *  say in which parameters predict it. A stage drops a tenth: one by one inside it (eliminate.h), then a new QR of
 *  the columns that are left, and lambda anew, the one that predicts the left-out rows best. Sigmas are held, so
 *  that scores of all stages are in the same units. A restraint is better left out here: with it functions would be
 *  kept for its structures that the data do not need. What was chosen is then solved with it.
 *  docs/fit.md, "Selection" */
#ifndef TRAINER_SOLVE_SELECTION_SELECT_H
#define TRAINER_SOLVE_SELECTION_SELECT_H

#include "solve/linear/linear.h"

/** What evaluations with the columns keep [ncolumn] take, any unit; share [ncolumn], unless NULL, as in form.h. NaN:
 *  out of memory. */
typedef struct column_cost {
  void *self;
  double (*of)(void *self, const bool *keep, double *share);
} column_cost;

typedef struct select_options {
  const linear_fit *all; /* with all parameters: its sigmas and balance are held, its path has the lambdas to try   */
  column_cost cost;
  bool by_cost; /* drop by price per cost that is saved, not by price                                       */
  int wanted;   /* a number of parameters that must be a stage; 0: none                                         */
  const accumulate_watch *watch; /* NULL: none */
} select_options;

typedef struct select_stage {
  int kept; /* parameters */
  double lambda, score, cost;
  double rss[TARGET_CLASSES]; /* left-out residuals in units of sigma/balance */
} select_stage;

typedef struct sparse_path {
  int nstage, nfold, ncolumn;
  double expected;     /* what a score would be if every residual were as large as its sigma says: its unit */
  select_stage *stage; /* [nstage] kept descending, all first                                           */
  double *fold_score;  /* [nstage*nfold] the part of each fold in the score                             */
  double *fold_x;      /* [nstage*nfold*ncolumn] solutions without each fold, zero for what was dropped there; a rank
                        * has those of its folds: select_fold_solutions                                       */
  int *last_stage;     /* [ncolumn] stages that a column is in, of the system of all data; nstage: to the end */
} sparse_path;

/** Collective, needs two folds; every rank ends with the same bits. */
dftfit_status select_path(MPI_Comm comm, const problem *p, const triangles *t, const select_options *o,
                          sparse_path *out, dftfit_error *err);
void sparse_path_destroy(sparse_path *s); /* may be called twice */

/** No stage of less cost has a score as small. */
bool select_on_front(const sparse_path *s, int stage);
/** The stage with fewest parameters whose score is above the best by no more than `tolerance` times expected, or for
 *  tolerance < 0 by no more than the standard error, over folds, of the difference. */
int select_by_score(const sparse_path *s, double tolerance);
/** The stage of most parameters whose cost is at most `share` of that of all; -1: none. */
int select_by_cost(const sparse_path *s, double share);
/** Collective: x [nfold*ncolumn] of a stage, on every rank. */
void select_fold_solutions(MPI_Comm comm, const sparse_path *s, int stage, double *x);
/** Collective: puts the solutions of the same columns with the restraint in the place of x, those of
 *  select_fold_solutions. Nothing is done where there is none. */
dftfit_status select_restrain(MPI_Comm comm, const problem *p, const triangles *t, const linear_fit *all,
                              const sparse_path *s, int stage, double *x, dftfit_error *err);
/** keep [ncolumn] of a stage. */
void select_columns(const sparse_path *s, int stage, bool *keep);

/** The triangles of the columns keep [n - 1] alone. */
dftfit_status select_triangles(const triangles *t, const bool *keep, triangles *out, dftfit_error *err);

#endif
