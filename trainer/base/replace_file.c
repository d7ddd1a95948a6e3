/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/replace_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/temporary.h"

static dftfit_status write_all(const temporary *t, const char *text, size_t length, dftfit_error *err) {
  while (length > 0) {
    ssize_t some = write(t->handle, text, length);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return dftfit_fail_at(err, DFTFIT_ERR_IO, t->name, 0, 0, "cannot be written: %s", strerror(errno));
    text += some;
    length -= (size_t)some;
  }
  return DFTFIT_OK;
}

dftfit_status replace_file(const char *path, const char *text, size_t length, dftfit_error *err) {
  temporary t;
  DFTFIT_TRY(temporary_create(path, &t, err));
  dftfit_status status = write_all(&t, text, length, err);
  if (!status) return temporary_commit(&t, err);
  temporary_discard(&t);
  return status;
}
