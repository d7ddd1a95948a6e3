/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_BASE_SHA256_H
#define TRAINER_BASE_SHA256_H

#include <stddef.h>

#include "dftfit/status.h"

/** SHA-256 (FIPS 180-4) of the bytes of the file at path, as 64 lower-case hexadecimal digits and a NUL. */
dftfit_status sha256_file(const char *path, char hex[65], dftfit_error *err);
/** The same of length bytes of text. */
dftfit_status sha256_text(const char *text, size_t length, char hex[65], dftfit_error *err);

#endif
