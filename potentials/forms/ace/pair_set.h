/* SPDX-License-Identifier: BSD-3-Clause */
/** A set of pairs of integers that numbers them in order of insertion; open addressing. Starts as {0}. */
#ifndef FORMS_ACE_PAIR_SET_H
#define FORMS_ACE_PAIR_SET_H

#include <stdint.h>

#include "dftfit/status.h"

typedef struct pair_set {
  int n, capacity;    /* capacity: a power of two */
  int32_t (*pair)[2]; /* [n] in order of insertion */
  int32_t *slot;      /* [capacity] number or -1 */
} pair_set;

/** Number of the pair, which is put in when it is new. */
dftfit_status dftfit_pair_set_number(pair_set *set, int32_t a, int32_t b, int32_t *out, dftfit_error *err);
void dftfit_pair_set_free(pair_set *set);

#endif
