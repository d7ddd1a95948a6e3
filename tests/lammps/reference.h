/* SPDX-License-Identifier: BSD-3-Clause */
/** What the library gives without LAMMPS, over the trainer's own neighbour lists. */
#ifndef TESTS_LAMMPS_REFERENCE_H
#define TESTS_LAMMPS_REFERENCE_H

#include "configurations.h"
#include "dftfit/grade.h"

typedef struct reference {
  int natom;
  double energy, energy_scale;    /* eV; sum of |E_i|                                  */
  double virial[6], virial_scale; /* eV, LAMMPS's frame and order; sum of |vatom|      */
  double force_scale; /* largest force component; where symmetry makes all vanish, that of a neighbour's share */
  double force[CONFIGURATION_ATOMS][3]; /* eV/A, LAMMPS's frame                              */
  double eatom[CONFIGURATION_ATOMS];
  double vatom[CONFIGURATION_ATOMS][6]; /* LAMMPS's frame, shares of images on their atoms   */
  double cvatom[CONFIGURATION_ATOMS][9];
  double grade[CONFIGURATION_ATOMS]; /* by the active sets beside the potential file */
} reference;

/** Evaluates the configuration in its own frame and turns the results to LAMMPS's. */
void reference_compute(const char *potential_file, const configuration *c, reference *out);

#endif
