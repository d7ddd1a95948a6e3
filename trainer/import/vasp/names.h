/* SPDX-License-Identifier: BSD-3-Clause */
/** What VASP's tags stand for (VASP manual, INCAR tags GGA, METAGGA, LHFCALC, IVDW, ISMEAR, SIGMA), the same words for
 *  every file that VASP writes. */
#ifndef TRAINER_IMPORT_VASP_NAMES_H
#define TRAINER_IMPORT_VASP_NAMES_H

#include <stdbool.h>

#include "data/dataset.h"

/** Functional by the tag GGA, or by the POTCAR where that is "--" or empty; metagga "" or "--": none; ivdw 0: none. */
void vasp_functional(dataset_calculation *calculation, const char *gga, const char *potcar, const char *metagga,
                     bool hybrid, int ivdw);
void vasp_smearing(dataset_calculation *calculation, int ismear, double sigma);

#endif
