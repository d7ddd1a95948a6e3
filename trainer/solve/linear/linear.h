/* SPDX-License-Identifier: BSD-3-Clause */
/** The linear fit, on triangles alone: lambda by leave-fold-out cross-validation or by evidence, sigma of target
 *  classes from cross-validated residuals, solutions with and without each fold.
 *
 *  Cross-validation score at lambda: docs/fit.md (2). For a class with given sigma the sum over the left-out rows of
 *  (residual/sigma)^2; for an estimated one each fold has its own scale, m (1 + log(sum/m)) instead of the sum.
 *  Sigma of an estimated class: the root mean square of its cross-validated residuals, as the geometric mean over
 *  the
 *  folds, iterated with lambda until it stays. Left-out residuals do not shrink when a class is weighted up, so the
 *  iteration cannot fit one class exactly at the cost of the others; a floor relative to the spread of the targets
 *  ends it where the model is exact. Balance: residuals of one configuration are correlated (they are errors of the
 *  model, not noise), so the 3N forces of a configuration are not 3N independent observations, nor are they one. The
 *  rows of a class whose sigma is estimated count m/n to the power 1/3 for each configuration (m rows of n
 *  configurations), in units of what the forces count (the class with most rows a configuration, where there are no
 *  forces): balance_c^2 = [(m_F/n_F) / (m_c/n_c)]^(2/3).     docs/fit.md (4) */
#ifndef TRAINER_SOLVE_LINEAR_LINEAR_H
#define TRAINER_SOLVE_LINEAR_LINEAR_H

#include "solve/linear/accumulate.h"
#include "solve/linear/ridge.h"
#include "solve/linear/score.h"

typedef enum lambda_choice { CHOOSE_CROSS_VALIDATION, CHOOSE_EVIDENCE, CHOOSE_GIVEN } lambda_choice;

/** Weights that are settled: the path is walked and shown, but the solutions are those of these. */
typedef struct linear_weights {
  double lambda;
  double sigma[TARGET_CLASSES], balance[TARGET_CLASSES];
} linear_weights;

typedef struct linear_options {
  lambda_choice choice;
  double lambda;                  /* where it is given                                         */
  int nlambda;                    /* length of the path                                        */
  bool estimated[TARGET_CLASSES]; /* rows came with sigma 1 and their sigma is to be estimated */
  double sigma[TARGET_CLASSES];   /* of the others, which came with sigma 1, too; 0: it is 1   */
  bool undetermined;              /* what neither data nor lambda determine is no error: it stays at 0 */
  bool short_path;                /* it ends at the least determined direction, and evidence has no say in the choice */
  const linear_weights *fixed_weights; /* NULL: weights are chosen here */
} linear_options;

typedef struct linear_fit {
  int ncolumn, nfold, nparameter, nlambda;
  double rows;                       /* of the data                                                             */
  double class_rows[TARGET_CLASSES]; /* of each class                                                           */
  double *lambda;                    /* [nlambda] path                                                          */
  double *score;                     /* [nlambda] cross-validation score; NaN with one fold                     */
  double *evidence;                  /* [nlambda] log evidence                                                  */
  double chosen;                     /* lambda of the solutions                                                 */
  double cv_lambda, evidence_lambda; /* where each is best; NaN: not known                                   */
  path_end cv_end, evidence_end;     /* where on the path that is                                               */
  double log_evidence;               /* at chosen                                                               */
  double freedom;                    /* effective number of parameters at chosen                                */
  int nprior;                        /* directions that the prior decides: s^2 < lambda                         */
  int nsingular;                     /* nparameter, less those held at a bound                                  */
  double *singular;                  /* [nsingular] descending, in units of the prior                           */
  double sigma[TARGET_CLASSES];      /* 1 where it was given                                                    */
  double balance[TARGET_CLASSES];    /* rows are multiplied by balance/sigma; 1 where sigma was given         */
  int iterations;                    /* of sigma; 0 where none is estimated                                     */
  bool converged;
  double *x;             /* [ncolumn]                                                               */
  double *fold_x;        /* [nfold*ncolumn] without each fold; NULL with one fold                   */
  double *share;         /* [nparameter] of the prior's variance that the data take away; NULL: not asked for */
  double *deviation;     /* [nparameter] posterior standard deviations                              */
  int nweak;             /* least determined directions                                             */
  double *weak_singular; /* [nweak]                                                                 */
  double *weak;          /* [nweak*nparameter] unit vectors, in units of the prior                  */
} linear_fit;

enum { WEAK_DIRECTIONS = 5 };

/** Collective; every rank ends with the same bits. Systems are dealt to the ranks. */
dftfit_status linear_solve(MPI_Comm comm, const problem *p, const triangles *t, const linear_options *options,
                           linear_fit *out, dftfit_error *err);
void linear_fit_destroy(linear_fit *fit);

#endif
