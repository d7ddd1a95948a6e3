/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "check/composition.h"

typedef struct entry {
  uint64_t shares; /* a hash of the shares of the elements and of the periodic directions */
  int64_t config;
} entry;

static int64_t common_divisor(int64_t a, int64_t b) {
  while (b) {
    const int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* count [nspecies] for work */
static uint64_t hash_shares(const dataset *set, int64_t c, int64_t *count) {
  uint64_t hash = 14695981039346656037u + set->pbc[c][0] + 2u * set->pbc[c][1] + 4u * set->pbc[c][2];
  int64_t divisor = 0;
  composition_count(set, c, count);
  for (int s = 0; s < set->nspecies; s++) divisor = common_divisor(count[s], divisor);
  for (int s = 0; s < set->nspecies; s++) hash = (hash ^ (uint64_t)(count[s] / divisor)) * 1099511628211u; /* FNV-1a */
  return hash;
}

static int compare(const void *left, const void *right) {
  const entry *a = left, *b = right;
  if (a->shares != b->shares) return a->shares < b->shares ? -1 : 1;
  return (a->config > b->config) - (a->config < b->config);
}

static void fill(const dataset *set, entry *list, int64_t *count, composition_table *out) {
  for (int64_t c = 0; c < set->nconfig; c++) list[c] = (entry){hash_shares(set, c, count), c};
  qsort(list, (size_t)set->nconfig, sizeof *list, compare);
  for (int64_t i = 0; i < set->nconfig; i++) {
    out->config[i] = list[i].config;
    if (i == 0 || list[i].shares != list[i - 1].shares)
      out->entry[out->n++] = (composition_class){-1, 0, &out->config[i]};
    out->entry[out->n - 1].n++;
  }
}

dftfit_status composition_pool_create(const dataset *set, composition_table *out, dftfit_error *err) {
  const size_t n = (size_t)set->nconfig + 1;
  entry *list = malloc(n * sizeof *list);
  int64_t *count = malloc(((size_t)set->nspecies + 1) * sizeof *count);
  *out = (composition_table){.entry = malloc(n * sizeof *out->entry), .config = malloc(n * sizeof(int64_t))};
  const bool good = list && count && out->entry && out->config;
  if (good) fill(set, list, count, out);
  free(list);
  free(count);
  if (good) return DFTFIT_OK;
  composition_table_destroy(out);
  return dftfit_no_memory(err, "%lld configurations", (long long)set->nconfig);
}
