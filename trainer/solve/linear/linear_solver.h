/* SPDX-License-Identifier: BSD-3-Clause */
/** What the files of the linear fit share: linear.c (systems and solutions), lambda_path.c, sigma.c. */
#ifndef TRAINER_SOLVE_LINEAR_LINEAR_SOLVER_H
#define TRAINER_SOLVE_LINEAR_LINEAR_SOLVER_H

#include "solve/linear/linear.h"
#include "solve/linear/systems.h"

enum { MAX_SIGMA_STEPS = 20 };

typedef struct linear_solver {
  MPI_Comm comm;
  int rank, nrank;
  const problem *p;
  const triangles *t;
  int ntask;        /* systems: all of the data, and where there are folds without each of them */
  int *owner;       /* [ntask] rank of each                                                     */
  bool *mine;       /* [nfold+1]                                                                */
  triangle *system; /* [nfold+1]                                                                */
  ridge *ridge;     /* [nfold+1] those of this rank                                             */
  double factor[TARGET_CLASSES];
  ridge restraint;     /* alone, on the rank that has all of the data; p 0: there is none */
  double *alone;       /* [ncolumn] work                                              */
  double *path;        /* [ncolumn*nlambda] solutions along the path                               */
  ridge_fit *path_fit; /* [nlambda]                                                                */
  double *rss;         /* [nfold][nlambda][TARGET_CLASSES] left-out residuals in units of sigma    */
  double *fold_score;  /* [nlambda][nfold]                                                        */
  double floor[TARGET_CLASSES];
  int best; /* index of the chosen lambda in the path, for the sigmas                   */
} linear_solver;

/** Collective: lambdas, scores, evidences; chooses. */
dftfit_status walk_path(linear_solver *s, const linear_options *o, linear_fit *f, dftfit_error *err);
double log_evidence_with_sigma(const linear_solver *s, const linear_fit *f, double lambda, ridge_fit fit);

/** Sigmas to start with: the spread of the targets about the model without parameters. */
dftfit_status start_sigmas(linear_solver *s, const linear_options *o, linear_fit *f, dftfit_error *err);
/** Sigmas from the left-out residuals at the chosen lambda. True (and f->converged): they stayed, and nothing is
 *  changed. */
bool next_sigmas(linear_solver *s, const linear_options *o, linear_fit *f);

#endif
