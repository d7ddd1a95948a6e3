/* SPDX-License-Identifier: BSD-3-Clause */
/** What the files of the non-linear fit share: nonlinear.c (the order of things), search.c (one search), multistart.c
 *  (many), linearised.c, checkpoint.c. */
#ifndef TRAINER_SOLVE_SEARCH_SEARCH_H
#define TRAINER_SOLVE_SEARCH_SEARCH_H

#include "solve/search/nonlinear.h"

typedef enum stage {
  STAGE_BEGIN,   /* a pass at theta0, which sets the weights            */
  STAGE_STARTS,  /* searches of the starts, each on a group of ranks     */
  STAGE_SEARCH,  /* passes at levenberg.y, on all ranks                  */
  STAGE_WEIGHTS, /* a pass at levenberg.y, the end of a search; then weights */
  STAGE_DONE
} stage;

/** Where the fit stands, on rank 0. All of it but the triangles is kept in a checkpoint. */
typedef struct search {
  const problem *p;
  nonlinear_options options;
  int stage; /* stage */
  int round; /* 0: starts, then one for each choice of weights */
  int steps, passes;
  int settled;            /* the weights stayed        */
  int best;               /* start with the least Phi so far; -1: none */
  double best_phi;        /* in the units of the starts                */
  double *best_x;         /* [ncolumn] */
  nonlinear_start *tried; /* [nstart] end is END_NOT_YET: not ended */
  double **begun;         /* [nstart] packed searches that are at work or were interrupted; NULL: not begun, or ended */
  linear_weights weights; /* on all ranks */
  levenberg levenberg;    /* that of this rank's group, on its first rank */
  int at_work;            /* start that levenberg is of; -1: none; on first ranks */
} search;

/** Collective: rows at x of rank 0 of comm. */
dftfit_status search_pass(MPI_Comm comm, const search *s, const double *x, triangles *t, dftfit_error *err);
/** The triangles as one system with the weights at hand. */
dftfit_status search_combine(const search *s, const triangles *t, triangle *out, dftfit_error *err);
/** Collective in comm: a pass at levenberg.y of its rank 0, and what the search there makes of it. */
dftfit_status search_advance(MPI_Comm comm, search *s, dftfit_error *err);
/** Collective in comm: the triangle that an unpacked search lacks. */
dftfit_status search_rebuild(MPI_Comm comm, search *s, dftfit_error *err);
/** On rank 0: what the hooks get. */
dftfit_status search_tell(search *s, const nonlinear_hooks *hooks, dftfit_error *err);
/** Collective: a rank was asked to stop. */
bool search_stopped(MPI_Comm comm, const nonlinear_hooks *hooks);

/** Collective: the searches of all starts that have not ended; afterwards best, best_x, tried are those of the whole
 *  set. Starts are dealt to groups of ranks, as many as there are searches left; they meet after every slice of
 *  time. What a search does depends on no other, nor on the meetings. */
dftfit_status multistart(MPI_Comm comm, search *s, const nonlinear_hooks *hooks, bool *interrupted, dftfit_error *err);

/** The state as text; *text is freed by the caller. */
dftfit_status checkpoint_write(search *s, char **text, size_t *length, dftfit_error *err);
/** Sets s, made for the same problem, to what text [length] says; name is its place in errors. */
dftfit_status checkpoint_read(search *s, const char *name, const char *text, size_t length, dftfit_error *err);

/** Collective. t: rows at x. Chooses weights (fixed_weights NULL) or keeps them on the linear problem in theta - theta0; x, the
 *  statistics and the solutions without each fold are in terms of theta. Parameters at a bound are left out. */
dftfit_status linearised_solve(MPI_Comm comm, const problem *p, const triangles *t, const double *x,
                               const linear_options *o, linear_fit *out, dftfit_error *err);

/** A parameter has a prior. */
bool has_prior(const problem *p);

/** Weights to begin with, from the rows at theta0. */
dftfit_status first_weights(const problem *p, const triangles *t, const linear_options *o, linear_weights *out,
                            dftfit_error *err);

#endif
