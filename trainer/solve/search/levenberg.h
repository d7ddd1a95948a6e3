/* SPDX-License-Identifier: BSD-3-Clause */
/** Levenberg-Marquardt with bounds and variable projection, on triangles: pure algebra of one rank. The caller folds
 *  the rows at y into a triangle, hands it over, and gets the next y, until there is an end.
 *
 *      Phi(x) = |r(x)|^2 + lambda |Gamma (x - x0)|^2,   lower <= x <= upper
 *
 *  Unknowns are of two kinds. Composition columns and those that the model is linear in are *eliminated*: at given
 *  values of the others the best ones are a bounded linear problem, and Phi is taken there. The others are
 *  *searched*.
 *  1. R at x, with it z: x with its eliminated unknowns at their best, Phi(z) exact from R.
 *  2. y minimises |R (y - x) - b|^2 + lambda |Gamma (y - x0)|^2 + mu |D (y - z)_searched|^2 within the bounds: the
 *  step
 *     is QR of (R; prior; sqrt(mu) D) and active sets. Eliminated unknowns are not damped, so this is the step of
 *     variable projection after Kaufman with the eliminated ones carried along.
 *  3. A pass of the data at y; z' and Phi(z') from its triangle. gain = (Phi(z) - Phi(z')) / (that of the model).
 *  4. gain > GAIN_ACCEPTED: y is the new x. mu after Nielsen: times max(1/3, 1 - (2 gain - 1)^3), or times 2, 4,
 *  8...
 *  Derivatives taken at y are those at z' up to what the eliminated unknowns moved. Where that matters - a step that
 *  fails, or an end - a pass at z comes first.
 *  D: the norm of each column at x, so that units do not matter (D. W. Marquardt, J. SIAM 11 (1963) 431). More's
 *  largest norm so far would never forget a start where the columns are huge.
 *
 *  Ends, with tolerance t: no searched unknown's column makes a cosine above t with the residual (those that push
 *  against their bound set aside); or |D step| <= t |D x|; or both the model's and the true reduction of Phi are
 *  below
 *  t Phi; or Phi is below what rounding leaves of its first value.
 *
 *  J. J. More, Lect. Notes Math. 630 (1978) 105 (tests); H. B. Nielsen, IMM-REP-1999-05, DTU (damping);
 *  L. Kaufman, BIT 15 (1975) 49 and A. Ruhe, P.-A. Wedin, SIAM Rev. 22 (1980) 318 (elimination);
 *  C. Kanzow, N. Yamashita, M. Fukushima, J. Comput. Appl. Math. 172 (2004) 375 (bounds in the subproblem). */
#ifndef TRAINER_SOLVE_SEARCH_LEVENBERG_H
#define TRAINER_SOLVE_SEARCH_LEVENBERG_H

#include <stdbool.h>

#include "problem.h"
#include "solve/linear/triangle.h"

typedef enum levenberg_end {
  END_NOT_YET,
  END_GRADIENT,
  END_STEP,
  END_REDUCTION,
  END_EXACT, /* nothing but rounding is left of the residual */
  END_STEPS, /* the most steps allowed were made             */
  END_FAILED /* the model is not a finite number where the search starts */
} levenberg_end;

typedef enum levenberg_pass { PASS_FIRST, PASS_AGAIN, PASS_TRIAL } levenberg_pass;

typedef struct levenberg {
  const problem *p;
  double tolerance, lambda;
  int most_steps;
  /* where the search stands; everything but r is packed */
  double *x, *z, *y, *scale; /* [ncolumn] */
  double phi, first_phi;     /* at z; of the first pass                                   */
  double mu, factor;         /* damping, and what it grows by when the next step fails      */
  double predicted;          /* reduction of Phi that the step to y promises                */
  double cosine;             /* largest of the gradient test, at the last test              */
  int steps;                 /* trials so far                                               */
  int pass;                  /* levenberg_pass: what the pass at y is for                   */
  int end;                   /* levenberg_end                                               */
  int exact;                 /* the derivatives of r are those at z                         */
  triangle r;                /* at x; complete                                              */
  double *work;              /* [4*(ncolumn+1)]                                              */
  bool *eliminated;          /* [ncolumn] */
  bool mixed;                /* parameters are eliminated, not composition alone            */
} levenberg;

dftfit_status levenberg_create(levenberg *l, const problem *p, double tolerance, int most_steps, dftfit_error *err);
void levenberg_destroy(levenberg *l);
/** Begins a search at x [ncolumn], clipped to the bounds: the first pass is to be made at l->y. */
void levenberg_begin(levenberg *l, const double *x);
/** system: the triangle at l->y, complete, consumed; NULL: the model has no finite value there. Sets the next y, or
 *  end, and then z is the answer. */
dftfit_status levenberg_take(levenberg *l, triangle *system, dftfit_error *err);

/** Everything about a search but r, as numbers [levenberg_size(p)]. Where pass is PASS_TRIAL, a search that is unpacked
 *  needs the triangle at x again, in r. */
int levenberg_size(const problem *p);
void levenberg_pack(const levenberg *l, double *to);
void levenberg_unpack(levenberg *l, const double *from);

/** The end in words. */
const char *levenberg_end_text(int end);

#endif
