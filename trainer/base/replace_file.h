/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_BASE_REPLACE_FILE_H
#define TRAINER_BASE_REPLACE_FILE_H

#include <stddef.h>

#include "dftfit/status.h"

/** Writes text beside path and renames it, so that path is the old file or the whole new one, never a part. */
dftfit_status replace_file(const char *path, const char *text, size_t length, dftfit_error *err);
/** Fails when path cannot be written (its folder is missing or closed), before work is put into what goes there. */
dftfit_status replace_file_check(const char *path, dftfit_error *err);

#endif
