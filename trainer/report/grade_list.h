/* SPDX-License-Identifier: BSD-3-Clause */
/** Extrapolation grades of the configurations of a data file: which of them a potential has not seen the like of. */
#ifndef TRAINER_REPORT_GRADE_LIST_H
#define TRAINER_REPORT_GRADE_LIST_H

#include <stdio.h>

#include "assemble/model.h"
#include "dftfit/grade.h"

/** Reads the active sets beside the potential file at path; the SHA-256 must be the one that the potential names. */
dftfit_status active_sets_beside(const dftfit_potential *pot, const char *path, dftfit_active_set **out,
                                 dftfit_error *err);
/** Prints a line per configuration with fold_of[c] == 0: number, group, atoms, largest grade, the atom that has it;
 *  sums up in one line on summary. */
dftfit_status grade_list_print(FILE *to, FILE *summary, model *m, const dftfit_active_set *sets, const int *fold_of,
                               dftfit_error *err);

#endif
