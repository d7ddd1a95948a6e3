/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/yaml_number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The thread's locale is C from enter to leave. For "C" newlocale hands out a constant of the C library. */
static locale_t enter(void) { return uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0)); }

static void leave(locale_t before) {
  locale_t mine = uselocale(before);
  freelocale(mine);
}

bool dftfit_number_parse(const char *text, double *out) {
  char *end;
  if (!*text || strspn(text, "0123456789+-.eE") != strlen(text)) return false; /* no hex, inf, nan, blanks */
  locale_t before = enter();
  double value = strtod(text, &end);
  leave(before);
  if (*end || end == text) return false;
  *out = value;
  return true;
}

void dftfit_number_format(double value, char text[DFTFIT_NUMBER_SIZE]) {
  char digits[32];
  /* 15 digits print any shorter decimal as itself; subnormal numbers have fewer significant digits */
  int precision = fabs(value) < DBL_MIN ? 1 : 15;
  locale_t before = enter();
  do snprintf(digits, sizeof digits, "%.*g", precision, value);
  while (strtod(digits, NULL) != value && precision++ < 17);
  leave(before);
  size_t mantissa = strcspn(digits, "e");
  bool whole = memchr(digits, '.', mantissa) == NULL;
  snprintf(text, DFTFIT_NUMBER_SIZE, "%.*s%s%s", (int)mantissa, digits, whole ? ".0" : "", digits + mantissa);
}
