/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/replace_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static dftfit_status io_error(const char *path, const char *what, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be %s: %s", what, strerror(errno));
}

/** The text goes to the disk before the name does. */
static dftfit_status write_through(int handle, const char *path, const char *text, size_t length, dftfit_error *err) {
  mode_t mask = umask(0);
  umask(mask);
  while (length > 0) {
    ssize_t some = write(handle, text, length);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return io_error(path, "written", err);
    text += some;
    length -= (size_t)some;
  }
  if (fchmod(handle, 0666 & ~mask) || fsync(handle)) return io_error(path, "written", err);
  return DFTFIT_OK;
}

static char *beside(const char *path) {
  char *name = malloc(strlen(path) + 16);
  if (name) sprintf(name, "%s.tmp.XXXXXX", path);
  return name;
}

dftfit_status replace_file(const char *path, const char *text, size_t length, dftfit_error *err) {
  char *temporary = beside(path);
  if (!temporary) return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory");
  dftfit_status status = DFTFIT_OK;
  int handle = mkstemp(temporary);
  if (handle < 0) status = io_error(path, "created", err);
  if (!status) status = write_through(handle, path, text, length, err);
  if (handle >= 0 && close(handle) && !status) status = io_error(path, "written", err);
  if (!status && rename(temporary, path)) status = io_error(path, "replaced", err);
  if (status && handle >= 0) unlink(temporary);
  free(temporary);
  return status;
}

dftfit_status replace_file_check(const char *path, dftfit_error *err) {
  struct stat info;
  if (!stat(path, &info) && S_ISDIR(info.st_mode))
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "is a folder; a file name is expected");
  char *temporary = beside(path);
  if (!temporary) return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory");
  int handle = mkstemp(temporary);
  dftfit_status status = handle < 0 ? io_error(path, "created", err) : DFTFIT_OK;
  if (handle >= 0) {
    close(handle);
    unlink(temporary);
  }
  free(temporary);
  return status;
}
