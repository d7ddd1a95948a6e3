/* SPDX-License-Identifier: BSD-3-Clause */
/** The bytes or lines of a file, which may be compressed by gzip or xz: what readers of formats read. */
#ifndef TRAINER_IMPORT_READING_STREAM_H
#define TRAINER_IMPORT_READING_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "dftfit/status.h"

enum { STREAM_HEAD = 16384 }; /* bytes by which a format is recognised */

typedef struct import_stream {
  const char *path; /* as errors name it; borrowed                                                   */
  int line;         /* number of the line in text, from 1; 0: none was read yet                      */
  char *text;       /* [length+1] that line, without its end; the reader may cut it into words       */
  size_t length;
  bool whole; /* that line has a line end; the last of a file that was cut off may have none      */
  bool compressed;
  bool nul_is_blank; /* a program of which NUL bytes within its text are known; elsewhere they are an error */

  /* private */
  size_t capacity;
  char *buffer; /* bytes that wait: buffer[at..filled) */
  size_t at, filled;
  bool again, ended;
  void *source;
} import_stream;

/** Opens a regular file; the stream is closed again where this fails. */
dftfit_status import_stream_open(const char *path, import_stream *s, dftfit_error *err);
void import_stream_close(import_stream *s);
/** Unpacks the whole of a compressed file: an error where it is damaged or cut off, which its checksum tells at its end
 *  only. */
dftfit_status import_stream_check(const char *path, dftfit_error *err);
/** The first bytes (up to STREAM_HEAD, NUL after them) of a stream from which nothing was read yet; nothing is
 *  consumed. They hold until the next call. */
dftfit_status import_stream_head(import_stream *s, const char **head, size_t *length, dftfit_error *err);
/** Next line into s->text; *more false at the end of the file. A NUL byte is an error: this is not text. */
dftfit_status import_stream_line(import_stream *s, bool *more, dftfit_error *err);
/** The line in s->text comes again with the next call of import_stream_line, if the text was not changed. */
void import_stream_unread(import_stream *s);
/** Up to size bytes; *got 0 at the end of the file. */
dftfit_status import_stream_read(import_stream *s, char *out, size_t size, size_t *got, dftfit_error *err);
/** All bytes that are left, with a NUL after them; the caller frees *out. */
dftfit_status import_stream_rest(import_stream *s, char **out, size_t *length, dftfit_error *err);
/** Fails at the line in s->text. */
dftfit_status import_stream_fail(const import_stream *s, dftfit_error *err, dftfit_status code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
