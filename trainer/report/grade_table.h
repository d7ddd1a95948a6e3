/* SPDX-License-Identifier: BSD-3-Clause */
/** What is printed of the active sets of a fit and of what their grades mean. */
#ifndef TRAINER_REPORT_GRADE_TABLE_H
#define TRAINER_REPORT_GRADE_TABLE_H

#include <stdio.h>

#include "grade/calibrate.h"

void grade_table_print(FILE *to, const dftfit_header *header, const active_sets *sets, const calibration *c);

#endif
