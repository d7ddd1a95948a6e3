/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_COVERAGE_TABLE_H
#define TRAINER_REPORT_COVERAGE_TABLE_H

#include "check/coverage.h"

/** Prints the kinds with their ranges, where kinds come from other than the group, and what is lacking. */
dftfit_status coverage_table_print(const dataset *set, const coverage *cover, dftfit_error *err);

#endif
