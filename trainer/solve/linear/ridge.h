/* SPDX-License-Identifier: BSD-3-Clause */
/** Ridge regression on a triangle, for any number of lambdas after one bidiagonalisation.
 *
 *  Unknowns x = (c, theta): composition columns, not penalised, then parameters with penalty lambda |Gamma theta|^2.
 *  1. Composition stands first, so the trailing block of R is the problem with composition projected out. Where the
 *     composition block R11 = U S V^T is rank-deficient, the rows of U^T R that it does not reach join that block.
 *  2. Standard form: columns divided by Gamma.  A = A' Gamma^-1, z = Gamma theta.
 *  3. A = Q B P^T with B upper bidiagonal; |A z - b|^2 + lambda |z|^2 = |B y - Q^T b|^2 + lambda |y|^2, y = P^T z.
 *  4. Each lambda: Givens rotations on (B; sqrt(lambda) I) and back substitution, O(p).
 *  5. c = V S^+ U^T (b1 - R12 theta), the change of least norm.
 *  L. Elden, BIT 17 (1977) 134 (algorithms for ill-conditioned least squares); A. Bjorck, Numerical Methods for Least
 *  Squares Problems (SIAM 1996), sections 2.6 and 5.3. */
#ifndef TRAINER_SOLVE_LINEAR_RIDGE_H
#define TRAINER_SOLVE_LINEAR_RIDGE_H

#include <stdbool.h>

#include "solve/linear/triangle.h"

typedef struct ridge {
  int p, ncomposition, m; /* parameters, composition columns, rows of a (m >= p)                */
  int rank;               /* of the composition block                                           */
  const double *gamma;    /* [p] borrowed                                                       */
  double *a;              /* [m*p] reflectors of the bidiagonalisation                          */
  double *d, *e;          /* [p], [p-1] bidiagonal                                              */
  double *tauq, *taup;    /* [p]                                                                */
  double *beta;           /* [m] Q^T b; entries p .. m-1 are out of reach of z                  */
  double rest2;           /* sum of squares that no z can reduce                                */
  double *singular;       /* [p] singular values of A, descending                               */
  double *top;            /* [ncomposition*(p+1)] U^T (R12, b1)                                 */
  double *cs, *cvt;       /* singular values and V^T of the composition block                   */
} ridge;

/** system: R with ncolumn+1 columns, complete (triangle_complete); consumed. prior [ncolumn]: Gamma, positive for the
 *  parameters; borrowed. */
dftfit_status ridge_create(ridge *g, triangle *system, int ncomposition, const double *prior, dftfit_error *err);
void ridge_destroy(ridge *g); /* may be called twice */

/** What a solution at one lambda amounts to, in units of sigma. */
typedef struct ridge_fit {
  double residual2; /* |R x - b|^2, everything folded in */
  double penalty2;  /* |Gamma theta|^2                   */
} ridge_fit;

/** Solutions x [ncolumn*nlambda], column by column; fit [nlambda]. An error when lambda is 0 (or too small to count)
 *  and the data do not determine all parameters. */
dftfit_status ridge_solve(const ridge *g, int nlambda, const double *lambda, double *x, ridge_fit *fit,
                          dftfit_error *err);

/** Effective number of parameters, sum s^2/(s^2 + lambda), composition not counted. */
double ridge_degrees_of_freedom(const ridge *g, double lambda);

/** Log of the marginal likelihood of the data in units of sigma (composition integrated with a flat prior), given the
 *  fit at lambda; nrow: rows folded in. - sum(log sigma) over the rows has to be added where sigma varies.
 *  D. J. C. MacKay, Neural Computation 4 (1992) 415. */
double ridge_log_evidence(const ridge *g, double lambda, ridge_fit fit, double nrow);

/** A path that ends at this multiple of the square of the smallest singular value leaves the prior a ten-thousandth of
 *  the least determined direction: a best lambda lies inside of the path wherever there is one. */
#define LAMBDA_BEYOND 1e-4

/** lambda [n], log-spaced from the largest squared singular value down to `beyond` times the smallest (or what rounding
 *  leaves of it). */
void ridge_lambda_path(const ridge *g, double beyond, int n, double *lambda);

/** Standard deviations [p] of the parameters at lambda: square roots of the diagonal of the posterior covariance
 *  (A'^T A' + lambda Gamma^2)^-1, of the problem with composition projected out. */
dftfit_status ridge_standard_deviations(const ridge *g, double lambda, double *deviation, dftfit_error *err);

/** The same where rows are weighted otherwise than their errors say: of H^-1 M H^-1, H^-1 that covariance, M = the
 *  meat R_M^T R_M + lambda Gamma^2, R_M complete, with the columns of the system (P. J. Huber, Proc. Fifth Berkeley
 *  Symp. 1 (1967) 221). */
dftfit_status ridge_sandwich(const ridge *g, double lambda, const triangle *meat, double *deviation, dftfit_error *err);

/** Step 4: min |B y - beta|^2 + lambda |y|^2 by Givens rotations; diagonal [p] and superdiagonal [p-1] of the triangle
 *  go to d and e, the rotated right-hand side to y. False: singular. */
bool ridge_rotate(const ridge *g, double lambda, double *d, double *e, double *y);

/** w [p*p], column-major: its rows, divided by Gamma, are those of a factor W of that covariance, W W^T. */
dftfit_status ridge_inverse_factor(const ridge *g, double lambda, double *w, dftfit_error *err);

/** The n least determined directions: singular [n] ascending, direction [p*n] unit vectors in units of the prior. */
dftfit_status ridge_weakest(const ridge *g, int n, double *singular, double *direction, dftfit_error *err);

#endif
