/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/text_lines.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/yaml_number.h"

enum { MAX_WORDS = sizeof((text_lines *)NULL)->word / sizeof(char *) };

void dftfit_text_lines_open(text_lines *t, const char *input, const char *text, size_t length) {
  *t = (text_lines){.input = input, .at = text, .end = text + length};
}

dftfit_status dftfit_text_lines_fail(const text_lines *t, dftfit_error *err, dftfit_status code, const char *format,
                                     ...) {
  char message[400];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return dftfit_fail_at(err, code, t->input, t->line, 0, "%s", message);
}

/* The next line, without its end, of *length bytes; NULL: there is none. */
static const char *next_line(text_lines *t, size_t *length) {
  if (t->at >= t->end) return NULL;
  const char *line = t->at, *stop = memchr(line, '\n', (size_t)(t->end - line));
  if (!stop) stop = t->end;
  *length = (size_t)(stop - line);
  t->at = stop < t->end ? stop + 1 : t->end;
  t->line++;
  return line;
}

static dftfit_status ended(const text_lines *t, const char *what, dftfit_error *err) {
  return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "the file ends before %s", what);
}

dftfit_status dftfit_text_lines_skip(text_lines *t, const char *what, dftfit_error *err) {
  size_t length;
  return next_line(t, &length) ? DFTFIT_OK : ended(t, what, err);
}

/* Splits the next line that has words -> 1; 0: there is none; -1: it does not fit into the buffer. */
static int split(text_lines *t) {
  const char *line;
  size_t length;
  t->nword = 0;
  while (t->nword == 0) {
    if (!(line = next_line(t, &length))) return 0;
    const char *comment = memchr(line, '#', length);
    if (comment) length = (size_t)(comment - line);
    if (length >= sizeof t->buffer || memchr(line, '\0', length)) return -1;
    memcpy(t->buffer, line, length);
    t->buffer[length] = '\0';
    char *rest = t->buffer;
    for (char *word; (word = strtok_r(rest, " \t\r\f", &rest));) {
      if (t->nword == MAX_WORDS) return -1;
      t->word[t->nword++] = word;
    }
  }
  return 1;
}

static dftfit_status not_text(const text_lines *t, dftfit_error *err) {
  return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX,
                                "the line is not text, or longer than %d words or %d characters", MAX_WORDS,
                                (int)sizeof t->buffer - 1);
}

dftfit_status dftfit_text_lines_words(text_lines *t, int n, int most, const char *what, dftfit_error *err) {
  int found = split(t);
  if (found == 0) return ended(t, what, err);
  if (found < 0) return not_text(t, err);
  if (t->nword < n || t->nword > most)
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "%d words, beginning with '%.32s', where %s is expected",
                                  t->nword, t->word[0], what);
  return DFTFIT_OK;
}

static dftfit_status to_double(const text_lines *t, const char *word, const char *what, double *out,
                               dftfit_error *err) {
  if (dftfit_number_parse(word, out) && isfinite(*out)) return DFTFIT_OK;
  return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "'%.32s' is not a finite number; expected %s", word, what);
}

dftfit_status dftfit_text_lines_double(const text_lines *t, int word, const char *what, double *out,
                                       dftfit_error *err) {
  return to_double(t, t->word[word], what, out, err);
}

dftfit_status dftfit_text_lines_int(const text_lines *t, int word, const char *what, int lower, int upper, int *out,
                                    dftfit_error *err) {
  double value;
  DFTFIT_TRY(dftfit_text_lines_double(t, word, what, &value, err));
  if (value < lower || value > upper || value != floor(value))
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_VALUE, "'%.32s' is not %s, a whole number from %d to %d",
                                  t->word[word], what, lower, upper);
  *out = (int)value;
  return DFTFIT_OK;
}

dftfit_status dftfit_text_lines_doubles(text_lines *t, int n, const char *what, double *out, dftfit_error *err) {
  for (int done = 0; done < n;) {
    int found = split(t);
    if (found == 0)
      return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "the file ends after %d of the %d numbers of %s", done,
                                    n, what);
    if (found < 0) return not_text(t, err);
    if (t->nword > n - done)
      return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX,
                                    "%d numbers too many for %s, which has %d; every table begins on a new line",
                                    t->nword - (n - done), what, n);
    for (int k = 0; k < t->nword; k++) DFTFIT_TRY(to_double(t, t->word[k], what, &out[done++], err));
  }
  return DFTFIT_OK;
}

int dftfit_text_lines_at_end(text_lines *t) { return split(t) == 0; }
