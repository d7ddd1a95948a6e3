/* SPDX-License-Identifier: BSD-3-Clause */
/** The factors of Tersoff's bond order with their derivatives, and the parameters of one triple of elements in the
 *  names and the order of LAMMPS's `.tersoff` files. docs/forms/tersoff.md gives the numbers of the equations.
 *  J. Tersoff, Phys. Rev. B 37, 6991 (1988), doi:10.1103/PhysRevB.37.6991; 39, 5566 (1989),
 *  doi:10.1103/PhysRevB.39.5566. */
#ifndef FUNCTIONS_TERSOFF_TERMS_H
#define FUNCTIONS_TERSOFF_TERMS_H

typedef enum tersoff_switch { TERSOFF_SINE, TERSOFF_QUINTIC, TERSOFF_SWITCHES } tersoff_switch;

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
  TERSOFF_VALUES
};

/** Parameters of a triple of elements (i, j, k). n, beta, lambda2, B, lambda1, A count only where j and k are alike. */
typedef struct tersoff_entry {
  double v[TERSOFF_VALUES]; /* A, B: eV; lambda1, lambda2, lambda3: 1/A; R, D: A; the others: 1 */
} tersoff_entry;

/** exp(x) of the distance factor is taken as 0 below -TERSOFF_LARGEST and as 1e30 above it, as LAMMPS does. */
#define TERSOFF_LARGEST 69.0776

typedef struct tersoff_value {
  double value, slope;
} tersoff_value;

/** fc(r): 1 up to R - D, 0 from R + D on; slope in 1/A. Equations (4) and (5). */
tersoff_value tersoff_cutoff(tersoff_switch kind, const tersoff_entry *p, double r);
/** g(cos theta), equation (6); slope: along the cosine. */
tersoff_value tersoff_angular(const tersoff_entry *p, double cosine);
/** exp((lambda3 (r_ij - r_ik))^m), in equation (2); slope: along r_ij, in 1/A. */
tersoff_value tersoff_distance(const tersoff_entry *p, double difference);
/** b(zeta), equation (3); zeta = 0 gives 1 and slope 0. */
tersoff_value tersoff_bond(const tersoff_entry *p, double zeta);

/** Derivatives of g and of its slope with respect to gamma, c, d, cos theta0. */
typedef struct tersoff_angular_jet {
  tersoff_value gamma, c, d, h;
} tersoff_angular_jet;
tersoff_angular_jet tersoff_angular_derivatives(const tersoff_entry *p, double cosine);
/** Derivative of the distance factor and of its slope with respect to lambda3. */
tersoff_value tersoff_distance_derivative(const tersoff_entry *p, double difference);

/** Second derivative of b times zeta, and derivatives of b and of its slope with respect to n and to ln beta. */
typedef struct tersoff_bond_jet {
  double curvature; /* zeta b''(zeta) */
  tersoff_value n, log_beta;
} tersoff_bond_jet;
tersoff_bond_jet tersoff_bond_derivatives(const tersoff_entry *p, double zeta);

#endif
