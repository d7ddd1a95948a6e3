/* SPDX-License-Identifier: BSD-3-Clause */
/** What `dftfit fit` says about a search: starts, steps, its end; the parameters that were searched with their standard
 *  errors, those at a bound, and those that the data do not fix. */
#ifndef TRAINER_REPORT_SEARCH_SUMMARY_H
#define TRAINER_REPORT_SEARCH_SUMMARY_H

#include <stdio.h>

#include "report/fit_record.h"

void search_summary_print(FILE *to, const fit_record *r);

#endif
