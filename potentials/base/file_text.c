/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/file_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A FIFO would be waited for, and a device has no end: neither is opened. NULL: see errno, which is 0 for these. */
static FILE *open_regular(const char *path) {
  struct stat info;
  const int handle = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (handle < 0) return NULL;
  if (!fstat(handle, &info) && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode))) return fdopen(handle, "rb");
  close(handle);
  errno = 0;
  return NULL;
}

dftfit_status dftfit_file_read(const char *path, char **text, size_t *length, dftfit_error *err) {
  size_t size = 0, capacity = 1 << 16;
  FILE *file = open_regular(path);
  char *bytes = NULL;
  dftfit_status status = DFTFIT_OK;
  *text = NULL;
  *length = 0;
  if (!file)
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be opened: %s",
                          errno ? strerror(errno) : "it is not a regular file");
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
