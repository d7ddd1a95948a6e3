/* SPDX-License-Identifier: BSD-3-Clause */
/** What a file says twice must agree. */
#ifndef TRAINER_IMPORT_READING_WITNESS_H
#define TRAINER_IMPORT_READING_WITNESS_H

#include "import/reading/run.h"

#define IMPORT_OTHER_VOLUME "the printed volume is not that of the cell"

/** Whether the cell (rows, A) has the volume (A^3) that is printed with it, up to digits. */
bool import_same_volume(const double cell[9], double printed);
/** Compares the step with what the file says of it in other places, up to printed digits: number of atoms, volume,
 *  pressure, sum of forces, and where the electrons are converged the energy of their last cycle. The reason for
 *  leaving the step out; NULL: all agrees. */
const char *import_run_disagreement(const import_run *run);
/** Whether the volume of the cell is another than the printed one. */
bool import_run_other_volume(const import_run *run);

#endif
