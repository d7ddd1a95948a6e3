/* SPDX-License-Identifier: BSD-3-Clause */
/** One run in two files, such as OUTCAR and vasprun.xml: only the better one is read. */
#ifndef TRAINER_IMPORT_SAME_RUN_H
#define TRAINER_IMPORT_SAME_RUN_H

#include "import/importer.h"
#include "import/inputs.h"

/** Among inputs of different formats of one code finds those whose steps are all in another one, by cell and energies.
 *  Their format becomes NULL, and to->notes tells it. The file with more steps stays; of two with as many
 *  that with more forces and stresses; of two that have the same that whose format comes first in importers.def. */
dftfit_status import_drop_same_runs(import_inputs *inputs, importing *to, dftfit_error *err);

#endif
