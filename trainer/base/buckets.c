/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/buckets.h"

#include <stdlib.h>

#include "base/random.h"

void buckets_clear(buckets *b) {
  free(b->key);
  free(b->head);
  free(b->next);
  free(b->value);
  *b = (buckets){0};
}

static int64_t slot_of(const buckets *b, uint64_t key) {
  int64_t s = (int64_t)(random_mix(key) & (uint64_t)(b->nslot - 1));
  while (b->head[s] >= 0 && b->key[s] != key) s = (s + 1) & (b->nslot - 1);
  return s;
}

static bool grow_slots(buckets *b) {
  const buckets old = *b;
  b->nslot = old.nslot ? 2 * old.nslot : 1024;
  b->key = malloc((size_t)b->nslot * sizeof *b->key);
  b->head = malloc((size_t)b->nslot * sizeof *b->head);
  if (!b->key || !b->head) {
    free(b->key);
    free(b->head);
    *b = old;
    return false;
  }
  for (int64_t s = 0; s < b->nslot; s++) b->head[s] = -1;
  for (int64_t s = 0; s < old.nslot; s++) {
    if (old.head[s] < 0) continue;
    const int64_t at = slot_of(b, old.key[s]);
    b->key[at] = old.key[s];
    b->head[at] = old.head[s];
  }
  free(old.key);
  free(old.head);
  return true;
}

static bool grow_entries(buckets *b) {
  const int64_t capacity = b->capacity ? 2 * b->capacity : 256;
  int64_t *next = realloc(b->next, (size_t)capacity * sizeof *next);
  if (next) b->next = next;
  int64_t *value = next ? realloc(b->value, (size_t)capacity * sizeof *value) : NULL;
  if (!value) return false;
  b->value = value;
  b->capacity = capacity;
  return true;
}

bool buckets_add(buckets *b, uint64_t key, int64_t value) {
  if (2 * b->used >= b->nslot && !grow_slots(b)) return false;
  if (b->nentry == b->capacity && !grow_entries(b)) return false;
  const int64_t s = slot_of(b, key);
  if (b->head[s] < 0) b->used++;
  b->key[s] = key;
  b->next[b->nentry] = b->head[s];
  b->value[b->nentry] = value;
  b->head[s] = b->nentry++;
  return true;
}

int64_t buckets_find(const buckets *b, uint64_t key) { return b->nslot ? b->head[slot_of(b, key)] : -1; }
