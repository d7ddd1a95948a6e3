/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_WORK_CORRECTIONS_H
#define TRAINER_REPORT_WORK_CORRECTIONS_H

#include "check/virial.h"
#include "check/work.h"

/** Writes what the findings of the work test, and of the virial test in groups of which the former says nothing,
 *  call for as a list of corrections (transform/corrections.h) to path; *n: how many there are. Where there is none
 *  nothing is written. */
dftfit_status work_corrections_write(const char *path, const dataset *set, const work_report *report,
                                     const virial_report *virial, int *n, dftfit_error *err);

#endif
