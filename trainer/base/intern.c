/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/intern.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 32 };

/* FNV-1a, 64 bit: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t hash_bytes(const unsigned char *bytes, size_t size) {
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < size; i++) hash = (hash ^ bytes[i]) * 1099511628211u;
  return hash;
}

static int find_slot(const intern *table, uint64_t hash, const void *bytes, size_t size) {
  unsigned mask = (unsigned)table->nslot - 1, s = (unsigned)hash & mask;
  while (table->slot[s] >= 0) {
    const intern_key *key = &table->key[table->slot[s]];
    if (key->hash == hash && key->size == size && !memcmp(key->bytes, bytes, size)) break;
    s = (s + 1) & mask;
  }
  return (int)s;
}

static bool grow(intern *table) {
  int nslot = table->nslot ? 2 * table->nslot : FIRST_SLOTS;
  intern_key *key = realloc(table->key, (size_t)nslot / 2 * sizeof *key);
  if (!key) return false;
  table->key = key;
  int32_t *slot = malloc((size_t)nslot * sizeof *slot);
  if (!slot) return false;
  free(table->slot);
  table->slot = slot;
  table->nslot = nslot;
  memset(slot, -1, (size_t)nslot * sizeof *slot);
  for (int i = 0; i < table->count; i++) slot[find_slot(table, key[i].hash, key[i].bytes, key[i].size)] = i;
  return true;
}

void intern_clear(intern *table) {
  for (int i = 0; i < table->count; i++) free(table->key[i].bytes);
  free(table->key);
  free(table->slot);
  memset(table, 0, sizeof *table);
}

int intern_number(intern *table, const void *bytes, size_t size, bool *added) {
  *added = false;
  if (2 * table->count >= table->nslot && !grow(table)) return -1;
  uint64_t hash = hash_bytes(bytes, size);
  int s = find_slot(table, hash, bytes, size);
  if (table->slot[s] >= 0) return table->slot[s];
  void *copy = malloc(size ? size : 1);
  if (!copy) return -1;
  memcpy(copy, bytes, size);
  table->key[table->count] = (intern_key){hash, size, copy};
  table->slot[s] = table->count;
  *added = true;
  return table->count++;
}
