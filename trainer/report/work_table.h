/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_WORK_TABLE_H
#define TRAINER_REPORT_WORK_TABLE_H

#include <stdio.h>

#include "check/work.h"

/** The table of the work test, a line per group and composition and test. */
void work_table_print(FILE *to, const dataset *set, const work_report *report);
/** What the test found, each finding with the command that corrects it; `most`: configurations named at most. */
void work_findings_print(FILE *to, const dataset *set, const work_report *report, int64_t most);

#endif
