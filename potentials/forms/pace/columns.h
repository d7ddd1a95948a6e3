/* SPDX-License-Identifier: BSD-3-Clause */
/** Which radial functions an imported potential needs: docs/forms/pace.md (7), (8).
 *
 *  All functions of rank 1 of a centre z together are one pair function per density and neighbour element,
 *      sum_k c_k g_k(r),
 *  and R_nl that are the same combination of the basis for every pair of elements share a column. */
#ifndef FORMS_PACE_COLUMNS_H
#define FORMS_PACE_COLUMNS_H

#include "forms/ace/basis.h"
#include "forms/pace/model.h"

typedef struct pace_columns {
  int nbasis, ncolumn; /* terms g_k of a column; columns                                      */
  double *c;           /* [nelement*nelement][ncolumn][nbasis]                                */
  int ndensity;        /* densities that have functions of rank 1: the first channels of l=0  */
  int nmost;           /* largest n of R_nl                                                   */
  int16_t *channel;    /* [lmax+1][nmost] of R_nl among those of l; -1: not used              */
  int32_t *column;     /* what layout.column borrows                                          */
  ace_layout layout;
} pace_columns;

dftfit_status dftfit_pace_columns_create(const pace_model *model, pace_columns *out, dftfit_error *err);
void dftfit_pace_columns_free(pace_columns *columns);

/** Index of A_{mu n l m} in the atomic base. */
static inline int pace_base_index(const pace_columns *p, int mu, int n, int l, int m) {
  return ace_layout_index(&p->layout, mu, 1 + p->channel[l * p->nmost + n - 1], l, m);
}
/** Index of the sum of the pair function of a density over the neighbours of element mu. */
static inline int pace_pair_index(const pace_columns *p, int mu, int density) {
  return ace_layout_index(&p->layout, mu, 1 + density, 0, 0);
}

#endif
