/* SPDX-License-Identifier: BSD-3-Clause */
/** Groups of files that were found in folders: by the level of folders whose names repeat. */
#ifndef TRAINER_IMPORT_INPUT_GROUPS_H
#define TRAINER_IMPORT_INPUT_GROUPS_H

#include "import/inputs.h"

enum { GROUP_BY_ITSELF = -1 }; /* otherwise the level of folders: 0 the folder named, 1 the first below it, ... */

/** Groups the files that are to be read, of each folder that the user named. by GROUP_BY_ITSELF: the first level below
 *  it stays, unless ten folders or more of it hold, in the main, one file each; then the first level further down whose
 *  names repeat is taken, else the names of the first level without numbers at their ends, if these repeat, else, from
 *  thirty folders on, the folder named. Prints what it took in place of the first level. */
dftfit_status import_inputs_group(import_inputs *inputs, int by, dftfit_error *err);

#endif
