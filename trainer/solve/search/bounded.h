/* SPDX-License-Identifier: BSD-3-Clause */
/** Least squares with bounds, on a triangle: the step of a bounded search, and the linear unknowns where the others are
 *  held.
 *      minimise |R (y - x) - b|^2,   lower <= y <= upper
 *  By active sets, with a QR factorisation of the free columns at each: P. B. Stark, R. L. Parker, Comput. Stat. 10
 *  (1995) 129. Where free columns depend on each other the change y - x of least norm is taken, columns scaled. */
#ifndef TRAINER_SOLVE_SEARCH_BOUNDED_H
#define TRAINER_SOLVE_SEARCH_BOUNDED_H

#include "solve/linear/triangle.h"

/** system: complete, n unknowns and the right-hand side b as last column. x, lower, upper, y: [n], lower <= upper; what
 *  ends at a bound is that bound to the last bit. The first ncommon columns are scaled alike, so that the least norm is
 *  theirs without weights. */
dftfit_status bounded_solve(const triangle *system, int ncommon, const double *x, const double *lower,
                            const double *upper, double *y, dftfit_error *err);

#endif
