/* SPDX-License-Identifier: BSD-3-Clause */
/** Radial basis of ML-PACE files, docs/forms/pace.md (1) to (6). */
#ifndef FORMS_PACE_RADIAL_H
#define FORMS_PACE_RADIAL_H

#include "forms/ace/radial_table.h"
#include "forms/pace/model.h"

/** g_k, k = 1 .. K, of a bond at 0 < r with slope and curvature (1, 1/A, 1/A^2), each [K]; K may exceed the number that
 *  the bond combines. Zero for r >= rc. */
void dftfit_pace_basis_at(const pace_bond *bond, pace_inner inner, int K, double r, double *g, double *dg, double *d2g);

/** How fast tables of the radial functions of a bond are divided: bins in proportion to K and the length where the
 *  functions are smooth, ML-PACE's own in narrow switches and around kinks. Returns the number of stretches. */
int dftfit_pace_stretches(const pace_bond *bond, pace_inner inner, int K, double spline_width,
                          radial_stretch out[RADIAL_MAX_STRETCHES]);
/** The tables of ML-PACE itself: one stretch of cubic polynomials with bins of about spline_width, A, ending at zero.
 */
radial_stretch dftfit_pace_own_stretch(const pace_bond *bond, double spline_width);

/** Order to which the functions are continuous at the cutoff and inside, in tables of dftfit_pace_stretches. */
int dftfit_pace_bond_continuity(const pace_bond *bond, pace_inner inner);

#endif
