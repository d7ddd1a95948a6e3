/* SPDX-License-Identifier: BSD-3-Clause */
#include "dftfit/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static dftfit_status record(dftfit_error *err, dftfit_status code, const char *input, int line, int column,
                            const char *format, va_list args) __attribute__((format(printf, 6, 0)));

static dftfit_status record(dftfit_error *err, dftfit_status code, const char *input, int line, int column,
                            const char *format, va_list args) {
  char message[sizeof err->message], place[sizeof err->input]; /* args and input may be texts of err itself */
  if (!err) return code;
  vsnprintf(message, sizeof message, format, args);
  snprintf(place, sizeof place, "%s", input ? input : "");
  /* one line whatever a value of the user's holds */
  for (char *c = message; *c; c++)
    if ((unsigned char)*c < ' ') *c = ' ';
  err->code = code;
  memcpy(err->input, place, strlen(place) + 1);
  memcpy(err->message, message, strlen(message) + 1);
  err->line = line;
  err->column = column;
  err->atom = -1;
  return code;
}

dftfit_status dftfit_fail(dftfit_error *err, dftfit_status code, const char *format, ...) {
  va_list args;
  va_start(args, format);
  record(err, code, NULL, 0, 0, format, args);
  va_end(args);
  return code;
}

dftfit_status dftfit_fail_at(dftfit_error *err, dftfit_status code, const char *input, int line, int column,
                             const char *format, ...) {
  va_list args;
  va_start(args, format);
  record(err, code, input, line, column, format, args);
  va_end(args);
  return code;
}

dftfit_status dftfit_no_memory(dftfit_error *err, const char *what, ...) {
  char text[sizeof err->message];
  va_list args;
  va_start(args, what);
  vsnprintf(text, sizeof text, what, args);
  va_end(args);
  return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %s", text);
}

const char *dftfit_error_text(const dftfit_error *err, char *text, int size) {
  char place[2 * 12 + 3] = ""; /* ":line:column" */
  if (size <= 0) return text;
  if (err->line > 0 && err->column > 0)
    snprintf(place, sizeof place, ":%d:%d", err->line, err->column);
  else if (err->line > 0)
    snprintf(place, sizeof place, ":%d", err->line);
  if (err->input[0])
    snprintf(text, (size_t)size, "%s%s: %s", err->input, place, err->message);
  else
    snprintf(text, (size_t)size, "%s", err->message);
  return text;
}
