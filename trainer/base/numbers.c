/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int import_numbers(const char *text, int most, double *out, const char **bad) {
  static const char between[] = " \t\r\n,;[](){}";
  int n = 0;
  for (const char *p = text + strspn(text, between); *p; p += strspn(p, between)) {
    char *end;
    double value = strtod(p, &end);
    *bad = p;
    if (end == p || (*end && !strchr(between, *end)) || !isfinite(value) || n == most) return -1;
    out[n++] = value;
    p = end;
  }
  return n;
}

void import_voigt(const double matrix[9], double factor, double out[6]) {
  static const int upper[6] = {0, 4, 8, 5, 2, 1}, lower[6] = {0, 4, 8, 7, 6, 3};
  for (int k = 0; k < 6; k++) out[k] = factor * (matrix[upper[k]] + matrix[lower[k]]) / 2;
}
