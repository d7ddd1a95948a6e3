/* SPDX-License-Identifier: BSD-3-Clause */
/** One bond i-j of a site with all its third atoms k: what the energy and its derivatives are made of. */
#ifndef FORMS_TERSOFF_BOND_H
#define FORMS_TERSOFF_BOND_H

#include "forms/tersoff_form.h"

/** Term of zeta_ij that a third atom k gives, z = fc(r_ik) g(cosine) e(r_ij - r_ik), and its derivatives. */
typedef struct tersoff_leg {
  double value;
  double by_cosine, by_difference; /* of g; of e, 1/A           */
  double by_far;                   /* of fc, 1/A                */
  double cosine, inverse;          /* cos theta_ijk; 1/r_ik 1/A */
} tersoff_leg;

/** Energy of a bond E_ij(r_ij, zeta_ij) and its derivatives, eV and A. */
typedef struct tersoff_bond_energy {
  double value, by_r, by_zeta;
} tersoff_bond_energy;

typedef struct tersoff_bond_of {
  int begin, end;          /* rows of the site            */
  int row;                 /* of j                        */
  int i, j;                /* elements                    */
  double r, inverse, u[3]; /* r_ij + shift, 1/r_ij, unit vector */
  double zeta;
  tersoff_value window, bond;   /* F(r_ij) fc(r_ij), b(zeta_ij) */
  double repulsion, attraction; /* A exp(-lambda1 r), B exp(-lambda2 r), eV */
  tersoff_bond_energy energy;
} tersoff_bond_of;

/** Fills *bond and leg [rows of the site] (value and derivatives zero where there is no third atom); false: row is
 *  padding, or beyond the cutoff of this bond. e: element of row. */
bool tersoff_bond_at(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, tersoff_leg *leg,
                     tersoff_bond_of *bond);

#endif
