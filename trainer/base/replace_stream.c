/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/replace_stream.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

dftfit_status replace_stream_open(const char *path, replace_stream *out, dftfit_error *err) {
  *out = (replace_stream){.path = path};
  if (asprintf(&out->beside, "%s.%ld.tmp", path, (long)getpid()) < 0)
    return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory");
  out->file = fopen(out->beside, "wb");
  if (out->file) return DFTFIT_OK;
  dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot write beside it: %s", strerror(errno));
  free(out->beside);
  return DFTFIT_ERR_IO;
}

dftfit_status replace_stream_close(replace_stream *stream, dftfit_status status, dftfit_error *err) {
  const bool good = !ferror(stream->file) && fflush(stream->file) == 0 && fsync(fileno(stream->file)) == 0;
  const int reason = errno;
  if (fclose(stream->file) && good && !status)
    status = dftfit_fail_at(err, DFTFIT_ERR_IO, stream->path, 0, 0, "cannot be written: %s", strerror(errno));
  if (!good && !status)
    status = dftfit_fail_at(err, DFTFIT_ERR_IO, stream->path, 0, 0, "cannot be written: %s", strerror(reason));
  if (!status && rename(stream->beside, stream->path))
    status =
        dftfit_fail_at(err, DFTFIT_ERR_IO, stream->path, 0, 0, "cannot put the new file in place: %s", strerror(errno));
  if (status) unlink(stream->beside);
  free(stream->beside);
  return status;
}
