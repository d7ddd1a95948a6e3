/* SPDX-License-Identifier: BSD-3-Clause */
/** One pass over the rows of a problem: a triangle per fold and target class.
 *
 *  Leaves are dealt to the ranks in contiguous runs of about equal cost. Within a fold the triangles of the leaves
 *  are
 *  merged along a binary tree over the leaf numbers, on one rank as soon as both halves are there, across ranks by
 *  messages. Neither the leaves nor the tree depend on the number of ranks, so the result is the same to the last
 *  bit.
 *  (Contiguous runs, since then a rank holds only a few partial triangles at a time: memory does not grow with the
 *  data.) */
#ifndef TRAINER_SOLVE_LINEAR_ACCUMULATE_H
#define TRAINER_SOLVE_LINEAR_ACCUMULATE_H

#include <mpi.h>
#include <stdint.h>

#include "problem.h"
#include "solve/linear/triangle.h"

/** Everything that the statistics need of the data. */
typedef struct triangles {
  int n, nfold;        /* columns with the right-hand side; folds                       */
  triangle *part;      /* [nfold*TARGET_CLASSES] of fold f, class c: f*TARGET_CLASSES+c */
  int64_t *rows;       /* [nfold*TARGET_CLASSES] rows folded into each                  */
  int64_t *nconfig;    /* [nfold*TARGET_CLASSES] configurations that these rows come from        */
  triangle restraint;  /* of the restraint, in every system whatever is left out; empty: there is none. n columns, */
  int restraint_folds; /* of which the last is a right-hand side, with so many others before it                     */
  bool
      restraint_by_fold; /* they are those of the systems without each fold; false: all take the last                   */
  int64_t restraint_rows;
} triangles;

/** Told after every leaf: the share of this rank's cost that is done, 0 .. 1. */
typedef struct accumulate_watch {
  void *self;
  void (*done)(void *self, double share);
} accumulate_watch;

/** Collective. Every rank ends with all triangles. watch may be NULL. The rows are those where the model stands. */
dftfit_status accumulate(MPI_Comm comm, const problem *p, const accumulate_watch *watch, triangles *out,
                         dftfit_error *err);
/** The same with the rows at theta [ncolumn]. */
dftfit_status accumulate_at(MPI_Comm comm, const problem *p, const double *theta, const accumulate_watch *watch,
                            triangles *out, dftfit_error *err);
/** Sums of squares of the columns [n-1] over the rows of a class. */
void triangles_norms2(const triangles *t, target_class which, double *norm2);
void triangles_destroy(triangles *t);

/** first [nrank+1]: rank r has the leaves first[r] .. first[r+1]-1; the largest sum of costs is as small as it can be.
 */
void deal_leaves(int nleaf, const double *cost, int nrank, int *first);

enum { FOLD_ROWS = 1024 }; /* rows that are folded at a time; tpqrt reaches its full rate from about 500 */

#endif
