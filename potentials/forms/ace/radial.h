/* SPDX-License-Identifier: BSD-3-Clause */
/** Radial functions of the atomic cluster expansion: combinations of ChebPow terms, docs/forms/ace.md (1)-(4).
 *
 *    u = (1 - r/rc)^lambda,  x = 1 - 2 u,  g_k(r) = 1/2 [1 - T_k(x)] h(r),  k = 1 .. K,      R_n(r) = sum_k c_nk g_k(r)
 *
 *  T_k: Chebyshev polynomials. With lambda >= 3 every g_k vanishes at rc with its first two derivatives. h is 1, or
 *  rises from 0 at inner_radius - inner_width to 1 at inner_radius (quintic), so that a core potential takes over
 *  inside. The terms are those of the ML-PACE format (Lysogorskiy et al., npj Comput. Mater. 7, 97 (2021)). */
#ifndef FORMS_ACE_RADIAL_H
#define FORMS_ACE_RADIAL_H

#include "dftfit/status.h"

enum { RADIAL_MAX_TERMS = 64 };

/** Terms of one pair of elements. */
typedef struct radial_terms {
  int count;                        /* K <= RADIAL_MAX_TERMS           */
  double rc;                        /* A                               */
  double lambda;                    /* 1, >= 3                         */
  double inner_radius, inner_width; /* A; radius 0: no inner cutoff    */
} radial_terms;

/** Value, slope and curvature of sum_k c_k g_k at r: out [3]. */
void dftfit_radial_function_at(const radial_terms *terms, const double *c, double r, double *out);

/** What radial functions are designed for: the distances that occur, and how strongly atoms at them are expected to
 *  act. */
typedef struct radial_measure {
  double shortest;     /* s, A: the shortest distance that occurs; 0 <= s < rc                                    */
  double stretch;      /* q, 1: 0 resolves all distances alike, 1 resolves in proportion to the distance          */
  double decay_radius; /* r0, A: the amplitude a(r) = 1 / (1 + (r/r0)^m) falls to a half there; 0: a = 1          */
  double decay_power;  /* m >= 2, 1; the scaling of distances of M. J. Willatt, F. Musil, M. Ceriotti, Phys. Chem.
                          Chem. Phys. 20, 29661 (2018)                                                            */
} radial_measure;

/** Finds the n smoothest functions R = a S in the span of the terms: the stationary values of the ratio
 *      int_s^rc S(r)^2 r^-q dr  /  int_0^rc S''(r)^2 r^{3q} dr                                               (4), (4')
 *  with the largest ratios, i.e. Demmler-Reinsch functions (orthogonal over the range of distances that occur) ordered
 *  by roughness in the stretched coordinate y, dy = r^-q dr. S has unit mean square over that range.
 *    c         [n][K] coefficients (out)
 *  Fails (DFTFIT_ERR_VALUE) when the terms cannot carry n functions. */
dftfit_status dftfit_radial_design(const radial_terms *terms, int n, const radial_measure *measure, double *c,
                                   dftfit_error *err);

#endif
