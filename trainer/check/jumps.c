/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/jumps.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/robust.h"

typedef struct place {
  double volume, energy; /* an atom */
  int64_t config;
} place;

/* Configurations of one composition after another, by volume; where each is; and whom they belong to. */
typedef struct ground {
  const dataset *set;
  place *list;
  int64_t *at, *end, n; /* at [nconfig]: in the list, -1: no energy; end [n]: of its composition */
  int64_t *begin;       /* [n] */
  int32_t *label;       /* [nconfig] who is asked about now */
  bool *aside;          /* [nconfig] found to be off already */
} ground;

static int compare_places(const void *left, const void *right) {
  const place *a = left, *b = right;
  if (a->volume != b->volume) return a->volume < b->volume ? -1 : 1;
  return (a->config > b->config) - (a->config < b->config);
}

static void add_class(ground *g, const composition_class *class) {
  const dataset *set = g->set;
  const int64_t begin = g->n;
  for (int64_t i = 0; i < class->n; i++) {
    const int64_t c = class->config[i];
    const double natom = (double)(set->first_atom[c + 1] - set->first_atom[c]), volume = dataset_volume(set, c) / natom;
    if (isfinite(set->energy[c])) g->list[g->n++] = (place){isnan(volume) ? 0 : volume, set->energy[c] / natom, c};
  }
  qsort(g->list + begin, (size_t)(g->n - begin), sizeof *g->list, compare_places);
  for (int64_t k = begin; k < g->n; k++) {
    g->at[g->list[k].config] = k;
    g->begin[k] = begin;
    g->end[k] = g->n;
  }
}

static void ground_clear(ground *g) {
  free(g->list);
  free(g->at);
  free(g->begin);
  free(g->end);
  free(g->label);
  free(g->aside);
}

static dftfit_status ground_create(const dataset *set, ground *g, dftfit_error *err) {
  const size_t n = (size_t)set->nconfig + 1;
  composition_table pool;
  *g = (ground){.set = set,
                .list = malloc(n * sizeof *g->list),
                .at = malloc(n * sizeof *g->at),
                .begin = malloc(n * sizeof *g->begin),
                .end = malloc(n * sizeof *g->end),
                .label = malloc(n * sizeof *g->label),
                .aside = calloc(n, sizeof *g->aside)};
  if (!g->list || !g->at || !g->begin || !g->end || !g->label || !g->aside)
    return dftfit_no_memory(err, "%lld configurations", (long long)set->nconfig);
  DFTFIT_TRY(composition_pool_create(set, &pool, err));
  for (int64_t c = 0; c < set->nconfig; c++) g->at[c] = -1;
  for (int64_t k = 0; k < pool.n; k++) add_class(g, &pool.entry[k]);
  composition_table_destroy(&pool);
  return DFTFIT_OK;
}

/* The energy of a configuration over the median of those nearest in volume that have other labels; false: too few */
static bool difference(const ground *g, int64_t c, double *out) {
  double energy[JUMP_OTHERS];
  const int64_t i = g->at[c];
  int n = 0;
  if (i < 0) return false;
  const place *p = &g->list[i];
  int64_t low = i - 1, high = i + 1;
  while (n < JUMP_OTHERS) {
    const double below = low >= g->begin[i] ? p->volume - g->list[low].volume : INFINITY;
    const double above = high < g->end[i] ? g->list[high].volume - p->volume : INFINITY;
    if (fmin(below, above) > JUMP_VOLUME * p->volume) break;
    const place *q = below <= above ? &g->list[low--] : &g->list[high++];
    if (g->label[q->config] != g->label[c] && !g->aside[q->config]) energy[n++] = q->energy;
  }
  *out = p->energy - robust_median(energy, n);
  return n >= JUMP_LEAST_OTHERS;
}

static void judge(const ground *g, int32_t label, jump *j) {
  double value[JUMP_SAMPLE];
  int n = 0;
  int64_t seen = 0;
  const int64_t step = j->nconfig / JUMP_SAMPLE + 1;
  for (int64_t c = 0; c < g->set->nconfig && n < JUMP_SAMPLE; c++)
    if (g->label[c] == label && !g->aside[c] && seen++ % step == 0) n += difference(g, c, &value[n]);
  j->above = robust_median(value, n);
  for (int i = 0; i < n; i++) value[i] = fabs(value[i] - j->above);
  j->spread = ROBUST_SIGMA_PER_MAD * robust_median(value, n);
  j->jumps = n > 0 && fabs(j->above) > JUMP_LEAST && fabs(j->above) > JUMP_DEVIATIONS * j->spread;
}

