/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_BASE_OPEN_REGULAR_H
#define TRAINER_BASE_OPEN_REGULAR_H

#include <stdio.h>

#include "dftfit/status.h"

/** Opens a regular file for reading. Anything else is an error at once: a FIFO would be waited for, a device has no end.
 *  length (NULL is fine): of the file, bytes. */
dftfit_status open_regular(const char *path, int *handle, long long *length, dftfit_error *err);
/** The same as a stream. */
dftfit_status open_regular_stream(const char *path, FILE **stream, long long *length, dftfit_error *err);

#endif
