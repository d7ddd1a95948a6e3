/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/file_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dftfit_status dftfit_file_read(const char *path, char **text, size_t *length, dftfit_error *err) {
  size_t size = 0, capacity = 1 << 16;
  FILE *file = fopen(path, "rb");
  char *bytes = NULL;
  dftfit_status status = DFTFIT_OK;
  *text = NULL;
  *length = 0;
  if (!file) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
  do {
    capacity *= 2;
    char *grown = realloc(bytes, capacity);
    if (!grown) {
      status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
      break;
    }
    bytes = grown;
    size += fread(bytes + size, 1, capacity - 1 - size, file);
  } while (size == capacity - 1);
  if (!status && ferror(file))
    status = dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
  fclose(file);
  if (status) {
    free(bytes);
    return status;
  }
  bytes[size] = '\0';
  *text = bytes;
  *length = size;
  return DFTFIT_OK;
}