/* codes and functionals; what else differs moves energies by less */
static int first_alike(const dataset *set, int calculation) {
  const dataset_calculation *of = &set->calculation[calculation];
  for (int k = 0; k < calculation; k++)
    if (!strcmp(set->calculation[k].code, of->code) && !strcmp(set->calculation[k].functional, of->functional))
      return k;
  return calculation;
}

static bool label_calculations(ground *g) {
  int *first = malloc(((size_t)g->set->ncalculation + 1) * sizeof *first);
  if (!first) return false;
  for (int k = 0; k < g->set->ncalculation; k++) first[k] = first_alike(g->set, k);
  for (int64_t c = 0; c < g->set->nconfig; c++) {
    const int k = g->set->ncalculation > 0 ? g->set->config_calculation[c] : -1;
    g->label[c] = k < 0 ? 0 : first[k];
  }
  free(first);
  return true;
}

typedef struct party {
  int32_t label;
  int64_t n;
} party;

static int compare_parties(const void *left, const void *right) {
  const party *a = left, *b = right;
  if (a->n != b->n) return a->n < b->n ? -1 : 1;
  return (a->label > b->label) - (a->label < b->label);
}

/* Goes through the labels 0 .. count-1, the smallest first, and the largest of all (who the others are) not at all. */
static bool go_through(ground *g, int count, bool of_sources, jump *out, int *n, int32_t *zero) {
  party *list = calloc((size_t)count + 1, sizeof *list);
  if (!list) return false;
  for (int32_t k = 0; k < count; k++) list[k].label = k;
  for (int64_t c = 0; c < g->set->nconfig; c++) list[g->label[c]].n += !g->aside[c];
  qsort(list, (size_t)count, sizeof *list, compare_parties);
  for (int k = 0; k + 1 < count; k++) {
    const int32_t label = list[k].label;
    jump j = {of_sources ? -1 : label, of_sources ? label : -1, list[k].n, false, NAN, NAN};
    if (list[k].n < (of_sources ? JUMP_LEAST_SOURCE : 1)) continue;
    judge(g, label, &j);
    if (of_sources && !j.jumps) continue;
    for (int64_t c = 0; c < g->set->nconfig; c++) {
      if (g->label[c] != label || g->aside[c]) continue;
      g->aside[c] = true;
      if (zero) zero[c] = 1 + *n;
    }
    out[(*n)++] = j;
  }
  free(list);
  return true;
}

dftfit_status jumps_find(const dataset *set, jump **out, int *n, int32_t *zero, dftfit_error *err) {
  ground g;
  *n = 0;
  *out = malloc(((size_t)set->ncalculation + (size_t)set->nsource + 2) * sizeof **out);
  dftfit_status status = *out ? ground_create(set, &g, err) : DFTFIT_OK;
  bool good = *out != NULL;
  for (int64_t c = 0; c < set->nconfig && zero; c++) zero[c] = 0;
  if (good && !status) {
    const int calculations = set->ncalculation > 0 ? set->ncalculation : 1;
    good = label_calculations(&g) && go_through(&g, calculations, false, *out, n, zero);
    for (int64_t c = 0; c < set->nconfig; c++) g.label[c] = set->nsource > 0 ? set->config_source[c] : 0;
    good = good && go_through(&g, set->nsource > 0 ? set->nsource : 1, true, *out, n, zero);
  }
  if (*out) ground_clear(&g);
  if (!good && !status) status = dftfit_no_memory(err, "the sources");
  if (!status) return DFTFIT_OK;
  free(*out);
  *out = NULL;
  return status;
}

void jump_name(const dataset *set, const jump *j, char *text, size_t size) {
  if (j->source >= 0) {
    snprintf(text, size, "%s", set->source[j->source]);
    return;
  }
  const dataset_calculation *k = &set->calculation[j->calculation];
  if (!k->code[0] && !k->functional[0])
    snprintf(text, size, "the files without settings");
  else
    snprintf(text, size, "%s%s%s", k->code, k->code[0] && k->functional[0] ? ", " : "", k->functional);
}
