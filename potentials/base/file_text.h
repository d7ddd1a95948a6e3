/* SPDX-License-Identifier: BSD-3-Clause */
/** Whole files as text. */
#ifndef BASE_FILE_TEXT_H
#define BASE_FILE_TEXT_H

#include <stddef.h>

#include "dftfit/status.h"

/** Reads a whole file into memory: *text (NUL-terminated, the caller frees) of *length bytes. */
dftfit_status dftfit_file_read(const char *path, char **text, size_t *length, dftfit_error *err);

#endif
