/* SPDX-License-Identifier: BSD-3-Clause */
/** Numbers distinct keys 0, 1, 2, ... in the order in which they come: a hash table with open addressing. */
#ifndef TRAINER_BASE_INTERN_H
#define TRAINER_BASE_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct intern_key {
  uint64_t hash;
  size_t size;
  void *bytes;
} intern_key;

typedef struct intern {
  int count, nslot; /* keys; slots, a power of two or 0 */
  int32_t *slot;    /* [nslot] key of each slot, -1: free */
  intern_key *key;  /* [nslot/2] */
} intern;           /* all zero: empty */

void intern_clear(intern *table);
/** Number of the key, which is copied when it is new (*added). Returns -1 when out of memory. */
int intern_number(intern *table, const void *bytes, size_t size, bool *added);

#endif
