/* SPDX-License-Identifier: BSD-3-Clause */
/** Files that are printed into memory first, so that each appears whole or not at all. */
#ifndef TRAINER_BASE_PRINTED_H
#define TRAINER_BASE_PRINTED_H

#include <stddef.h>
#include <stdio.h>

#include "dftfit/status.h"

/** Prints into `to`, which needs no check: what does not fit into memory is found afterwards. */
typedef dftfit_status (*printer)(void *self, FILE *to, dftfit_error *err);

/** *text, NUL-terminated, is what print printed; the caller frees it. On failure *text is NULL. */
dftfit_status printed_text(printer print, void *self, char **text, size_t *length, dftfit_error *err);
/** The same as the file path (replace_file.h). */
dftfit_status replace_printed(const char *path, printer print, void *self, dftfit_error *err);

#endif
