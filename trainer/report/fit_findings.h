/* SPDX-License-Identifier: BSD-3-Clause */
/** What the residuals of a fit show: single configurations, and groups, that do not go with the others. */
#ifndef TRAINER_REPORT_FIT_FINDINGS_H
#define TRAINER_REPORT_FIT_FINDINGS_H

#include <stdio.h>

#include "measure/errors.h"

/** A residual is one to name beyond so many robust deviations from the median of all; a mean of a group, beyond so many
 *  of its standard errors and half the robust deviation of all. */
#define FINDING_DEVIATIONS 10.0
#define FINDING_ERRORS 5.0

/** error [nconfig]: of the configurations with fold_of >= 0 by the final potential. Returns how many findings there
 *  were, -1: out of memory. */
int fit_findings_print(FILE *to, const dataset *set, const int *fold_of, const config_error *error);
/** How far the table above says what happens beyond the groups: a sentence. */
void beyond_groups_print(FILE *to, bool by_group, int nfold);

#endif
