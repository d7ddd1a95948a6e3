/* SPDX-License-Identifier: BSD-3-Clause */
/** Physical constants and unit factors. Inside dftfit everything is in LAMMPS `metal` units: eV, A, eV/A, eV/A^3.
 *  Values: CODATA 2018 (exact where the SI defines them). */
#ifndef DFTFIT_UNITS_H
#define DFTFIT_UNITS_H

#define DFTFIT_GPA_PER_EV_A3 160.2176634       /* 1 eV/A^3 in GPa                          */
#define DFTFIT_BAR_PER_EV_A3 1.602176634e6     /* 1 eV/A^3 in bar                          */
#define DFTFIT_COULOMB_EV_A 14.399645478425668 /* e^2/(4 pi eps0) in eV A                  */
#define DFTFIT_KCAL_MOL_PER_EV \
  23.060549 /* LAMMPS `units real`, the factor it uses itself (utils::get_conversion_factor) */
#define DFTFIT_EV_PER_HARTREE 27.211386245988
#define DFTFIT_EV_PER_RYDBERG 13.605693122994
#define DFTFIT_EV_PER_KELVIN 8.617333262145177e-5 /* Boltzmann constant */
#define DFTFIT_A_PER_BOHR 0.529177210903

#endif
