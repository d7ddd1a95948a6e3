/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_REPORT_DATA_PICTURE_H
#define TRAINER_REPORT_DATA_PICTURE_H

#include "check/coverage.h"
#include "data/survey.h"

/** Draws as SVG: energy above the lowest of the composition against volume, coloured by kind; a histogram of forces;
 *  the shortest distance of every pair of elements. Points that would lie on one another are drawn once, so that the
 *  file is small whatever the data. */
dftfit_status data_picture_write(const char *path, const dataset *set, const survey *s, const coverage *cover,
                                 dftfit_error *err);

#endif
