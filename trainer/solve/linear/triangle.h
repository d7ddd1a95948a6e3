/* SPDX-License-Identifier: BSD-3-Clause */
/** Least-squares rows folded into a triangle: R of the QR factorisation of everything folded in so far, with the
 *  right-hand side as the last column. While fewer rows than columns have come, they are kept as they are.
 *
 *  Folding is LAPACK's tpqrt (Householder reflections of a triangle on top of a block); merging two triangles is the
 *  same with a triangular block. That is the tall-skinny QR of Demmel, Grigori, Hoemmen and Langou, SIAM J. Sci.
 *  Comput. 34 (2012) A206: backward stable, and the condition number is not squared as normal equations would. */
#ifndef TRAINER_SOLVE_LINEAR_TRIANGLE_H
#define TRAINER_SOLVE_LINEAR_TRIANGLE_H

#include <stdbool.h>
#include <stddef.h>

#include "dftfit/status.h"

typedef struct triangle {
  int n;        /* columns, right-hand side included                                                        */
  int nrow;     /* < n: rows as they came; n: upper triangular with zeros below                             */
  int capacity; /* leading dimension of r (column-major)                                                    */
  double *r;    /* [capacity * n], NULL while nothing has come                                              */
} triangle;

/** Scratch of the factorisations, for triangles of n columns. */
typedef struct triangle_work {
  int n, nb;
  double *t, *work; /* [nb*n] each */
} triangle_work;

dftfit_status triangle_work_create(triangle_work *w, int n, dftfit_error *err);
void triangle_work_destroy(triangle_work *w);

void triangle_create(triangle *t, int n); /* empty */
void triangle_destroy(triangle *t);       /* may be called twice */

/** Folds m rows (column-major, leading dimension ld, n columns) into t; overwrites them. */
dftfit_status triangle_fold(triangle *t, int m, double *rows, int ld, triangle_work *w, dftfit_error *err);
/** Folds other into t; other is empty afterwards. */
dftfit_status triangle_merge(triangle *t, triangle *other, triangle_work *w, dftfit_error *err);
/** Room for nrow rows in t (empty before), which the caller fills; two triangles with as many rows are laid out alike.
 */
dftfit_status triangle_reserve(triangle *t, int nrow, dftfit_error *err);
/** out (empty before) = factor * t. */
dftfit_status triangle_copy(triangle *out, const triangle *t, double factor, dftfit_error *err);
/** Makes t a triangle even when fewer rows than columns have come (zero rows are added). */
dftfit_status triangle_complete(triangle *t, triangle_work *w, dftfit_error *err);
/** out (empty before) = the columns of t that column [n] names, ascending: what folding rows of these alone gives. */
dftfit_status triangle_columns(triangle *out, const triangle *t, int n, const int *column, triangle_work *w,
                               dftfit_error *err);
/** |t x|^2 for x [n]; with x[n-1] = -1 it is the residual sum of squares of the rows folded in. scratch [n]. */
double triangle_norm2(const triangle *t, const double *x, double *scratch);

/** Memory for count doubles, aligned for vector loads so that the same sums are made wherever the memory lies; NULL:
 *  none. */
double *aligned_doubles(size_t count);

#endif
