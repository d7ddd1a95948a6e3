/* SPDX-License-Identifier: BSD-3-Clause */
/** Atoms of the configuration that is being read, in arrays that grow. */
#ifndef TRAINER_IMPORT_READING_ATOMS_H
#define TRAINER_IMPORT_READING_ATOMS_H

#include "data/dataset.h"

typedef struct import_atoms {
  int capacity;
  char (*symbol)[4];     /* [capacity] */
  double (*position)[3]; /* [capacity] A, Cartesian */
  double (*force)[3];    /* [capacity] eV/A */
} import_atoms;          /* all zero: empty */

/** Room for `count` atoms. Readers call it with the atoms that are there, one more each time, and not with the number
 *  that a file promises. */
dftfit_status import_atoms_reserve(import_atoms *atoms, int count, dftfit_error *err);
void import_atoms_clear(import_atoms *atoms);
/** Lets config borrow the first `count` atoms. */
void import_atoms_lend(const import_atoms *atoms, int count, bool forces, dataset_config *config);
/** Positions that are fractions of the rows of cell become Cartesian. */
void import_atoms_cartesian(import_atoms *atoms, int count, const double cell[9]);
/** The reverse. The cell has a volume. */
void import_atoms_fractions(import_atoms *atoms, int count, const double cell[9]);

#endif
