/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/kin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buckets.h"
#include "base/random.h"

/* Cells of a grid over some of the numbers; a number within its tolerance of the edge of a cell is looked for in the
 * neighbour, too. */
enum { ALIKE_NUMBERS = 6, NEAR_NUMBERS = 5, MOST_NUMBERS = 6 };
/* moments in units of the mean zeroth: the quotient of two numbers that are within the tolerance is within this */
static const double ALIKE_WITHIN = 3 * KIN_ALIKE_TOLERANCE, ALIKE_WIDTH = 12 * KIN_ALIKE_TOLERANCE;
/* of a normal distribution with the standard deviation KIN_NEAR_DISPLACEMENT 99 % are within */
static const double NEAR_WITHIN = 2.5 * KIN_NEAR_DISPLACEMENT, NEAR_WIDTH = 2.5 * KIN_NEAR_DISPLACEMENT;

struct kin_search {
  int64_t n, capacity, nleader, leader_capacity;
  kin *list;         /* [n] */
  signature *leader; /* [nleader] */
  int64_t *config;   /* [nleader] which configuration it is */
  int64_t count[KIN_DEGREES];
  buckets bits, alike, near; /* numbers of configurations; of leaders */
  dftfit_periodic *lists;
  int element[256]; /* all of them are elements */
};

kin_search *kin_search_create(void) {
  kin_search *k = calloc(1, sizeof *k);
  if (k) k->lists = dftfit_periodic_create();
  if (k && k->lists) return k;
  free(k);
  return NULL;
}

void kin_search_destroy(kin_search *k) {
  if (!k) return;
  buckets_clear(&k->bits);
  buckets_clear(&k->alike);
  buckets_clear(&k->near);
  dftfit_periodic_destroy(k->lists);
  free(k->list);
  free(k->leader);
  free(k->config);
  free(k);
}

const kin *kin_search_list(const kin_search *k) { return k->list; }
int64_t kin_search_count(const kin_search *k, kin_degree degree) { return k->count[degree]; }

static bool reserve(kin_search *k) {
  if (k->n == k->capacity) {
    const int64_t capacity = 2 * k->capacity + 256;
    kin *list = realloc(k->list, (size_t)capacity * sizeof *list);
    if (!list) return false;
    k->list = list;
    k->capacity = capacity;
  }
  if (k->nleader < k->leader_capacity) return true;
  const int64_t capacity = 2 * k->leader_capacity + 256;
  signature *leader = realloc(k->leader, (size_t)capacity * sizeof *leader);
  if (leader) k->leader = leader;
  int64_t *config = leader ? realloc(k->config, (size_t)capacity * sizeof *config) : NULL;
  if (!config) return false;
  k->config = config;
  k->leader_capacity = capacity;
  return true;
}

/* what the grids are made of: least and largest of two moments, middle ranks of two others */
static void alike_numbers(const signature *s, double *out) {
  static const int number[ALIKE_NUMBERS] = {0,
                                            SIGNATURE_RANKS - 1,
                                            SIGNATURE_RANKS,
                                            2 * SIGNATURE_RANKS - 1,
                                            2 * SIGNATURE_RANKS + 2,
                                            3 * SIGNATURE_RANKS + 3};
  for (int i = 0; i < ALIKE_NUMBERS; i++) out[i] = s->moment[number[i]] / s->scale;
}

static void near_numbers(const signature *s, double *out) {
  for (int i = 0; i < NEAR_NUMBERS; i++) out[i] = s->place[i];
}

static uint64_t cell_key(uint64_t key, const int64_t *cell, int n) {
  for (int i = 0; i < n; i++) key = random_mix(key ^ (uint64_t)(cell[i] + (int64_t)0x9e3779b97f4a7c15u));
  return key;
}

static bool alike(const signature *a, const signature *b) {
  const double tolerance = KIN_ALIKE_TOLERANCE * fmax(a->scale, b->scale);
  if (a->composition != b->composition) return false;
  if (fabs((double)a->volume - b->volume) > KIN_ALIKE_TOLERANCE * fmax(a->volume, b->volume)) return false;
  for (int i = 0; i < SIGNATURE_NUMBERS; i++)
    if (fabs((double)a->moment[i] - b->moment[i]) > tolerance) return false;
  return true;
}

static bool near(const signature *a, const signature *b) {
  double longest = 0, sum = 0;
  if (a->sequence != b->sequence) return false;
  for (int k = 0; k < SIGNATURE_DIRECTIONS; k++) {
    sum += ((double)a->place[k] - b->place[k]) * ((double)a->place[k] - b->place[k]);
    if (sum > SIGNATURE_DIRECTIONS * KIN_NEAR_DISPLACEMENT * KIN_NEAR_DISPLACEMENT) return false;
  }
  for (int k = 0; k < 9; k++) longest = fmax(longest, fabs(a->cell[k]));
  for (int k = 0; k < 9; k++)
    if (fabs((double)a->cell[k] - b->cell[k]) > KIN_NEAR_CELL * longest) return false;
  return true;
}

