/* SPDX-License-Identifier: BSD-3-Clause */
/** Atoms that the tests put into LAMMPS: general cells, in a frame of their own that is not the one of LAMMPS. */
#ifndef TESTS_LAMMPS_CONFIGURATIONS_H
#define TESTS_LAMMPS_CONFIGURATIONS_H

#include <stdbool.h>

enum { CONFIGURATION_ATOMS = 512 };

typedef struct configuration {
  const char *name;
  int natom;
  int species[CONFIGURATION_ATOMS]; /* 0, 1, ... */
  double position[CONFIGURATION_ATOMS][3];
  double cell[9]; /* rows a b c, any orientation and handedness */
  bool pbc[3];
} configuration;

int configuration_count(void);
void configuration_make(int which, configuration *out);
/** The one with that name. */
void configuration_named(const char *name, configuration *out);

/** The orthogonal matrix q (rows) with which x' = q x brings the cell to LAMMPS's frame: a' along x, b' in the xy
 *  plane. */
void lammps_frame(const double cell[9], double q[9]);
/** Makes the box and the atoms (IDs 1 .. natom, types species+1) in LAMMPS, in its frame; units, atom_style and newton
 *  have been set. */
void lammps_place(void *lmp, const configuration *c, int ntypes);

#endif
