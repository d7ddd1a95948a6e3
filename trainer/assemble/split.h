/* SPDX-License-Identifier: BSD-3-Clause */
/** Which configurations train, in which fold, and which are held out. A run - the configurations of one group from one
 *  source, in the order of the data - is only ever cut into contiguous blocks, so that neighbours along a trajectory or
 *  a strain path do not stand on both sides. The same seed gives the same split on every platform. */
#ifndef TRAINER_ASSEMBLE_SPLIT_H
#define TRAINER_ASSEMBLE_SPLIT_H

#include "config/fit_config.h"
#include "data/dataset.h"

enum { SPLIT_EXCLUDED = -2, SPLIT_HOLDOUT = -1 }; /* otherwise the fold, 0 .. nfold-1 */

/** fold_of [nconfig]. An error when no configuration is left to train on, or a fold stays empty. */
dftfit_status split_create(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err);

#endif
