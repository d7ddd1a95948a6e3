/* SPDX-License-Identifier: BSD-3-Clause */
/** The cell as CP2K prints it: vectors with three decimals, lengths and angles with six. */
#ifndef TRAINER_IMPORT_CP2K_CELL_H
#define TRAINER_IMPORT_CP2K_CELL_H

#include "import/reading/run.h"

typedef struct cp2k_cell {
  double vector[9], length[3], angle[3]; /* A, degrees: alpha, beta, gamma */
} cp2k_cell;

/** "a [angstrom]:       5.038     0.000     0.000    |a| =       5.038" */
dftfit_status cp2k_cell_vector(cp2k_cell *cell, const import_run *run, const char *at, dftfit_error *err);
/** "(b,c), alpha [degree]:                                       90.000" */
dftfit_status cp2k_cell_angle(cp2k_cell *cell, const import_run *run, const char *at, dftfit_error *err);
/** Rows with the lengths and angles, in the orientation of the printed vectors: that of the rotation nearest to them
 *  (polar decomposition); none where a lies along x and b in the plane of x and y. */
void cp2k_cell_rows(const cp2k_cell *cell, double rows[9]);

#endif
