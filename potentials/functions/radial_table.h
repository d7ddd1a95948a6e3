/* SPDX-License-Identifier: BSD-3-Clause */
/** Radial functions of one pair of elements as a table of quintic polynomials, docs/forms/ace.md (5).
 *  Value, slope and curvature are those of the functions at the nodes: the interpolant is twice continuously
 *  differentiable, and the energy and its derivatives are exactly consistent with each other. */
#ifndef FUNCTIONS_RADIAL_TABLE_H
#define FUNCTIONS_RADIAL_TABLE_H

#include "functions/radial.h"

typedef struct radial_table {
  int nfunction, stride;    /* stride: nfunction padded to a multiple of 8                                         */
  int nbin;                 /* bins of equal width over [0, rc); one more bin of zeros follows for r >= rc          */
  double rc, inverse_width; /* A, 1/A                                                                             */
  double *c; /* [nbin+1][6][stride] coefficients of t^q, t = r/width - bin; one interval in a few lines */
} radial_table;

/** Tabulates the functions c [nfunction][terms->count]. Error of the interpolant: width^6 max|R^(6)| / 46080. */
dftfit_status radial_table_create(const radial_terms *terms, int nfunction, const double *c, radial_table *out,
                                  dftfit_error *err);
void radial_table_free(radial_table *table);

#endif
