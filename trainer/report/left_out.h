/* SPDX-License-Identifier: BSD-3-Clause */
/** Energies that are wrong beyond doubt and take no part in a fit. */
#ifndef TRAINER_REPORT_LEFT_OUT_H
#define TRAINER_REPORT_LEFT_OUT_H

#include <stdio.h>

#include "check/energy_outliers.h"

/** Names them; `kept`: they take part all the same. */
void left_out_print(FILE *to, const dataset *set, const energy_outlier *list, int64_t n, bool kept);

#endif
