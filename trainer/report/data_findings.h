/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_DATA_FINDINGS_H
#define TRAINER_REPORT_DATA_FINDINGS_H

#include "check/composition.h"
#include "data/survey.h"

/** Prints what looks wrong in a data file; a finding names at most `most` configurations. */
dftfit_status data_findings_print(const dataset *set, const survey *s, const composition_table *table, int64_t most,
                                  dftfit_error *err);

#endif
