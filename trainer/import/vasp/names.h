/* SPDX-License-Identifier: BSD-3-Clause */
/** What VASP's tags stand for (VASP manual, INCAR tags GGA, METAGGA, LHFCALC, IVDW, ISMEAR, SIGMA), the same words for
 *  every file that VASP writes. */
#ifndef TRAINER_IMPORT_VASP_NAMES_H
#define TRAINER_IMPORT_VASP_NAMES_H

#include <stdbool.h>

#include "data/dataset.h"
#include "import/importer.h"

/** Functional by the tag GGA, or by the POTCAR where that is "--" or empty; metagga "" or "--": none; ivdw 0: none. */
void vasp_functional(dataset_calculation *calculation, const char *gga, const char *potcar, const char *metagga,
                     bool hybrid, int ivdw);
void vasp_smearing(dataset_calculation *calculation, int ismear, double sigma);
/** Atomic number of the element of a POTCAR by its title, "PAW_PBE Fe_pv 06Sep2000"; 0: it names none. */
int vasp_title_element(const char *title);
/** Tells which POTCARs of a list are those of pseudo-hydrogens, atoms with another charge than that of hydrogen. */
void vasp_tell_hydrogens(importing *to, const import_stream *stream, const char *pseudopotentials);

#endif
