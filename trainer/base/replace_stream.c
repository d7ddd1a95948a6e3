/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/replace_stream.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static dftfit_status io_error(const replace_stream *s, int reason, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_IO, s->beside.name, 0, 0, "cannot be written: %s", strerror(reason));
}

dftfit_status replace_stream_open(const char *path, replace_stream *out, dftfit_error *err) {
  *out = (replace_stream){.file = NULL};
  DFTFIT_TRY(temporary_create(path, &out->beside, err));
  const int handle = dup(out->beside.handle); /* closing the stream must not take the lock away */
  out->file = handle >= 0 ? fdopen(handle, "wb") : NULL;
  if (out->file) return DFTFIT_OK;
  dftfit_status status = io_error(out, errno, err);
  if (handle >= 0) close(handle);
  temporary_discard(&out->beside);
  return status;
}

dftfit_status replace_stream_close(replace_stream *stream, dftfit_status status, dftfit_error *err) {
  const bool good = !ferror(stream->file) && fflush(stream->file) == 0;
  const int reason = errno;
  if (fclose(stream->file) && good && !status) status = io_error(stream, errno, err);
  if (!good && !status) status = io_error(stream, reason, err);
  if (!status) return temporary_commit(&stream->beside, err);
  temporary_discard(&stream->beside);
  return status;
}
