/* SPDX-License-Identifier: BSD-3-Clause */
/** The actions of `dftfit data`; each prints what it did. */
#ifndef TRAINER_COMMANDS_DATA_ACTIONS_H
#define TRAINER_COMMANDS_DATA_ACTIONS_H

#include "commands/data_options.h"

dftfit_status data_merge(const data_options *o, dftfit_error *err);
dftfit_status data_select(const data_options *o, dftfit_error *err);
dftfit_status data_split(const data_options *o, dftfit_error *err);
dftfit_status data_export(const data_options *o, dftfit_error *err);
dftfit_status data_correct(const data_options *o, dftfit_error *err);

#endif
