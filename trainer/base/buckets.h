/* SPDX-License-Identifier: BSD-3-Clause */
/** Lists of numbers under keys of 64 bits: a hash table with open addressing. */
#ifndef TRAINER_BASE_BUCKETS_H
#define TRAINER_BASE_BUCKETS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct buckets {
  int64_t nslot, used; /* a power of two or 0 */
  uint64_t *key;       /* [nslot] */
  int64_t *head;       /* [nslot] entry that was added last, -1: free slot */
  int64_t nentry, capacity;
  int64_t *next, *value; /* [nentry] entry before it under the same key, -1: none */
} buckets;               /* all zero: empty */

void buckets_clear(buckets *b);
/** false: out of memory */
bool buckets_add(buckets *b, uint64_t key, int64_t value);
/** Entry that was added last under the key, -1: none; the others follow in next. */
int64_t buckets_find(const buckets *b, uint64_t key);

#endif
