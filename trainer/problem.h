/* SPDX-License-Identifier: BSD-3-Clause */
/** The contract between assemble/ (knows atoms) and solve/ (knows linear algebra):
 *     minimise  sum_t ((model_t(theta) - target_t)/sigma_t)^2 + lambda |Gamma (theta - theta0)|^2.
 *  Where the model is linear in all unknowns the rows are the same everywhere, and theta0 is 0.
 *  Unknowns: ncomposition unpenalised columns first (changes of the reference energies), then the parameters.
 *  Rows come in leaves: a leaf is a fixed run of whole configurations of one fold; leaves do not depend on the
 *  number of ranks. Within a leaf rows are handed over in blocks per target class, already divided by sigma. */
#ifndef TRAINER_PROBLEM_H
#define TRAINER_PROBLEM_H

#include <stdbool.h>

#include "data/target.h"
#include "dftfit/status.h"

/** Takes n rows of one class, all those that a configuration has of a kind (calls are counted: configurations are
 *  independent of each other, the rows of one are not): rows is column-major with leading dimension ld, [ncolumn+1]
 *  columns, the last one the right-hand side (target - model(theta), divided by sigma like the rest). The rows are
 *  consumed (may be overwritten). */
typedef struct row_consumer {
  void *self;
  dftfit_status (*take)(void *self, target_class which, int n, double *rows, int ld, dftfit_error *err);
} row_consumer;

typedef struct problem {
  int ncolumn; /* ncomposition + free parameters                                     */
  int ncomposition;
  const char *const *name;     /* [ncolumn]                                                          */
  const double *prior;         /* [ncolumn] diagonal of Gamma; 0 for the composition columns          */
  const double *lower, *upper; /* [ncolumn] bounds on the unknowns, +-INFINITY                       */
  const bool *linear_columns;  /* [ncolumn] true: the model is linear in these columns together, the others held fixed;
                                  NULL: it is linear in all columns (problem_is_linear) */
  const double *start;         /* [ncolumn] theta0, where the search starts; NULL: 0                 */
  const double *size;          /* [ncolumn] a large change of each unknown; 0 or NULL: its value          */
  const double *start_lower, *start_upper; /* [ncolumn] where other starts lie; both 0 or NULL: within the bounds */
  /* [TARGET_KINDS] rows of a class are multiplied by balance/sigma; NULL: the solver sets it from the rows, where sigma
   * is estimated */
  const double *balance;
  double log_divisors; /* sum over the rows of log(what their targets are divided by before balance and sigma)    */
  int nfold;           /* >= 1                                                                */
  int nleaf;
  const int *leaf_fold;    /* [nleaf] fold of each leaf, ascending                                */
  const double *leaf_cost; /* [nleaf] estimated seconds or any unit, for dealing leaves to ranks  */
  void *self;
  /** Evaluates model and Jacobian at theta [ncolumn] (NULL: where the model stands) for one leaf. */
  dftfit_status (*eval)(void *self, int leaf, const double *theta, const row_consumer *consumer, dftfit_error *err);
  /** Rows that belong to no fold: they stand beside the data in every system and are never left out. One fold, rows of
   *  TARGET_FIXED alone. Columns: those of this problem, then restraint_folds right-hand sides, for the systems without
   *  fold 0, 1, ..; the last one is that of all data. NULL: none. Only where the model is linear in all unknowns. */
  const struct problem *restraint;
  int restraint_folds;
  bool restraint_by_fold; /* false: the folds are other ones, and all systems take the last right-hand side */
} problem;

/** Whether the model is linear in all unknowns, so that one pass over the rows is enough. */
static inline bool problem_is_linear(const problem *p) { return !p->linear_columns; }

#endif
