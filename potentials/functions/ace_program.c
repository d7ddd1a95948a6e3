/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/ace_program.h"

#include <stdlib.h>
#include <string.h>

/* A set of pairs (a, b) -> number, open addressing. */
typedef struct pair_set {
  int n, capacity;    /* capacity: a power of two */
  int32_t (*pair)[2]; /* [n] in order of insertion */
  int32_t *slot;      /* [capacity] number or -1 */
} pair_set;

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

/* Number of the pair, which is put in when it is new. */
static dftfit_status pair_set_number(pair_set *s, int32_t a, int32_t b, int32_t *out, dftfit_error *err) {
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

static void pair_set_free(pair_set *s) {
  free(s->pair);
  free(s->slot);
}

/* The operand that is the product of the given base factors [count]: halves are nodes of their own. */
static dftfit_status operand(pair_set *nodes, int nbase, int count, const int32_t *factor, int32_t *out,
                             dftfit_error *err) {
  if (count == 1) {
    *out = factor[0];
    return DFTFIT_OK;
  }
  int half = (count + 1) / 2;
  int32_t a, b, number;
  DFTFIT_TRY(operand(nodes, nbase, half, factor, &a, err));
  DFTFIT_TRY(operand(nodes, nbase, count - half, factor + half, &b, err));
  DFTFIT_TRY(pair_set_number(nodes, a, b, &number, err));
  *out = nbase + number;
  return DFTFIT_OK;
}

static void ascend(int count, int32_t *factor) {
  for (int t = 1; t < count; t++)
    for (int s = t; s > 0 && factor[s] < factor[s - 1]; s--) {
      int32_t swap = factor[s];
      factor[s] = factor[s - 1], factor[s - 1] = swap;
    }
}

/* A term of this rank: its leaf (or -1-linear). Its factors are sorted in place. */
static dftfit_status place_term(pair_set *nodes, pair_set *leaves, pair_set *linear, int nbase, int rank,
                                int32_t *factor, int32_t *slot, dftfit_error *err) {
  int32_t left, right;
  if (rank == 1) {
    int32_t number;
    DFTFIT_TRY(pair_set_number(linear, factor[0], 0, &number, err));
    *slot = -1 - number;
    return DFTFIT_OK;
  }
  ascend(rank, factor);
  int half = (rank + 1) / 2;
  DFTFIT_TRY(operand(nodes, nbase, half, factor, &left, err));
  DFTFIT_TRY(operand(nodes, nbase, rank - half, factor + half, &right, err));
  return pair_set_number(leaves, left, right, slot, err);
}

/* Sorts leaves by left operand; fills left, leaf_first, leaf_right and renumbers the slots of the map. */
static dftfit_status group_leaves(ace_program *p, const pair_set *leaves, dftfit_error *err) {
  int noperand = p->nbase + p->nnode;
  int *start = calloc(noperand + 1, sizeof(int)), *place = malloc(sizeof(int) * (leaves->n + 1));
  p->left = malloc(sizeof(int32_t) * (noperand + 1));
  p->leaf_first = malloc(sizeof(int32_t) * (noperand + 2));
  p->leaf_right = malloc(sizeof(int32_t) * (leaves->n + 1));
  p->leaf_c = calloc((size_t)(leaves->n + 1) * (size_t)p->ndensity, sizeof(double));
  bool ok = start && place && p->left && p->leaf_first && p->leaf_right && p->leaf_c;
  for (int i = 0; ok && i < leaves->n; i++) start[leaves->pair[i][0] + 1]++;
  for (int a = 0; ok && a < noperand; a++) {
    if (start[a + 1]) {
      p->left[p->nleft] = a;
      p->leaf_first[p->nleft++] = start[a];
    }
    start[a + 1] += start[a];
  }
  for (int i = 0; ok && i < leaves->n; i++) {
    place[i] = start[leaves->pair[i][0]]++;
    p->leaf_right[place[i]] = leaves->pair[i][1];
  }
  for (int i = 0; ok && i < p->nmap; i++)
    if (p->map_slot[i] >= 0) p->map_slot[i] = place[p->map_slot[i]];
  p->nleaf = leaves->n;
  if (ok) p->leaf_first[p->nleft] = p->nleaf;
  free(start);
  free(place);
  DFTFIT_FAIL_IF(!ok, err, DFTFIT_ERR_MEMORY, "out of memory for %d products", leaves->n);
  return DFTFIT_OK;
}

static dftfit_status keep_linear(ace_program *p, const pair_set *linear, dftfit_error *err) {
  p->nlinear = linear->n;
  p->linear = malloc(sizeof(int32_t) * (linear->n + 1));
  p->linear_c = calloc((size_t)(linear->n + 1) * (size_t)p->ndensity, sizeof(double));
  DFTFIT_FAIL_IF(!p->linear || !p->linear_c, err, DFTFIT_ERR_MEMORY, "out of memory for products");
  for (int i = 0; i < linear->n; i++) p->linear[i] = linear->pair[i][0];
  return DFTFIT_OK;
}

static dftfit_status compile(const ace_terms *terms, ace_program *p, pair_set *nodes, pair_set *leaves,
                             pair_set *linear, dftfit_error *err) {
  size_t n = (size_t)terms->nterm + 1;
  int32_t *factor = malloc(sizeof(int32_t) * (size_t)(terms->width + 1));
  p->map_function = malloc(sizeof(int32_t) * n);
  p->map_slot = malloc(sizeof(int32_t) * n);
  p->map_c = malloc(sizeof(double) * n);
  dftfit_status status = DFTFIT_OK;
  if (!factor || !p->map_function || !p->map_slot || !p->map_c)
    status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %d terms", terms->nterm);
  for (int q = 0; q < terms->nterm && !status; q++, p->nmap++) {
    p->map_function[q] = terms->function[q];
    p->map_c[q] = terms->c[q];
    memcpy(factor, terms->factor + (size_t)q * (size_t)terms->width, sizeof(int32_t) * (size_t)terms->rank[q]);
    status = place_term(nodes, leaves, linear, p->nbase, terms->rank[q], factor, &p->map_slot[q], err);
  }
  free(factor);
  if (status) return status;
  p->nnode = nodes->n;
  DFTFIT_TRY(keep_linear(p, linear, err));
  return group_leaves(p, leaves, err);
}

dftfit_status ace_program_create(const ace_terms *terms, int ndensity, ace_program *out, dftfit_error *err) {
  pair_set nodes = {0}, leaves = {0}, linear = {0};
  *out = (ace_program){.nbase = terms->nbase, .ndensity = ndensity};
  dftfit_status status = compile(terms, out, &nodes, &leaves, &linear, err);
  out->node = (int32_t *)nodes.pair; /* an operand is always made before the node that uses it */
  free(nodes.slot);
  pair_set_free(&leaves);
  pair_set_free(&linear);
  return status;
}

dftfit_status ace_program_of_basis(const ace_basis *basis, int z, ace_program *out, dftfit_error *err) {
  int from = basis->term_first[basis->first[z]], to = basis->term_first[basis->first[z + 1]];
  int32_t *function = malloc(sizeof(int32_t) * (size_t)(to - from + 1));
  signed char *rank = malloc((size_t)(to - from + 1));
  *out = (ace_program){0};
  for (int k = basis->first[z]; function && rank && k < basis->first[z + 1]; k++)
    for (int q = basis->term_first[k]; q < basis->term_first[k + 1]; q++)
      function[q - from] = k - basis->first[z], rank[q - from] = basis->function[k].rank;
  ace_terms terms = {.nbase = basis->layout.size,
                     .nterm = to - from,
                     .width = COUPLING_MAX_RANK,
                     .function = function,
                     .rank = rank,
                     .factor = basis->factor + (size_t)from * COUPLING_MAX_RANK,
                     .c = basis->coefficient + from};
  dftfit_status status = function && rank
                             ? ace_program_create(&terms, 1, out, err)
                             : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %d terms", to - from);
  free(function);
  free(rank);
  return status;
}

void ace_program_freeze(ace_program *p) {
  free(p->map_function);
  free(p->map_slot);
  free(p->map_c);
  p->map_function = p->map_slot = NULL;
  p->map_c = NULL;
  p->nmap = 0;
}

void ace_program_free(ace_program *p) {
  ace_program_freeze(p);
  free(p->node);
  free(p->linear);
  free(p->linear_c);
  free(p->left);
  free(p->leaf_first);
  free(p->leaf_right);
  free(p->leaf_c);
  *p = (ace_program){0};
}

void ace_program_set(ace_program *p, int density, const double *theta) {
  double *leaf_c = p->leaf_c + (size_t)density * (size_t)p->nleaf;
  double *linear_c = p->linear_c + (size_t)density * (size_t)p->nlinear;
  memset(leaf_c, 0, sizeof(double) * p->nleaf);
  memset(linear_c, 0, sizeof(double) * p->nlinear);
  for (int i = 0; i < p->nmap; i++) {
    double *slot = p->map_slot[i] >= 0 ? &leaf_c[p->map_slot[i]] : &linear_c[-1 - p->map_slot[i]];
    *slot += p->map_c[i] * theta[p->map_function[i]];
  }
}
