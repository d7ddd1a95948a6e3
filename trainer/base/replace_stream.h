/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_BASE_REPLACE_STREAM_H
#define TRAINER_BASE_REPLACE_STREAM_H

#include <stdio.h>

#include "base/temporary.h"

/** A text too long for memory (else: replace_file), written piece by piece and put in place when whole. */
typedef struct replace_stream {
  FILE *file;
  temporary beside;
} replace_stream;

dftfit_status replace_stream_open(const char *path, replace_stream *out, dftfit_error *err);
/** Puts the file in place when status is good and all was written, else removes it. Returns status or its own failure.
 */
dftfit_status replace_stream_close(replace_stream *stream, dftfit_status status, dftfit_error *err);

#endif
