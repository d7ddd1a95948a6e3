/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/fortran_number.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CHARACTERS = 64 };

static const char *digits(const char *p) {
  while (isdigit((unsigned char)*p)) p++;
  return p;
}

/* `-105` behind the digits of a number is an exponent; `-10.5` and `-1051` are the next number. */
static bool is_bare_exponent(const char *p) {
  return (*p == '+' || *p == '-') && digits(p + 1) == p + 4 && p[4] != '.';
}

const char *fortran_number(const char *text, double *out) {
  char copy[MOST_CHARACTERS], *end;
  while (isspace((unsigned char)*text)) text++;
  const char *p = text + (*text == '+' || *text == '-'), *exponent = NULL;
  const char *whole = p;
  p = digits(p);
  bool any = p > whole;
  if (*p == '.') {
    const char *fraction = ++p;
    p = digits(p);
    any = any || p > fraction;
  }
  if (!any) return NULL;
  if (strchr("eEdD", *p) && *p) {
    const char *after = p + 1 + (p[1] == '+' || p[1] == '-');
    if (!isdigit((unsigned char)*after)) return NULL;
    exponent = p + 1;
  } else if (is_bare_exponent(p)) {
    exponent = p;
  }
  size_t n = (size_t)(p - text);
  const char *stop = exponent ? digits(exponent + (*exponent == '+' || *exponent == '-')) : p;
  size_t m = exponent ? (size_t)(stop - exponent) : 0;
  if (n + m + 2 > sizeof copy) return NULL;
  memcpy(copy, text, n);
  if (exponent) {
    copy[n++] = 'e';
    memcpy(copy + n, exponent, m);
  }
  copy[n + m] = '\0';
  *out = strtod(copy, &end);
  return *end == '\0' && isfinite(*out) ? stop : NULL;
}

int fortran_numbers(const char *text, int n, double *out) {
  for (int i = 0; i < n; i++) {
    text = fortran_number(text, &out[i]);
    if (!text) return i;
  }
  return n;
}
