/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_SETTINGS_FINDINGS_H
#define TRAINER_REPORT_SETTINGS_FINDINGS_H

#include "data/dataset.h"

/** Prints settings that are mixed within one data set, with the groups that have each value, and settings that are
 *  coarse; each names at most `most` configurations. */
dftfit_status settings_findings_print(const dataset *set, int64_t most, dftfit_error *err);

#endif
