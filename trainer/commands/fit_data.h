/* SPDX-License-Identifier: BSD-3-Clause */
/** What a fit looks at in its data before anything is made of them: wrong energies, copies, elements without data. */
#ifndef TRAINER_COMMANDS_FIT_DATA_H
#define TRAINER_COMMANDS_FIT_DATA_H

#include <mpi.h>

#include "check/energy_outliers.h"
#include "config/fit_config.h"
#include "data/kin.h"

typedef struct fit_data {
  int64_t copies[KIN_DEGREES];
  energy_outlier *wrong; /* [nwrong] energies that take no part */
  int64_t nwrong;
} fit_data;

/** Collective. Takes wrong energies out of the set, finds copies, and counts the folds. file names fit.yaml. */
dftfit_status fit_data_prepare(MPI_Comm comm, fit_config *config, const char *file, dataset *set, fit_data *out,
                               dftfit_error *err);
void fit_data_clear(fit_data *d);

#endif
