/* SPDX-License-Identifier: BSD-3-Clause */
/** The one rule of all commands for the files that they write. */
#ifndef TRAINER_BASE_OUTPUTS_H
#define TRAINER_BASE_OUTPUTS_H

#include <stdbool.h>

#include "dftfit/status.h"

/** Fails, before any work is done, unless every file that is to be written
 *    - is no file that the command reads, and no other one that it writes, under whatever name,
 *    - is a regular file, or does not exist and can be created,
 *    - does not exist yet, unless force is given.
 *  A symbolic link is the file that it names. Removes what runs that were killed have left of these files.
 *  written, read: paths; NULL is none. */
dftfit_status outputs_check(const char *const *written, int nwritten, const char *const *read, int nread, bool force,
                            dftfit_error *err);
/** Fails where `written` is the same file as `read`, which was found after outputs_check. */
dftfit_status outputs_check_read(const char *written, const char *read, dftfit_error *err);

#endif
