/* SPDX-License-Identifier: BSD-3-Clause */
/** Constant pressures that the stresses of the data have and their energies do not (Pulay stress of a finite basis):
 *  one unknown for each group of settings of the calculations that has one. docs/fit.md, "Stress offset". */
#ifndef TRAINER_ASSEMBLE_STRESS_OFFSET_H
#define TRAINER_ASSEMBLE_STRESS_OFFSET_H

#include <stddef.h>

#include "config/fit_config.h"
#include "data/dataset.h"

typedef struct stress_offsets {
  int n;               /* constants that are fitted along, 0: none             */
  int ngroup;          /* groups of settings in the data                        */
  int *of_calculation; /* [ncalculation] constant of each calculation, -1: none */
  int *calculation;    /* [n] the first calculation that has it                 */
} stress_offsets;

/** As config says. With `auto` a group of settings has a constant where the work test (check/work.h) of the
 *  configurations with fold_of [nconfig] >= 0 shows one. Nothing where stresses are off or absent. */
dftfit_status stress_offsets_create(const fit_config *config, const dataset *set, const int *fold_of,
                                    stress_offsets *out, dftfit_error *err);
dftfit_status stress_offsets_copy(const stress_offsets *from, const dataset *set, stress_offsets *out,
                                  dftfit_error *err);
void stress_offsets_destroy(stress_offsets *o); /* may be called twice */

/** What tells the settings of constant k from the others: "VASP, PBE, 520 eV"; "" where there are no others. */
void stress_offset_name(const stress_offsets *o, const dataset *set, int k, char *text, size_t size);

#endif
