/* SPDX-License-Identifier: BSD-3-Clause */
#include "damage.h"

#include <ctype.h>
#include <string.h>

/* Marsaglia's xorshift64, doi:10.18637/jss.v008.i14 */
static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static size_t below(uint64_t *state, size_t n) { return n ? (size_t)(next(state) % n) : 0; }

/* puts `piece` in place of `gone` bytes at `at` */
static void replace(char *text, size_t *length, size_t capacity, size_t at, size_t gone, const char *piece, size_t n) {
  if (at + gone > *length || *length - gone + n > capacity) return;
  memmove(text + at + n, text + at + gone, *length - at - gone);
  memcpy(text + at, piece, n);
  *length = *length - gone + n;
}

/* the line around a place */
static void line_at(const char *text, size_t length, size_t at, size_t *start, size_t *end) {
  for (*start = at; *start > 0 && text[*start - 1] != '\n';) --*start;
  for (*end = at; *end < length && text[*end] != '\n';) ++*end;
  *end += *end < length;
}

static void damage_number(char *text, size_t *length, size_t capacity, size_t at, uint64_t *state) {
  static const char *const numbers[] = {"",
                                        "0",
                                        "-1",
                                        "1e300",
                                        "-1e-300",
                                        "nan",
                                        "Infinity",
                                        "2147483648",
                                        "****",
                                        "1.5",
                                        "999999999999999999999",
                                        "0.1-105",
                                        "1D400",
                                        "\t",
                                        "x"};
  const char *piece = numbers[below(state, sizeof numbers / sizeof *numbers)];
  while (at < *length && !isdigit((unsigned char)text[at])) at++;
  size_t end = at;
  while (end < *length && (isdigit((unsigned char)text[end]) || text[end] == '.')) end++;
  replace(text, length, capacity, at, end - at, piece, strlen(piece));
}

static void damage_line(char *text, size_t *length, size_t capacity, size_t at, uint64_t *state) {
  char line[512];
  size_t start, end, other_start, other_end;
  line_at(text, *length, at, &start, &end);
  switch (below(state, 3)) {
  case 0: /* gone */
    replace(text, length, capacity, start, end - start, "", 0);
    break;
  case 1: /* twice */
    if (end - start <= sizeof line) {
      memcpy(line, text + start, end - start);
      replace(text, length, capacity, start, 0, line, end - start);
    }
    break;
  default: /* elsewhere */
    line_at(text, *length, below(state, *length), &other_start, &other_end);
    if (other_end - other_start <= sizeof line) {
      memcpy(line, text + other_start, other_end - other_start);
      replace(text, length, capacity, start, 0, line, other_end - other_start);
    }
  }
}

void damage(char *text, size_t *length, size_t capacity, uint64_t *state) {
  for (size_t n = 1 + below(state, 4); n > 0 && *length > 0; n--) {
    size_t at = below(state, *length);
    switch (below(state, 6)) {
    case 0:
      text[at] = (char)next(state);
      break;
    case 1:
      *length = at;
      break;
    case 2:
    case 3:
      damage_number(text, length, capacity, at, state);
      break;
    default:
      damage_line(text, length, capacity, at, state);
    }
  }
}
