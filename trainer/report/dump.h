/* SPDX-License-Identifier: BSD-3-Clause */
/** Predictions of single configurations, as text. */
#ifndef TRAINER_REPORT_DUMP_H
#define TRAINER_REPORT_DUMP_H

#include <stdio.h>

#include "assemble/model.h"

/** Energy, stress and forces of configuration c, just evaluated, with all digits. */
void dump_config(FILE *to, const model *m, int64_t c);
/** One line per target of configuration c: kind, group, DFT and model value (eV/atom, eV/A, GPa), for plots. */
void parity_heading(FILE *to);
void parity_config(FILE *to, const model *m, int64_t c, double energy_shift);

#endif
