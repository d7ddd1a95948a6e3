/* SPDX-License-Identifier: BSD-3-Clause */
/** Which configurations train, in which fold, and which are held out. Runs (assemble/runs.h) are only ever cut into
 *  contiguous blocks, so that neighbours along a trajectory or a strain path are not on both sides; configurations that
 *  are alike (set->like) are always on one side. The same seed gives the same split on every platform. */
#ifndef TRAINER_ASSEMBLE_SPLIT_H
#define TRAINER_ASSEMBLE_SPLIT_H

#include "assemble/hold_out.h"
#include "config/fit_config.h"

/** fold_of [nconfig]. An error when no configuration is left to train on, a fold stays empty, or a hold-out that was
 *  asked for holds nothing. */
dftfit_status split_create(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err);
/** Number of folds: that of fit.yaml, or with `folds: {by: group}` that of the groups that train. */
dftfit_status split_folds(fit_config *config, const dataset *set, dftfit_error *err);

#endif
