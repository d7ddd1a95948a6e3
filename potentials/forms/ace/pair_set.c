/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/pair_set.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash(int32_t a, int32_t b) {
  uint64_t h = ((uint64_t)(uint32_t)a << 32 | (uint32_t)b) * 0x9E3779B97F4A7C15u;
  return (uint32_t)(h >> 32);
}

static dftfit_status pair_set_grow(pair_set *s, dftfit_error *err) {
  int capacity = s->capacity ? 2 * s->capacity : 1024;
  int32_t(*pair)[2] = realloc(s->pair, sizeof(*pair) * capacity / 2);
  if (pair) s->pair = pair;
  int32_t *slot = malloc(sizeof(int32_t) * capacity);
  if (!pair || !slot) free(slot);
  DFTFIT_FAIL_IF(!pair || !slot, err, DFTFIT_ERR_MEMORY, "out of memory for %d products", capacity / 2);
  memset(slot, -1, sizeof(int32_t) * capacity);
  for (int i = 0; i < s->n; i++) {
    uint32_t h = hash(pair[i][0], pair[i][1]) & (capacity - 1);
    while (slot[h] >= 0) h = (h + 1) & (capacity - 1);
    slot[h] = i;
  }
  free(s->slot);
  s->slot = slot;
  s->capacity = capacity;
  return DFTFIT_OK;
}

dftfit_status dftfit_pair_set_number(pair_set *s, int32_t a, int32_t b, int32_t *out, dftfit_error *err) {
  if (2 * (s->n + 1) > s->capacity) DFTFIT_TRY(pair_set_grow(s, err));
  uint32_t h = hash(a, b) & (s->capacity - 1);
  for (; s->slot[h] >= 0; h = (h + 1) & (s->capacity - 1)) {
    int32_t i = s->slot[h];
    if (s->pair[i][0] == a && s->pair[i][1] == b) {
      *out = i;
      return DFTFIT_OK;
    }
  }
  s->pair[s->n][0] = a, s->pair[s->n][1] = b;
  *out = s->slot[h] = s->n++;
  return DFTFIT_OK;
}

void dftfit_pair_set_free(pair_set *s) {
  free(s->pair);
  free(s->slot);
}
