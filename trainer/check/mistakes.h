/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_CHECK_MISTAKES_H
#define TRAINER_CHECK_MISTAKES_H

#include <stdbool.h>

#include "base/unit_names.h"

typedef struct mistake {
  double factor;  /* exactly: the truth is this times what is stored */
  char text[160]; /* "kbar read as bar", or several that make the same factor */
} mistake;

/** Which mistake makes the truth `slope` times what is stored: a sign, a unit that was taken for another one, or both.
 *  False: no known mistake makes this factor within 10 %. */
bool mistake_find(unit_quantity quantity, double slope, mistake *out);

#endif
