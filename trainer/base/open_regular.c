/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/open_regular.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static dftfit_status check(const char *path, int handle, long long *length, dftfit_error *err) {
  struct stat info;
  if (fstat(handle, &info))
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
  if (S_ISDIR(info.st_mode)) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "is a folder");
  if (!S_ISREG(info.st_mode))
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "is not a regular file but a %s",
                          S_ISFIFO(info.st_mode) ? "FIFO; write it to a file first" : "device");
  fcntl(handle, F_SETFL, 0);
  if (length) *length = (long long)info.st_size;
  return DFTFIT_OK;
}

dftfit_status open_regular(const char *path, int *handle, long long *length, dftfit_error *err) {
  *handle = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (*handle < 0) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
  dftfit_status status = check(path, *handle, length, err);
  if (status) {
    close(*handle);
    *handle = -1;
  }
  return status;
}

dftfit_status open_regular_stream(const char *path, FILE **stream, long long *length, dftfit_error *err) {
  int handle;
  *stream = NULL;
  DFTFIT_TRY(open_regular(path, &handle, length, err));
  *stream = fdopen(handle, "rb");
  if (*stream) return DFTFIT_OK;
  close(handle);
  return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for reading");
}
