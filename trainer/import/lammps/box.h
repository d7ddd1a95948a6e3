/* SPDX-License-Identifier: BSD-3-Clause */
/** The box of a snapshot in a text dump of LAMMPS, `ITEM: BOX BOUNDS`: orthogonal (lo hi), restricted triclinic (lo hi
 *  of the bounding box, and xy xz yz) or general triclinic (`abc origin`). */
#ifndef TRAINER_IMPORT_LAMMPS_BOX_H
#define TRAINER_IMPORT_LAMMPS_BOX_H

#include "import/reading/run.h"

/** Reads the headline, from behind `ITEM: BOX BOUNDS` on, and the three lines after it into run->cell and run->open.
 *  origin: the corner of the box from which its vectors start, A. */
dftfit_status lammps_box_read(import_run *run, char *headline, double origin[3], dftfit_error *err);

#endif
