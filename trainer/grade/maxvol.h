/* SPDX-License-Identifier: BSD-3-Clause */
/** Rows that span a large volume: of many rows of n numbers, n are chosen such that no exchange of one of them for
 *  another row makes |det A| larger by more than a small factor. S. A. Goreinov et al., How to find a good
 *  submatrix, in: Matrix Methods: Theory, Algorithms and Applications (World Scientific, 2010), p. 247;
 *  docs/grade.md (2).
 *
 *  The rows come in batches, as often as they like: with c = b A^-1, a row with the largest |c_j| above the
 *  threshold
 *  takes the place of row j. The set starts as a diagonal matrix, so it is regular from the first batch on. */
#ifndef TRAINER_GRADE_MAXVOL_H
#define TRAINER_GRADE_MAXVOL_H

#include <stdbool.h>
#include <stdint.h>

#include "dftfit/status.h"

typedef struct maxvol {
  int n;
  double *diagonal;     /* [n] of the set's beginning                                  */
  double *row;          /* [n][n] A                                                    */
  double *inverse;      /* [n][n] of A, c_j = sum_k b_k inverse[k][j], less left^T right of the exchanges pending */
  int64_t *origin;      /* [n] which row stands there, as its giver numbers them; -1 - k: diagonal element k */
  double *c;            /* [MAXVOL_BATCH][n] of the batch                              */
  double *left, *right; /* [MAXVOL_PENDING][n]                                     */
  int npending;
  int since; /* exchanges since the inverse was computed anew */
} maxvol;

enum { MAXVOL_BATCH = 256 /* rows at most of a batch */, MAXVOL_PENDING = 64 };
#define MAXVOL_THRESHOLD 1.05 /* an exchange must make the volume larger by this factor */

/** The set of the diagonal elements, all above zero. */
dftfit_status maxvol_create(maxvol *m, int n, const double *diagonal, dftfit_error *err);
dftfit_status maxvol_copy(maxvol *to, const maxvol *from, dftfit_error *err);
void maxvol_destroy(maxvol *m);
/** Takes rows [nrow][n], nrow <= MAXVOL_BATCH, numbered origin [nrow], from 0; adds the exchanges made to
 *  *exchanges. grade [nrow], unless NULL, gets the largest |c_j| of each row after these exchanges. */
dftfit_status maxvol_take(maxvol *m, int nrow, const double *rows, const int64_t *origin, long *exchanges,
                          double *grade, dftfit_error *err);
/** Offers the diagonal elements again. */
dftfit_status maxvol_take_diagonal(maxvol *m, long *exchanges, dftfit_error *err);
/** Puts diagonal elements in the places of all rows that `drop` names. */
dftfit_status maxvol_drop(maxvol *m, bool (*drop)(void *self, int64_t origin), void *self, dftfit_error *err);
/** Computes the inverse from the rows anew. */
dftfit_status maxvol_refresh(maxvol *m, dftfit_error *err);
/** grade [nrow]: the largest |c_j| of each of the rows [nrow][n], nrow <= MAXVOL_BATCH, none of which is taken. */
void maxvol_grades(maxvol *m, int nrow, const double *rows, double *grade);

#endif
