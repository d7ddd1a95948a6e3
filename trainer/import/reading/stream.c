/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/stream.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/reading/unpack.h"

/* LINE_BYTES: a comment of extended XYZ with all that anybody puts there has kilobytes; a small compressed file can hold
 * a line without end. */
enum { BUFFER_BYTES = 4 * STREAM_HEAD, LINE_BYTES = 64 << 20 };

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static dftfit_status no_memory(const import_stream *s, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, s->path, 0, 0, "out of memory for reading");
}

dftfit_status import_stream_open(const char *path, import_stream *s, dftfit_error *err) {
  unpack *source;
  *s = (import_stream){.path = path};
  DFTFIT_TRY(unpack_open(path, &source, &s->compressed, err));
  s->source = source;
  s->buffer = malloc(BUFFER_BYTES + 1);
  if (s->buffer) return DFTFIT_OK;
  import_stream_close(s);
  return no_memory(s, err);
}

void import_stream_close(import_stream *s) {
  unpack_close(s->source);
  free(s->buffer);
  free(s->text);
  s->source = NULL;
  s->buffer = s->text = NULL;
  s->capacity = s->length = 0;
}

dftfit_status import_stream_check(const char *path, dftfit_error *err) {
  char bytes[STREAM_HEAD];
  bool compressed;
  unpack *source;
  size_t got = 1;
  DFTFIT_TRY(unpack_open(path, &source, &compressed, err));
  dftfit_status status = DFTFIT_OK;
  while (compressed && !status && got > 0) status = unpack_read(source, path, bytes, sizeof bytes, &got, err);
  unpack_close(source);
  return status;
}

dftfit_status import_stream_fail(const import_stream *s, dftfit_error *err, dftfit_status code, const char *format,
                                 ...) {
  char message[sizeof err->message];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return dftfit_fail_at(err, code, s->path, s->line, 0, "%s", message);
}

/* more bytes behind those that wait; s->ended when there are none */
static dftfit_status fill(import_stream *s, dftfit_error *err) {
  size_t got;
  if (s->at == s->filled) s->at = s->filled = 0;
  if (s->ended || s->filled == BUFFER_BYTES) return DFTFIT_OK;
  DFTFIT_TRY(unpack_read(s->source, s->path, s->buffer + s->filled, BUFFER_BYTES - s->filled, &got, err));
  s->filled += got;
  s->ended = got == 0;
  return DFTFIT_OK;
}

dftfit_status import_stream_head(import_stream *s, const char **head, size_t *length, dftfit_error *err) {
  while (s->filled < STREAM_HEAD && !s->ended) DFTFIT_TRY(fill(s, err));
  s->buffer[s->filled] = '\0';
  *head = s->buffer;
  *length = s->filled;
  return DFTFIT_OK;
}

dftfit_status import_stream_read(import_stream *s, char *out, size_t size, size_t *got, dftfit_error *err) {
  if (s->at == s->filled) DFTFIT_TRY(fill(s, err));
  size_t n = s->filled - s->at < size ? s->filled - s->at : size;
  memcpy(out, s->buffer + s->at, n);
  s->at += n;
  *got = n;
  return DFTFIT_OK;
}

dftfit_status import_stream_rest(import_stream *s, char **out, size_t *length, dftfit_error *err) {
  size_t capacity = BUFFER_BYTES, used = 0, got = 1;
  char *all = malloc(capacity);
  dftfit_status status = all ? DFTFIT_OK : no_memory(s, err);
  while (!status && got > 0) {
    if (capacity - used < BUFFER_BYTES) {
      char *more = realloc(all, 2 * capacity);
      if (!more) {
        status = no_memory(s, err);
        break;
      }
      all = more;
      capacity *= 2;
    }
    status = import_stream_read(s, all + used, capacity - used - 1, &got, err);
    used += status ? 0 : got;
  }
  if (status) {
    free(all);
    return status;
  }
  all[used] = '\0';
  *out = all;
  *length = used;
  return DFTFIT_OK;
}

static dftfit_status reserve_text(import_stream *s, size_t size, dftfit_error *err) {
  if (size <= s->capacity) return DFTFIT_OK;
  char *text = realloc(s->text, 2 * size);
  if (!text) return no_memory(s, err);
  s->text = text;
  s->capacity = 2 * size;
  return DFTFIT_OK;
}

/* bytes up to and with the next line end, or to the end of the file, into text */
static dftfit_status take_line(import_stream *s, dftfit_error *err) {
  for (const char *end = NULL; !end;) {
    if (s->at == s->filled) DFTFIT_TRY(fill(s, err));
    if (s->at == s->filled) return DFTFIT_OK;
    const char *start = s->buffer + s->at;
    end = memchr(start, '\n', s->filled - s->at);
    size_t n = end ? (size_t)(end - start) + 1 : s->filled - s->at;
    DFTFIT_TRY(reserve_text(s, s->length + n + 1, err));
    memcpy(s->text + s->length, start, n);
    s->length += n;
    s->at += n;
    if (s->length > LINE_BYTES)
      return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, s->path, s->line + 1, 0,
                            "this line is longer than %d MB: this is not a text file", LINE_BYTES >> 20);
  }
  return DFTFIT_OK;
}

void import_stream_unread(import_stream *s) { s->again = true; }

dftfit_status import_stream_line(import_stream *s, bool *more, dftfit_error *err) {
  *more = true;
  if (s->again) {
    s->again = false;
    return DFTFIT_OK;
  }
  s->length = 0;
  DFTFIT_TRY(reserve_text(s, 1, err));
  DFTFIT_TRY(take_line(s, err));
  *more = s->length > 0;
  s->text[s->length] = '\0';
  if (!*more) return DFTFIT_OK;
  s->line++;
  for (size_t i = 0; s->nul_is_blank && i < s->length; i++)
    if (!s->text[i]) s->text[i] = ' ';
  if (memchr(s->text, '\0', s->length))
    return import_stream_fail(s, err, DFTFIT_ERR_SYNTAX, "holds a NUL byte: this is not a text file");
  s->whole = s->text[s->length - 1] == '\n';
  while (s->length && (s->text[s->length - 1] == '\n' || s->text[s->length - 1] == '\r')) s->text[--s->length] = '\0';
  if (s->line == 1 && !strncmp(s->text, byte_order_mark, 3)) memmove(s->text, s->text + 3, (s->length -= 3) + 1);
  return DFTFIT_OK;
}
