/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_VIRIAL_TABLE_H
#define TRAINER_REPORT_VIRIAL_TABLE_H

#include <stdio.h>

#include "check/virial.h"
#include "check/work.h"

/** The table of the virial test, and what it found, for the groups whose stress the work test does not judge. */
void virial_table_print(FILE *to, const dataset *set, const virial_report *report, const work_report *work);

#endif
