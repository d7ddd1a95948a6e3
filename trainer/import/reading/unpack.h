/* SPDX-License-Identifier: BSD-3-Clause */
/** Bytes of a file, unpacked where it is compressed by gzip (zlib) or xz (liblzma), known by its first bytes. */
#ifndef TRAINER_IMPORT_READING_UNPACK_H
#define TRAINER_IMPORT_READING_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "dftfit/status.h"

typedef struct unpack unpack;

dftfit_status unpack_open(const char *path, unpack **out, bool *compressed, dftfit_error *err);
void unpack_close(unpack *u);
/** Up to size bytes; *got 0 at the end. Compressed data that end early are an error. */
dftfit_status unpack_read(unpack *u, const char *path, char *out, size_t size, size_t *got, dftfit_error *err);

#endif
