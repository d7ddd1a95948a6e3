/* SPDX-License-Identifier: BSD-3-Clause */
/** How many rows the training data give, and what that makes of weights. docs/fit.md, "Balance". */
#ifndef TRAINER_ASSEMBLE_BALANCE_H
#define TRAINER_ASSEMBLE_BALANCE_H

#include "assemble/weights.h"
#include "data/dataset.h"

/** Number of rows [TARGET_KINDS] that configuration c has, if its targets are used. */
void balance_rows(const dataset *set, int64_t c, double *rows);

/** balance [TARGET_KINDS], (4), of the configurations with fold_of [nconfig] >= 0: rows are multiplied by
 *  balance/sigma. weight [ngroup*TARGET_KINDS]. */
void balance_count(const dataset *set, const int *fold_of, const target_weight *weight, double *balance);

/** Sum over the rows of the training data of the logarithm of what their targets are divided by before the sigma and
 *  balance of their class; high_energy [nconfig]: factors on the sigmas of configurations. */
double balance_log_divisors(const dataset *set, const int *fold_of, const target_weight *weight,
                            const double *high_energy);

#endif
