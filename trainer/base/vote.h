/* SPDX-License-Identifier: BSD-3-Clause */
/** Agreement of the ranks on success, before any of them waits for the others in a collective call. */
#ifndef TRAINER_BASE_VOTE_H
#define TRAINER_BASE_VOTE_H

#include <mpi.h>

#include "dftfit/status.h"

/** Collective. Where a rank failed, all ranks return the status of the lowest of them, with its error record. */
dftfit_status vote(MPI_Comm comm, dftfit_status status, dftfit_error *err);

#endif
