/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_CHECK_WORK_OUTLIERS_H
#define TRAINER_CHECK_WORK_OUTLIERS_H

#include "check/pairs.h"
#include "check/work.h"

/** Counts pairs that are far off the line, and fills result->outlier with the configurations whose energy is far
 *  from the line in the median of their pairs, while the line holds for the others. pair [n]: those of the test. */
dftfit_status work_outliers_find(int64_t n, const work_pair *const *pair, work_result *result, dftfit_error *err);

#endif
