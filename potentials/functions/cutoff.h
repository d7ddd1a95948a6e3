/* SPDX-License-Identifier: BSD-3-Clause */
/** The quintic switch: C2 everywhere. docs/forms/cutoff.md, equations (1) to (3). */
#ifndef FUNCTIONS_CUTOFF_H
#define FUNCTIONS_CUTOFF_H

/** value: 1 for r <= inner, 0 for r >= outer, between them 1 - x^3 (10 - 15 x + 6 x^2), x = (r - inner)/(outer -
 *  inner). slope, curvature: first and second derivative, 1/A and 1/A^2. inner < outer, A. */
typedef struct dftfit_switch {
  double value, slope, curvature;
} dftfit_switch;

dftfit_switch dftfit_cutoff_quintic(double r, double inner, double outer);

#endif
