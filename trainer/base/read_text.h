/* SPDX-License-Identifier: BSD-3-Clause */
/** A small text file, read by rank 0 and handed to all, so that all ranks see the same bytes. */
#ifndef TRAINER_BASE_READ_TEXT_H
#define TRAINER_BASE_READ_TEXT_H

#include <mpi.h>
#include <stddef.h>

#include "dftfit/status.h"

/** Collective. *text is NUL-terminated and freed by the caller; every rank returns the same status. */
dftfit_status read_text(MPI_Comm comm, const char *path, char **text, size_t *length, dftfit_error *err);

#endif
