/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text_buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static bool reserve(text_buffer *b, size_t more) {
  if (b->failed) return false;
  if (b->length + more < b->capacity) return true;
  size_t capacity = 2 * (b->length + more) + 4096;
  char *grown = realloc(b->text, capacity);
  if (!grown) {
    b->failed = true;
    return false;
  }
  b->text = grown;
  b->capacity = capacity;
  return true;
}

void dftfit_text_buffer_put(text_buffer *b, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  if (n < 0) b->failed = true;
  if (n >= 0 && reserve(b, (size_t)n + 1)) {
    vsnprintf(b->text + b->length, (size_t)n + 1, format, again);
    b->length += (size_t)n;
  }
  va_end(again);
  va_end(args);
}
