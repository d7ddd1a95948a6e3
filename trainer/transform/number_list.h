/* SPDX-License-Identifier: BSD-3-Clause */
/** Lists of numbers as people write them: 0-99,120,200-. */
#ifndef TRAINER_TRANSFORM_NUMBER_LIST_H
#define TRAINER_TRANSFORM_NUMBER_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "dftfit/status.h"

typedef struct number_range {
  int64_t low, high; /* both within */
} number_range;

typedef struct number_list {
  int64_t n;
  number_range *range; /* [n] ascending, apart from each other */
} number_list;         /* all zero: empty */

void number_list_clear(number_list *list);
/** Adds the numbers of a text like 0-99,120,200- (200 and all after it). */
dftfit_status number_list_parse(number_list *list, const char *text, dftfit_error *err);
/** Adds one range; false: out of memory. */
bool number_list_add(number_list *list, int64_t low, int64_t high);
bool number_list_has(const number_list *list, int64_t number);

#endif
