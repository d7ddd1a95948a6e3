/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/runs.h"

#include <stdlib.h>

#include "base/intern.h"

enum { MANY_SOURCES = -1 }; /* in place of a source: all of one configuration */

void runs_destroy(runs *r) {
  free(r->run);
  free(r->storage);
  free(r->lead);
  *r = (runs){0};
}

static int64_t root(const dataset *set, int64_t c) { return set->like ? set->like[c] : c; }

/* The first that takes part of those that are alike leads the others. first [nconfig]: for work */
static void find_leads(const dataset *set, const int *fold_of, int64_t *first, int64_t *lead) {
  for (int64_t c = 0; c < set->nconfig; c++) first[c] = -1;
  for (int64_t c = 0; c < set->nconfig; c++) {
    lead[c] = -1;
    if (fold_of[c]) continue;
    if (first[root(set, c)] < 0) first[root(set, c)] = c;
    lead[c] = first[root(set, c)];
  }
}

static int number_of(intern *numbers, int32_t group, int32_t source) {
  const int32_t key[2] = {group, source};
  bool added;
  return intern_number(numbers, key, sizeof key, &added);
}

static int32_t source_of(const dataset *set, int64_t c) { return set->nsource > 0 ? set->config_source[c] : 0; }

/* how many configurations that take part are of the group and source of each; false: out of memory */
static bool count_sources(const dataset *set, const int *fold_of, intern *numbers, int64_t *count) {
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (fold_of[c]) continue;
    const int k = number_of(numbers, set->config_group[c], source_of(set, c));
    if (k < 0) return false;
    count[k]++;
  }
  return true;
}

/* number of the run of a configuration; -1: out of memory */
static int run_number(const dataset *set, int64_t c, intern *sources, const int64_t *count, intern *numbers) {
  const int32_t source = source_of(set, c);
  const int k = number_of(sources, set->config_group[c], source);
  return k < 0 ? -1 : number_of(numbers, set->config_group[c], count[k] > 1 ? source : MANY_SOURCES);
}

static bool fill(const dataset *set, intern *sources, const int64_t *count, intern *numbers, runs *out) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (out->lead[c] == c && run_number(set, c, sources, count, numbers) < 0) return false;
  out->n = numbers->count;
  out->run = calloc((size_t)out->n + 1, sizeof *out->run);
  if (!out->run) return false;
  for (int64_t c = 0; c < set->nconfig; c++)
    if (out->lead[c] == c) out->run[run_number(set, c, sources, count, numbers)].n++;
  for (int64_t k = 0, start = 0; k < out->n; k++) {
    out->run[k].config = out->storage + start;
    start += out->run[k].n;
    out->run[k].n = 0;
  }
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (out->lead[c] != c) continue;
    data_run *r = &out->run[run_number(set, c, sources, count, numbers)];
    r->group = set->config_group[c];
    r->config[r->n++] = c;
  }
  return true;
}

dftfit_status runs_find(const dataset *set, const int *fold_of, runs *out, dftfit_error *err) {
  const size_t n = (size_t)set->nconfig + 1;
  intern sources = {0}, numbers = {0};
  int64_t *count = calloc(n, sizeof *count), *first = malloc(n * sizeof *first);
  *out = (runs){.storage = malloc(n * sizeof(int64_t)), .lead = malloc(n * sizeof(int64_t))};
  bool good = count && first && out->storage && out->lead;
  if (good) {
    find_leads(set, fold_of, first, out->lead);
    good = count_sources(set, fold_of, &sources, count) && fill(set, &sources, count, &numbers, out);
  }
  intern_clear(&sources);
  intern_clear(&numbers);
  free(count);
  free(first);
  if (good) return DFTFIT_OK;
  runs_destroy(out);
  return dftfit_no_memory(err, "the split of %lld configurations", (long long)set->nconfig);
}

void runs_follow(const dataset *set, const runs *r, int *fold_of) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (r->lead[c] >= 0) fold_of[c] = fold_of[r->lead[c]];
}
