/* SPDX-License-Identifier: BSD-3-Clause */
/** What the files of the non-linear fit share: nonlinear.c (the order of things), linearised.c, checkpoint.c. */
#ifndef TRAINER_SOLVE_NONLINEAR_PARTS_H
#define TRAINER_SOLVE_NONLINEAR_PARTS_H

#include "solve/nonlinear.h"

typedef enum stage {
  STAGE_SEARCH,  /* passes at levenberg.y                                   */
  STAGE_WEIGHTS, /* a pass at levenberg.y, the end of a search; then weights */
  STAGE_DONE
} stage;

/** Where the fit stands. All of it but the triangles is kept in a checkpoint. */
typedef struct search {
  const problem *p;
  nonlinear_options options;
  int stage; /* stage */
  int round; /* 0: starts, then one for each choice of weights */
  int start; /* of the starts                                  */
  int steps, passes;
  int weighted;           /* the weights are set */
  int settled;            /* they stayed         */
  int best;               /* start with the least Phi so far; -1: none */
  double best_phi;        /* in the units of the starts                */
  double *best_x;         /* [ncolumn] */
  nonlinear_start *tried; /* [nstart] */
  linear_weights weights;
  levenberg levenberg;
} search;

/** The state as text; *text is freed by the caller. */
dftfit_status checkpoint_write(search *s, char **text, size_t *length, dftfit_error *err);
/** Sets s, made for the same problem, to what text [length] says; name is its place in errors. */
dftfit_status checkpoint_read(search *s, const char *name, const char *text, size_t length, dftfit_error *err);

/** Collective. t: rows at x. Chooses weights (held NULL) or keeps them on the linear problem in theta - theta0; x, the
 *  statistics and the solutions without each fold are in terms of theta. Parameters at a bound are left out. */
dftfit_status linearised_solve(MPI_Comm comm, const problem *p, const triangles *t, const double *x,
                               const linear_options *o, linear_fit *out, dftfit_error *err);

/** A parameter has a prior. */
bool has_prior(const problem *p);

/** Weights to begin with, from the rows at theta0. */
dftfit_status first_weights(const problem *p, const triangles *t, const linear_options *o, linear_weights *out,
                            dftfit_error *err);

#endif
