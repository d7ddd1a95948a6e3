/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_BASE_REPLACE_FILE_H
#define TRAINER_BASE_REPLACE_FILE_H

#include <stddef.h>

#include "dftfit/status.h"

/** Writes text as the file path, which is the old file or the whole new one, never a part (base/temporary.h). Whether an
 *  existing file may be replaced is asked before, by outputs_check. */
dftfit_status replace_file(const char *path, const char *text, size_t length, dftfit_error *err);

#endif