/* the earliest leader under the key that is the same, at most `best`; -1: none yet */
static int64_t look(const kin_search *k, const buckets *in, uint64_t key,
                    bool (*same)(const signature *, const signature *), const signature *s, int64_t best) {
  for (int64_t e = buckets_find(in, key); e >= 0; e = in->next[e]) {
    const int64_t other = in->value[e];
    if ((best < 0 || other < best) && same(&k->leader[other], s)) best = other;
  }
  return best;
}

/* the earliest leader that is the same, in the cell of the n numbers and in those within reach of them */
static int64_t look_around(const kin_search *k, const buckets *in, uint64_t key, const double *number, int n,
                           double within, double width, bool (*same)(const signature *, const signature *),
                           const signature *s) {
  int64_t low[MOST_NUMBERS], high[MOST_NUMBERS], cell[MOST_NUMBERS], best = -1;
  for (int i = 0; i < n; i++) {
    low[i] = cell[i] = (int64_t)floor((number[i] - within) / width);
    high[i] = (int64_t)floor((number[i] + within) / width);
  }
  for (int i = 0; i < n;) {
    best = look(k, in, cell_key(key, cell, n), same, s, best);
    for (i = 0; i < n && ++cell[i] > high[i]; i++) cell[i] = low[i];
  }
  return best;
}

static uint64_t key_of(uint64_t key, const double *number, int n, double width) {
  int64_t cell[MOST_NUMBERS];
  for (int i = 0; i < n; i++) cell[i] = (int64_t)floor(number[i] / width);
  return cell_key(key, cell, n);
}

static kin find(const kin_search *k, const signature *s) {
  double number[MOST_NUMBERS];
  const int64_t same = buckets_find(&k->bits, s->bits);
  if (same >= 0) return (kin){k->list[k->bits.value[same]].first, KIN_IDENTICAL};
  if (s->scale > 0) {
    alike_numbers(s, number);
    const int64_t l =
        look_around(k, &k->alike, s->composition, number, ALIKE_NUMBERS, ALIKE_WITHIN, ALIKE_WIDTH, alike, s);
    if (l >= 0) return (kin){k->config[l], KIN_ALIKE};
  }
  near_numbers(s, number);
  const int64_t l = look_around(k, &k->near, s->sequence, number, NEAR_NUMBERS, NEAR_WITHIN, NEAR_WIDTH, near, s);
  return l >= 0 ? (kin){k->config[l], KIN_NEAR} : (kin){k->n, KIN_NONE};
}

static bool add_leader(kin_search *k, const signature *s) {
  double number[MOST_NUMBERS];
  k->leader[k->nleader] = *s;
  k->config[k->nleader] = k->n;
  if (s->scale > 0) {
    alike_numbers(s, number);
    if (!buckets_add(&k->alike, key_of(s->composition, number, ALIKE_NUMBERS, ALIKE_WIDTH), k->nleader)) return false;
  }
  near_numbers(s, number);
  return buckets_add(&k->near, key_of(s->sequence, number, NEAR_NUMBERS, NEAR_WIDTH), k->nleader++);
}

dftfit_status kin_search_add_with(kin_search *k, const dataset *set, int64_t c, const dftfit_periodic *lists,
                                  dftfit_error *err) {
  signature s;
  DFTFIT_TRY(signature_make(set, c, lists, &s, err));
  bool good = reserve(k);
  if (good) {
    const kin found = find(k, &s);
    k->list[k->n] = found;
    if (found.degree != KIN_IDENTICAL) good = buckets_add(&k->bits, s.bits, k->n);
    if (good && found.degree == KIN_NONE) good = add_leader(k, &s);
    k->count[found.degree]++;
    k->n++;
  }
  DFTFIT_FAIL_IF(!good, err, DFTFIT_ERR_MEMORY, "out of memory for the copies among %lld configurations",
                 (long long)k->n);
  return DFTFIT_OK;
}

dftfit_status kin_search_add(kin_search *k, const dataset *set, int64_t c, dftfit_error *err) {
  DFTFIT_TRY(dataset_neighbours(k->lists, set, c, k->element, SIGNATURE_REACH, err));
  return kin_search_add_with(k, set, c, k->lists, err);
}

dftfit_status kin_find(dataset *set, int64_t *count, dftfit_error *err) {
  kin_search *k = kin_search_create();
  int64_t *like = malloc((size_t)(set->nconfig + 1) * sizeof *like);
  dftfit_status status = k && like ? DFTFIT_OK : dftfit_no_memory(err, "the copies");
  for (int64_t c = 0; c < set->nconfig && !status; c++) status = kin_search_add(k, set, c, err);
  for (int64_t c = 0; c < set->nconfig && !status; c++) like[c] = k->list[c].first;
  for (int d = 0; d < KIN_DEGREES && !status && count; d++) count[d] = k->count[d];
  kin_search_destroy(k);
  if (status) {
    free(like);
    return status;
  }
  free(set->like);
  set->like = like;
  return DFTFIT_OK;
}
