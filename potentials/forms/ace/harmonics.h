/* SPDX-License-Identifier: BSD-3-Clause */
/** Real spherical harmonics S_lm of a unit vector (x, y, z), docs/forms/ace.md (6)-(7):
 *     S_l0 = q_l0(z),  S_lm = q_lm(z) Re (x+iy)^m,  S_l,-m = q_lm(z) Im (x+iy)^m   (m > 0),
 *  scaled so that the mean square over the sphere is one: S_00 = 1, S_1 = sqrt(3) (y, z, x). Stored in the order
 *  (l, m): index l*l + l + m. The recursion runs over l at fixed m with the constants below; the kernels use it. */
#ifndef FORMS_ACE_HARMONICS_H
#define FORMS_ACE_HARMONICS_H

#include "forms/ace/coupling.h"

enum { HARMONICS_MAX = (COUPLING_MAX_L + 1) * (COUPLING_MAX_L + 1) };

/** q_lm = a[l][m] (z q_{l-1,m} - b[l][m] q_{l-2,m}) for m < l; q_ll = diagonal[l], a constant.
 *  The same with leading coefficient 1, which takes fewer operations: q_lm = norm[l][m] p_lm,
 *  p_lm = z p_{l-1,m} - beta[l][m] p_{l-2,m}, p_ll = 1. */
typedef struct harmonics_constants {
  int lmax;
  double a[COUPLING_MAX_L + 1][COUPLING_MAX_L + 1], b[COUPLING_MAX_L + 1][COUPLING_MAX_L + 1];
  double diagonal[COUPLING_MAX_L + 1];
  double beta[COUPLING_MAX_L + 1][COUPLING_MAX_L + 1], norm[COUPLING_MAX_L + 1][COUPLING_MAX_L + 1];
} harmonics_constants;

void dftfit_harmonics_prepare(int lmax, harmonics_constants *out);

#endif
