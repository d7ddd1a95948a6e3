/* SPDX-License-Identifier: BSD-3-Clause */
#include "transform/number_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void number_list_clear(number_list *list) {
  free(list->range);
  *list = (number_list){0};
}

bool number_list_add(number_list *list, int64_t low, int64_t high) {
  int64_t at = 0, end;
  number_range *memory = realloc(list->range, (size_t)(list->n + 1) * sizeof *memory);
  if (!memory) return false;
  list->range = memory;
  while (at < list->n && memory[at].high < low) at++;
  for (end = at; end < list->n && memory[end].low <= high; end++) { /* those that overlap become one */
    if (memory[end].low < low) low = memory[end].low;
    if (memory[end].high > high) high = memory[end].high;
  }
  memmove(memory + at + 1, memory + end, (size_t)(list->n - end) * sizeof *memory);
  memory[at] = (number_range){low, high};
  list->n += 1 - (end - at);
  return true;
}

/* one number at *text, which moves behind it; false: there is none */
static bool take_number(const char **text, int64_t *number) {
  char *end;
  if (**text < '0' || **text > '9') return false;
  errno = 0;
  *number = strtoll(*text, &end, 10);
  *text = end;
  return errno == 0;
}

dftfit_status number_list_parse(number_list *list, const char *text, dftfit_error *err) {
  const char *p = text;
  for (;;) {
    int64_t low, high;
    bool good = take_number(&p, &low);
    high = low;
    if (good && *p == '-') {
      p++;
      if (*p == '\0' || *p == ',')
        high = INT64_MAX;
      else
        good = take_number(&p, &high);
    }
    if (!good || high < low || (*p && *p != ','))
      return dftfit_fail(err, DFTFIT_ERR_VALUE, "'%.60s' is not a list of numbers like 0-99,120,200-", text);
    DFTFIT_FAIL_IF(!number_list_add(list, low, high), err, DFTFIT_ERR_MEMORY, "out of memory for a list of numbers");
    if (!*p++) return DFTFIT_OK;
  }
}

bool number_list_has(const number_list *list, int64_t number) {
  int64_t low = 0, high = list->n;
  while (low < high) {
    int64_t middle = (low + high) / 2;
    if (list->range[middle].high < number)
      low = middle + 1;
    else
      high = middle;
  }
  return low < list->n && list->range[low].low <= number;
}
