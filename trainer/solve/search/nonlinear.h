/* SPDX-License-Identifier: BSD-3-Clause */
/** The fit of a model that is not linear: searches from one or several starts, weights from the linearised problem,
 *  statistics there.
 *
 *  1. Weights to begin with: sigmas that are estimated are the spread of the targets about the model at theta0;
 *  lambda
 *     that is chosen is the least of the path there, which decides only what the data cannot.
 *  2. A search (levenberg.h) from theta0 and from each other start; the least Phi is kept. Where there are several,
 *  ranks are divided into groups, and each group has a start of its own.
 *  3. At its end the rows are those of a linear problem in theta - theta0. Lambda and sigmas are chosen on it as for
 *  a
 *     linear form (linear.h), and the search goes on with them; again until they stay.
 *  4. Statistics - standard deviations, spectrum, solutions without each fold - are those of the linear problem at
 *  the
 *     end. Parameters at a bound are held there.
 *  Where no parameter has a prior (all weights are 0) the search has no lambda, and statistics are those of a prior
 *  about the solution, as wide as each parameter is large (or its size says): further away the problem is not linear
 *  any more, and what the data fix no better than that counts as not fixed. Each pass of the data is accumulate_at,
 *  so the answer is the same to the last bit for any number of ranks; the algebra between passes is done on rank 0
 *  and told to the others. */
#ifndef TRAINER_SOLVE_SEARCH_NONLINEAR_H
#define TRAINER_SOLVE_SEARCH_NONLINEAR_H

#include "solve/linear/linear.h"
#include "solve/search/levenberg.h"

typedef struct nonlinear_options {
  linear_options weights; /* fixed_weights is ignored                                 */
  int most_steps;         /* of one search                                    */
  int nstart;             /* theta0, and nstart-1 others                      */
  uint64_t seed;          /* of these                                         */
  double tolerance;       /* levenberg.h                                      */
  double slice;           /* seconds that groups of ranks search before they meet; 0: they meet after every pass */
} nonlinear_options;

typedef struct nonlinear_progress {
  int start, round, steps; /* round 0: the starts, those that have ended, the best of them (-1: none) */
  int ended, best;
  double phi, best_phi, cosine, mu; /* phi, cosine, mu: of start */
} nonlinear_progress;

typedef struct nonlinear_start {
  double phi; /* with the weights of the starts; NaN: failed */
  int steps, end;
} nonlinear_start;

/** What the caller does between passes; any may be NULL. save, on_progress and on_start_end are called on rank 0. */
typedef struct nonlinear_hooks {
  void *self;
  bool (*stop)(void *self); /* asked on every rank after every step; one is enough            */
  dftfit_status (*save)(void *self, const char *text, size_t length, dftfit_error *err); /* after every step */
  void (*on_progress)(void *self, const nonlinear_progress *now);
  void (*on_start_end)(void *self, int start, const nonlinear_start *how); /* the search of a start */
} nonlinear_hooks;

typedef struct nonlinear_fit {
  linear_fit linear; /* x within the bounds; statistics of the last linearisation        */
  int nstart, best;  /* best: index of the start that was kept                           */
  nonlinear_start *start;
  int rounds, steps, passes; /* choices of weights; trials and passes of the data, all in all */
  int end;                   /* of the last search                                             */
  double phi;                /* at x, with the last weights                                    */
  bool prior;                /* there is one on the parameters                                 */
  bool settled;              /* weights stayed                                                 */
  bool interrupted;          /* by stop: nothing but this is valid                              */
} nonlinear_fit;

/** Collective. resume [length] (rank 0; NULL: from the beginning): a text that save was given; then the answer is the
 *  same as without the interruption. name is the place of that text in errors. */
dftfit_status nonlinear_solve(MPI_Comm comm, const problem *p, const nonlinear_options *options,
                              const nonlinear_hooks *hooks, const char *name, const char *resume, size_t length,
                              nonlinear_fit *out, dftfit_error *err);
void nonlinear_fit_destroy(nonlinear_fit *fit);

/** Start number k: theta0 for 0; the others are points k of a Sobol sequence (sobol.h) in the searched parameters:
 *  where the problem says that starts lie; otherwise over their bounds where there are two; otherwise over theta0 -+
 *  half of its size, or of 1/prior where it is 0. More starts leave the first ones as they are. x [ncolumn]. */
void nonlinear_start_point(const problem *p, uint64_t seed, int k, double *x);

#endif
