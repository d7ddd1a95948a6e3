/* SPDX-License-Identifier: BSD-3-Clause */
/** Cubic B-splines on uniform knots that vanish with two derivatives at the outer end: C2 functions, linear in their
 *  coefficients. docs/forms/pair.md, equations (2) to (5); C. de Boor, A Practical Guide to Splines (1978). */
#ifndef FUNCTIONS_SPLINE_H
#define FUNCTIONS_SPLINE_H

/** f(r) = sum_k c_k B_k(r), k = 0 .. n-1, with knots inner, inner + h, ..., outer = inner + n h. */
typedef struct dftfit_spline {
  double inner, outer; /* A, inner < outer                                                                 */
  double step;         /* h, A                                                                             */
  int n;               /* coefficients = intervals >= 1: the 3 functions that do not vanish at outer are left out */
} dftfit_spline;

dftfit_spline dftfit_spline_create(double inner, double outer, int n);

/** The four functions first .. first+3 that are not zero at r, with their derivatives. Those with an index >= n are the
 *  ones left out: their coefficients are zero. Below inner every function goes on as the parabola with its own value,
 *  slope and curvature at inner (C2). At r >= outer everything is exactly zero. */
typedef struct dftfit_spline_basis {
  int first;
  double value[4], slope[4], curvature[4]; /* 1, 1/A, 1/A^2 */
} dftfit_spline_basis;

dftfit_spline_basis dftfit_spline_at(const dftfit_spline *spline, double r);

#endif
