/* SPDX-License-Identifier: BSD-3-Clause */
/** What `dftfit fit` says about the solution, in words and numbers. */
#ifndef TRAINER_REPORT_FIT_SUMMARY_H
#define TRAINER_REPORT_FIT_SUMMARY_H

#include <stdio.h>

#include "measure/forecast.h"
#include "report/fit_record.h"

void forecast_print(FILE *to, const forecast *f, const design *d, int nrank);
void fit_summary_print(FILE *to, const fit_record *r);
/** lambda, cross-validation score per row, log evidence: a line for each lambda of the path. */
void fit_path_print(FILE *to, const fit_record *r);

#endif
