/* SPDX-License-Identifier: BSD-3-Clause */
/** The part of `dftfit fit` that makes a restraint (`restraint:`) and puts it beside the data. */
#ifndef TRAINER_COMMANDS_FIT_RESTRAINT_H
#define TRAINER_COMMANDS_FIT_RESTRAINT_H

#include <mpi.h>

#include "restraint/restraint.h"

/** Collective. Fits the simpler potential, makes the structures, adds their rows to d and says so on rank 0. */
dftfit_status fit_restraint_make(MPI_Comm comm, const fit_config *config, design *d, restraint *out, dftfit_error *err);

#endif
