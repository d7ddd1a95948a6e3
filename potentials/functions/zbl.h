/* SPDX-License-Identifier: BSD-3-Clause */
/** The universal repulsion of Ziegler, Biersack and Littmark between two bare nuclei with screened charge.
 *  docs/forms/zbl.md; The Stopping and Range of Ions in Matter (Pergamon, 1985). */
#ifndef FUNCTIONS_ZBL_H
#define FUNCTIONS_ZBL_H

enum { DFTFIT_ZBL_TERMS = 4 };

typedef struct dftfit_zbl {
  double prefactor;                   /* Z_a Z_b e^2/(4 pi eps0), eV A */
  double amplitude[DFTFIT_ZBL_TERMS]; /* sum to about 1                */
  double decay[DFTFIT_ZBL_TERMS];     /* 1/A                           */
} dftfit_zbl;

/** za, zb: atomic numbers. */
dftfit_zbl dftfit_zbl_create(int za, int zb);
/** With the constants of LAMMPS's pair_style tersoff/zbl, which are rounded in other places. docs/forms/tersoff.md,
 *  equation (10). za, zb: charges of the nuclei. */
dftfit_zbl dftfit_zbl_create_tersoff(double za, double zb);

/** Energy (eV), slope (eV/A) and curvature (eV/A^2) at distance r > 0, in A. */
typedef struct dftfit_zbl_value {
  double energy, slope, curvature;
} dftfit_zbl_value;

dftfit_zbl_value dftfit_zbl_at(const dftfit_zbl *zbl, double r);

#endif
