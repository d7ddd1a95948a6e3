/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/unpack.h"

#include <errno.h>
#include <limits.h>
#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/open_regular.h"

enum { PACKED_BYTES = 65536, MAGIC_BYTES = 6 };

struct unpack {
  int handle;  /* of an xz file, -1: none */
  gzFile gzip; /* of a gzip file or one that is not compressed, which zlib hands through; NULL: none */
  lzma_stream xz;
  uint8_t packed[PACKED_BYTES];
  bool last; /* all packed bytes were read */
};

static dftfit_status io_error(const char *path, const char *what, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "%s: %s", what, strerror(errno));
}

/* opens the file and reads its first bytes; *handle -1 where that fails */
static dftfit_status open_packed(const char *path, int *handle, unsigned char magic[MAGIC_BYTES], dftfit_error *err) {
  memset(magic, 0, MAGIC_BYTES);
  DFTFIT_TRY(open_regular(path, handle, NULL, err));
  if (pread(*handle, magic, MAGIC_BYTES, 0) >= 0) return DFTFIT_OK;
  dftfit_status status = io_error(path, "cannot read", err);
  close(*handle);
  *handle = -1;
  return status;
}

static dftfit_status start(unpack *u, const char *path, int handle, bool xz, dftfit_error *err) {
  u->handle = -1;
  if (!xz) {
    u->gzip = gzdopen(handle, "rb");
    if (u->gzip) return DFTFIT_OK;
    close(handle);
    return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for reading");
  }
  u->handle = handle;
  u->xz = (lzma_stream)LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&u->xz, UINT64_MAX, LZMA_CONCATENATED) == LZMA_OK) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for unpacking");
}

dftfit_status unpack_open(const char *path, unpack **out, bool *compressed, dftfit_error *err) {
  static const unsigned char gzip_magic[] = {0x1f, 0x8b}, xz_magic[] = {0xfd, '7', 'z', 'X', 'Z', 0};
  unsigned char magic[MAGIC_BYTES];
  int handle;
  *out = NULL;
  DFTFIT_TRY(open_packed(path, &handle, magic, err));
  const bool xz = !memcmp(magic, xz_magic, sizeof xz_magic);
  *compressed = xz || !memcmp(magic, gzip_magic, sizeof gzip_magic);
  unpack *u = calloc(1, sizeof *u);
  if (!u) {
    close(handle);
    return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for reading");
  }
  dftfit_status status = start(u, path, handle, xz, err);
  if (status)
    unpack_close(u);
  else
    *out = u;
  return status;
}

void unpack_close(unpack *u) {
  if (!u) return;
  if (u->gzip) gzclose(u->gzip);
  if (u->handle >= 0) {
    lzma_end(&u->xz);
    close(u->handle);
  }
  free(u);
}

static dftfit_status cut_off(const char *path, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "the compressed data end early: the file was cut off");
}

static dftfit_status read_gzip(unpack *u, const char *path, char *out, size_t size, size_t *got, dftfit_error *err) {
  int code, n = gzread(u->gzip, out, size > INT_MAX ? INT_MAX : (unsigned)size);
  const char *message = gzerror(u->gzip, &code);
  if (code == Z_ERRNO) return io_error(path, "cannot read", err);
  if (code == Z_BUF_ERROR && n <= 0) return cut_off(path, err);
  if (n < 0) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be unpacked: %s", message);
  *got = (size_t)n;
  return DFTFIT_OK;
}

static dftfit_status read_xz(unpack *u, const char *path, char *out, size_t size, size_t *got, dftfit_error *err) {
  u->xz.next_out = (uint8_t *)out;
  u->xz.avail_out = size;
  lzma_ret code = LZMA_OK;
  while (code == LZMA_OK && u->xz.avail_out == size) {
    if (u->xz.avail_in == 0 && !u->last) {
      ssize_t n = read(u->handle, u->packed, sizeof u->packed);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return io_error(path, "cannot read", err);
      u->last = n == 0;
      u->xz.next_in = u->packed;
      u->xz.avail_in = (size_t)n;
    }
    code = lzma_code(&u->xz, u->last ? LZMA_FINISH : LZMA_RUN);
  }
  *got = size - u->xz.avail_out;
  if (code == LZMA_OK || code == LZMA_STREAM_END || *got) return DFTFIT_OK;
  if (code == LZMA_BUF_ERROR) return cut_off(path, err);
  if (code == LZMA_MEM_ERROR) return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory for unpacking");
  return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be unpacked: the compressed data are damaged");
}

dftfit_status unpack_read(unpack *u, const char *path, char *out, size_t size, size_t *got, dftfit_error *err) {
  *got = 0;
  return u->gzip ? read_gzip(u, path, out, size, got, err) : read_xz(u, path, out, size, got, err);
}
