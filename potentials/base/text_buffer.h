/* SPDX-License-Identifier: BSD-3-Clause */
/** A text that grows while it is written. The first failure sticks: look at failed once, at the end. */
#ifndef BASE_TEXT_BUFFER_H
#define BASE_TEXT_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct text_buffer {
  char *text; /* NUL-terminated; NULL while empty. The owner frees it */
  size_t length, capacity;
  bool failed; /* out of memory */
} text_buffer;

void dftfit_text_buffer_put(text_buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
