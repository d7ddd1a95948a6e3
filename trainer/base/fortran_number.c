/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/fortran_number.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_CHARACTERS = 64 };
#define BLANKS " \t\r\n,()[]="

static const char *digits(const char *p) {
  while (isdigit((unsigned char)*p)) p++;
  return p;
}

/* `-105` behind the digits of a number is an exponent; `-10.5` and `-1051` are the next number. */
static bool is_bare_exponent(const char *p) {
  return (*p == '+' || *p == '-') && digits(p + 1) == p + 4 && p[4] != '.';
}

/* Of numbers that touch, 0.000000000100.600000000, all have the decimals of the last. Where the first of them, whose
 * point is before `fraction`, ends; p is behind its last digit, on the point of the next. NULL: it has too few. */
static const char *end_of_touching(const char *fraction, const char *p) {
  const char *last = p;
  for (const char *next = p; *next == '.' && isdigit((unsigned char)next[1]); next = digits(next + 1)) last = next + 1;
  const ptrdiff_t decimals = digits(last) - last;
  return p - fraction > decimals ? fraction + decimals : NULL;
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
    if (any && *p == '.' && isdigit((unsigned char)p[1]) && !(p = end_of_touching(fraction, p))) return NULL;
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

int fortran_numbers_or_infinity(const char *text, int n, double *out) {
  for (int i = 0; i < n; i++) {
    const char *next = fortran_number(text, &out[i]);
    if (!next) {
      char word[16];
      text += strspn(text, BLANKS);
      const size_t length = strcspn(text, BLANKS);
      snprintf(word, sizeof word, "%.*s", length < sizeof word ? (int)length : (int)sizeof word - 1, text);
      if (!fortran_no_number(word)) return i;
      out[i] = HUGE_VAL;
      next = text + length;
    }
    text = next;
  }
  return n;
}

bool fortran_no_number(const char *text) {
  static const char *const words[] = {"nan", "inf", "infinity"};
  if (strstr(text, "***")) return true;
  for (const char *p = text + strspn(text, BLANKS); *p; p += strspn(p, BLANKS)) {
    const size_t length = strcspn(p, BLANKS), sign = *p == '+' || *p == '-';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
      if (strlen(words[i]) == length - sign && !strncasecmp(p + sign, words[i], length - sign)) return true;
    p += length;
  }
  return false;
}
