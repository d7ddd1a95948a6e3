/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_DATA_SUMMARY_H
#define TRAINER_REPORT_DATA_SUMMARY_H

#include "data/survey.h"

/** Prints what a data file holds: how it was computed, ranges of the targets per group, shortest distances. */
dftfit_status data_summary_print(const dataset *set, const survey *s, dftfit_error *err);

#endif
