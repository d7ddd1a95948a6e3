/* SPDX-License-Identifier: BSD-3-Clause */
/** The files of `dftfit fit`: which it reads and writes, and those besides the potential. */
#ifndef TRAINER_COMMANDS_FIT_FILES_H
#define TRAINER_COMMANDS_FIT_FILES_H

#include "config/fit_config.h"
#include "problem.h"
#include "solve/linear/linear.h"

typedef struct fit_files {
  const char *settings;                 /* fit.yaml */
  const char *csv, *parameters, *front; /* NULL: not asked for */
  bool force;
} fit_files;

/** One rank: outputs_check of the potential, its companion and the other files. */
dftfit_status fit_files_check(const fit_files *f, const fit_config *config, dftfit_error *err);
/** One rank: name, value, standard deviation and prior weight of every parameter. */
dftfit_status fit_files_parameters(const char *path, const problem *p, const linear_fit *fit, dftfit_error *err);

#endif
