/* SPDX-License-Identifier: BSD-3-Clause */
/** The factors of Tersoff's bond order with their derivatives, and the numbers of one triple of elements in the
 *  names
 *  of LAMMPS's files of pair styles tersoff, tersoff/mod, tersoff/mod/c and tersoff/zbl. docs/forms/tersoff.md gives
 *  the numbers of the equations. J. Tersoff, Phys. Rev. B 37, 6991 (1988), doi:10.1103/PhysRevB.37.6991; 39, 5566
 *  (1989), doi:10.1103/PhysRevB.39.5566; T. Kumagai et al., Comput. Mater. Sci. 39, 457 (2007),
 *  doi:10.1016/j.commatsci.2006.07.013. The function of the angle: forms/tersoff/angular.h. */
#ifndef FORMS_TERSOFF_TERMS_H
#define FORMS_TERSOFF_TERMS_H

#include <stdbool.h>

#include "functions/zbl.h"

/** How bonds end between R - D and R + D. */
typedef enum tersoff_switch { TERSOFF_SINE, TERSOFF_QUINTIC, TERSOFF_MURTY, TERSOFF_SWITCHES } tersoff_switch;
/** The function of the angle, and what belongs to its parametrisation. */
typedef enum tersoff_angular_kind {
  TERSOFF_ANGULAR_TERSOFF,
  TERSOFF_ANGULAR_MOD,    /* with an exponent eta of zeta apart from n, and c0 */
  TERSOFF_ANGULAR_SPLINE, /* cubic in cos theta                                */
  TERSOFF_ANGULARS
} tersoff_angular_kind;

/** Which variant of the form: the same for all entries of a potential. */
typedef struct tersoff_model {
  tersoff_switch fade;
  tersoff_angular_kind angular;
  bool core;    /* a ZBL repulsion takes over at short distances */
  double shift; /* added to every distance, A                    */
  int knots;    /* coefficients of the spline of the angle       */
  bool printed; /* equation (7) as Tersoff printed it, with the rounding of a difference of two large numbers */
} tersoff_model;

/** How many coefficients a spline of the angle may have: from one interval over all cosines to what memory is set
 *  aside for. */
enum { TERSOFF_LEAST_KNOTS = 4, TERSOFF_MOST_KNOTS = 32 };

enum {
  TERSOFF_M,
  TERSOFF_GAMMA,
  TERSOFF_LAMBDA3,
  TERSOFF_C,
  TERSOFF_D, /* d of the angular function; the width of the cutoff is TERSOFF_WIDTH */
  TERSOFF_H, /* cos theta0 */
  TERSOFF_N,
  TERSOFF_BETA,
  TERSOFF_LAMBDA2,
  TERSOFF_B,
  TERSOFF_R,
  TERSOFF_WIDTH,
  TERSOFF_LAMBDA1,
  TERSOFF_A,
  TERSOFF_ETA,
  TERSOFF_C1,
  TERSOFF_C2,
  TERSOFF_C3,
  TERSOFF_C4,
  TERSOFF_C5,
  TERSOFF_C0,
  TERSOFF_Z_I,
  TERSOFF_Z_J,
  TERSOFF_ZBL_CUT,
  TERSOFF_ZBL_SCALE,
  TERSOFF_G, /* coefficients of the spline, as many as the model says */
  TERSOFF_VALUES = TERSOFF_G + TERSOFF_MOST_KNOTS
};

/** Numbers of a triple of elements (i, j, k). n, eta, beta, lambda2, B, lambda1, A, c0 and those of the core count only
 *  where j and k are alike. */
typedef struct tersoff_entry {
  double v[TERSOFF_VALUES]; /* A, B, c0: eV; lambda1, lambda2, lambda3, ZBL_SCALE: 1/A; R, D, ZBL_CUT: A; others: 1 */
  dftfit_zbl zbl;           /* of Z_I and Z_J, where the model has a core */
} tersoff_entry;

/** Whether entries of a model hold a number. */
bool dftfit_tersoff_value_used(const tersoff_model *model, int value);
/** Whether bonds of this length, with the shift, are not cut off. */
static inline bool tersoff_inside(const tersoff_entry *p, double r) {
  return r < p->v[TERSOFF_R] + p->v[TERSOFF_WIDTH];
}
/** fc ends like this power of the distance from the cutoff. */
int dftfit_tersoff_switch_power(tersoff_switch fade);
/** The exponent of zeta in equation (3): eta, or n where there is no eta of its own. */
static inline double tersoff_inner_exponent(const tersoff_model *model, const tersoff_entry *p) {
  return p->v[model->angular == TERSOFF_ANGULAR_MOD ? TERSOFF_ETA : TERSOFF_N];
}

/** exp(x) of the distance factor is taken as 0 below -TERSOFF_LARGEST and as 1e30 above it, as LAMMPS does. */
#define TERSOFF_LARGEST 69.0776

typedef struct tersoff_value {
  double value, slope;
} tersoff_value;

/** fc(r): 1 up to R - D, 0 from R + D on; slope in 1/A. Equations (4), (5) and (6). */
tersoff_value dftfit_tersoff_cutoff(const tersoff_model *model, const tersoff_entry *p, double r);
/** exp((lambda3 (r_ij - r_ik))^m), in equation (2); slope: along r_ij, in 1/A. */
tersoff_value dftfit_tersoff_distance(const tersoff_entry *p, double difference);
/** b(zeta), equation (3); zeta = 0 gives 1 and slope 0. */
tersoff_value dftfit_tersoff_bond(const tersoff_model *model, const tersoff_entry *p, double zeta);
/** Share of the bond order at short distances, F of equation (9); 1/A. */
tersoff_value dftfit_tersoff_fermi(const tersoff_entry *p, double r);

/** Derivative of the distance factor and of its slope with respect to lambda3^m. */
tersoff_value dftfit_tersoff_distance_derivative(const tersoff_entry *p, double difference);

/** Second derivative of b times zeta, and derivatives of b and of its slope with respect to n, eta (n: both exponents,
 *  where they are the same number) and ln beta. */
typedef struct tersoff_bond_jet {
  double curvature; /* zeta b''(zeta) */
  tersoff_value n, eta, log_beta;
} tersoff_bond_jet;
tersoff_bond_jet dftfit_tersoff_bond_derivatives(const tersoff_model *model, const tersoff_entry *p, double zeta);

#endif
