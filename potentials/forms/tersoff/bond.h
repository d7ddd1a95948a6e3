/* SPDX-License-Identifier: BSD-3-Clause */
/** One bond i-j of a site with all its third atoms k: what the energy and its derivatives are made of. */
#ifndef FORMS_TERSOFF_BOND_H
#define FORMS_TERSOFF_BOND_H

#include "forms/tersoff/form.h"

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
  double attraction_by_r; /* of by_r what b is in; the rest is the slope of dftfit_tersoff_pair_at */
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

/** Where a bond stands and points, without its energy. e: element of row. */
tersoff_bond_of dftfit_tersoff_bond_between(const tersoff_form *f, const dftfit_block *b, int s, int e, int row);
/** Fills *bond and leg [rows of the site] (value and derivatives zero where there is no third atom); false: row is
 *  padding, or beyond the cutoff of this bond. e: element of row. */
bool dftfit_tersoff_bond_at(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, tersoff_leg *leg,
                            tersoff_bond_of *bond);
/** Of E_ij what b is not in: half of the repulsion, c0 and the core, by an entry (i, j, j); r with the shift. eV, eV/A
 */
tersoff_value dftfit_tersoff_pair_at(const tersoff_form *f, const tersoff_entry *p, double r);
/** Adds along * u_ij on j, and by_zeta * d/dd of the sum of legs first .. last-1. leg, gx, gy, gz: from the site's
 *  first row on. */
void dftfit_tersoff_bond_gradient(const dftfit_block *b, const tersoff_bond_of *bond, double along, double by_zeta,
                                  const tersoff_leg *leg, int first, int last, double *gx, double *gy, double *gz);

#endif
