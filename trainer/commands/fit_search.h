/* SPDX-License-Identifier: BSD-3-Clause */
/** The search of `dftfit fit` for forms that are not linear: signals, checkpoint beside the output, progress. */
#ifndef TRAINER_COMMANDS_FIT_SEARCH_H
#define TRAINER_COMMANDS_FIT_SEARCH_H

#include "assemble/load.h"
#include "config/fit_config.h"
#include "solve/search/nonlinear.h"

/** Collective. resume: from the checkpoint that an interrupted fit left; else one is replaced only with force. SIGINT and SIGTERM end it after the step at
 *  hand, with an error that says where the checkpoint is. */
dftfit_status fit_search(MPI_Comm comm, const fit_config *config, const data_origin *origin, const problem *p,
                         const linear_options *weights, bool resume, bool force, nonlinear_fit *out, dftfit_error *err);
/** Removes the checkpoint, when the potential file is written. */
void fit_search_done(const fit_config *config);
/** An error where fit.yaml has a setting of the search, or resume is asked for, and the form is linear. */
dftfit_status fit_search_not_needed(const fit_config *config, const char *form, bool resume, dftfit_error *err);
/** An error where fit.yaml has a setting of linear fits, and the form is not linear. */
dftfit_status fit_search_only(const fit_config *config, dftfit_error *err);

#endif
