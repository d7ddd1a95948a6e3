/* SPDX-License-Identifier: BSD-3-Clause */
/** Text files of numbers in free format, line by line: words of a line, blocks of numbers over lines; errors name the
 *  line. `#` starts a comment, as in LAMMPS's potential files. */
#ifndef BASE_TEXT_LINES_H
#define BASE_TEXT_LINES_H

#include <stddef.h>

#include "dftfit/status.h"

typedef struct text_lines {
  const char *input; /* name of the file, for errors */
  const char *at, *end;
  int line; /* of the words in word; from 1 */
  char buffer[1024];
  char *word[32];
  int nword;
} text_lines;

void dftfit_text_lines_open(text_lines *t, const char *input, const char *text, size_t length);
/** Goes over the next line whatever it holds; an error at the end of the file, where what is missing. */
dftfit_status dftfit_text_lines_skip(text_lines *t, const char *what, dftfit_error *err);
/** Splits the next line that has words; at least n and at most `most` of them (else an error that says what). */
dftfit_status dftfit_text_lines_words(text_lines *t, int n, int most, const char *what, dftfit_error *err);
/** A word of the present line as a whole number from lower to upper; what names it. */
dftfit_status dftfit_text_lines_int(const text_lines *t, int word, const char *what, int lower, int upper, int *out,
                                    dftfit_error *err);
/** A word of the present line as a finite number. */
dftfit_status dftfit_text_lines_double(const text_lines *t, int word, const char *what, double *out, dftfit_error *err);
/** Fills out [n] from the next lines; the last of these lines must hold no more numbers. */
dftfit_status dftfit_text_lines_doubles(text_lines *t, int n, const char *what, double *out, dftfit_error *err);
/** Whether there is no line with words left; t->line is that line where there is one. */
int dftfit_text_lines_at_end(text_lines *t);
/** Fails at the present line. */
dftfit_status dftfit_text_lines_fail(const text_lines *t, dftfit_error *err, dftfit_status code, const char *format,
                                     ...) __attribute__((format(printf, 4, 5)));

#endif
