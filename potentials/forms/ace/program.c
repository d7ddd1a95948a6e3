/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/program.h"

#include <stdlib.h>
#include <string.h>

#include "forms/ace/pair_set.h"
#include "forms/ace/share.h"

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
  DFTFIT_TRY(dftfit_pair_set_number(nodes, a, b, &number, err));
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

/* What is being compiled. A sum that stands right in a leaf is -1 - number until all products are known. */
typedef struct compiler {
  const ace_terms *terms;
  const ace_share *share;
  ace_program *program;
  pair_set nodes, leaves, linear;
  int32_t *sum_of; /* [patterns] number of the sum of each, -1: none yet */
  int maps;        /* room                                               */
  dftfit_error *err;
} compiler;

/* Slot `slot` takes c times the parameter of the function. */
static dftfit_status add_map(compiler *x, int function, int32_t slot, double c) {
  ace_program *p = x->program;
  if (p->nmap == x->maps) {
    size_t room = 2 * (size_t)x->maps + 1024;
    int32_t *function_of = realloc(p->map_function, room * sizeof(int32_t));
    if (function_of) p->map_function = function_of;
    int32_t *slot_of = realloc(p->map_slot, room * sizeof(int32_t));
    if (slot_of) p->map_slot = slot_of;
    double *c_of = realloc(p->map_c, room * sizeof(double));
    if (c_of) p->map_c = c_of;
    DFTFIT_FAIL_IF(!function_of || !slot_of || !c_of, x->err, DFTFIT_ERR_MEMORY, "out of memory for %zu products",
                   room);
    x->maps = (int)room;
  }
  p->map_function[p->nmap] = function;
  p->map_slot[p->nmap] = slot;
  p->map_c[p->nmap++] = c;
  return DFTFIT_OK;
}

/* A term as a product of its own: its leaf (or -1-linear). */
static dftfit_status place_term(compiler *x, int q) {
  const ace_terms *t = x->terms;
  int rank = t->rank[q], nbase = t->nbase;
  int32_t factor[ACE_MAX_FACTORS], left, right, slot;
  memcpy(factor, t->factor + (size_t)q * (size_t)t->width, sizeof(int32_t) * (size_t)rank);
  if (rank == 1) {
    DFTFIT_TRY(dftfit_pair_set_number(&x->linear, factor[0], 0, &slot, x->err));
    return add_map(x, t->function[q], -1 - slot, t->c[q]);
  }
  ascend(rank, factor);
  int half = (rank + 1) / 2;
  DFTFIT_TRY(operand(&x->nodes, nbase, half, factor, &left, x->err));
  DFTFIT_TRY(operand(&x->nodes, nbase, rank - half, factor + half, &right, x->err));
  DFTFIT_TRY(dftfit_pair_set_number(&x->leaves, left, right, &slot, x->err));
  return add_map(x, t->function[q], slot, t->c[q]);
}

/* The operand of a pattern: a product, or a sum of them, which is made when it is first wanted. */
static dftfit_status pattern_operand(compiler *x, int pattern, int32_t *out) {
  const ace_share *s = x->share;
  ace_program *p = x->program;
  int first = s->first[pattern], end = s->first[pattern + 1];
  if (end - first == 1) return operand(&x->nodes, p->nbase, 2, s->pair[first], out, x->err);
  if (x->sum_of[pattern] < 0) {
    int at = p->sum_first[p->nsum];
    for (int i = first; i < end; i++, at++) {
      memcpy(p->sum_pair[at], s->pair[i], sizeof s->pair[i]);
      p->sum_c[at] = s->c[i];
    }
    x->sum_of[pattern] = p->nsum++;
    p->sum_first[p->nsum] = at;
  }
  *out = -1 - x->sum_of[pattern];
  return DFTFIT_OK;
}

static dftfit_status place_part(compiler *x, int function, int rank, const share_part *part) {
  int32_t left, right, slot;
  DFTFIT_TRY(operand(&x->nodes, x->program->nbase, rank - 2, part->rest, &left, x->err));
  DFTFIT_TRY(pattern_operand(x, part->pattern, &right));
  DFTFIT_TRY(dftfit_pair_set_number(&x->leaves, left, right, &slot, x->err));
  return add_map(x, function, slot, part->scale);
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
    int32_t right = leaves->pair[i][1];
    p->leaf_right[place[i]] = right < 0 ? noperand - 1 - right : right;
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

static dftfit_status place_all(compiler *x) {
  const ace_terms *t = x->terms;
  const ace_share *s = x->share;
  for (int q = 0; q < t->nterm;) {
    int f = t->function[q];
    if (s->part_first[f + 1] == s->part_first[f]) {
      DFTFIT_TRY(place_term(x, q++));
      continue;
    }
    for (int i = s->part_first[f]; i < s->part_first[f + 1]; i++) DFTFIT_TRY(place_part(x, f, t->rank[q], &s->part[i]));
    while (q < t->nterm && t->function[q] == f) q++;
  }
  return DFTFIT_OK;
}

static dftfit_status compile(compiler *x) {
  ace_program *p = x->program;
  const ace_share *s = x->share;
  size_t entries = s->npattern ? (size_t)s->first[s->npattern] : 0;
  x->sum_of = malloc(sizeof(int32_t) * (size_t)(s->npattern + 1));
  p->sum_first = calloc((size_t)s->npattern + 1, sizeof(int32_t));
  p->sum_pair = malloc(sizeof *p->sum_pair * (entries + 1));
  p->sum_c = malloc(sizeof(double) * (entries + 1));
  DFTFIT_FAIL_IF(!x->sum_of || !p->sum_first || !p->sum_pair || !p->sum_c, x->err, DFTFIT_ERR_MEMORY,
                 "out of memory for %d products", x->terms->nterm);
  for (int k = 0; k < s->npattern; k++) x->sum_of[k] = -1;
  DFTFIT_TRY(place_all(x));
  p->nnode = x->nodes.n;
  p->noperand = p->nbase + p->nnode + p->nsum;
  DFTFIT_TRY(keep_linear(p, &x->linear, x->err));
  return group_leaves(p, &x->leaves, x->err);
}

dftfit_status dftfit_ace_program_create(const ace_terms *terms, int ndensity, ace_program *out, dftfit_error *err) {
  ace_share share;
  *out = (ace_program){.nbase = terms->nbase, .ndensity = ndensity};
  DFTFIT_TRY(dftfit_ace_share_create(terms, &share, err));
  compiler x = {.terms = terms, .share = &share, .program = out, .err = err};
  dftfit_status status = compile(&x);
  out->node = (int32_t *)x.nodes.pair; /* an operand is always made before the node that uses it */
  free(x.nodes.slot);
  dftfit_pair_set_free(&x.leaves);
  dftfit_pair_set_free(&x.linear);
  free(x.sum_of);
  dftfit_ace_share_free(&share);
  return status;
}

/* Channel of every index of the atomic base, [size]; NULL: out of memory. */
int32_t *dftfit_ace_layout_channels(const ace_layout *a) {
  int32_t *channel = malloc(sizeof(int32_t) * (size_t)(a->size + 1));
  if (!channel) return NULL;
  for (int mu = 0, i = 0, of_l = 0; mu < a->nelement; mu++)
    for (int l = 0; l <= a->lmax; of_l += a->n_of_l[l++])
      for (int m = -l; m <= l; m++)
        for (int n = 0; n < a->n_of_l[l]; n++) channel[i++] = of_l + n;
  return channel;
}

dftfit_status dftfit_ace_program_of_basis(const ace_basis *basis, int z, ace_program *out, dftfit_error *err) {
  int from = basis->term_first[basis->first[z]], to = basis->term_first[basis->first[z + 1]];
  int32_t *function = malloc(sizeof(int32_t) * (size_t)(to - from + 1));
  int32_t *channel = dftfit_ace_layout_channels(&basis->layout);
  signed char *rank = malloc((size_t)(to - from + 1));
  *out = (ace_program){0};
  for (int k = basis->first[z]; function && rank && channel && k < basis->first[z + 1]; k++)
    for (int q = basis->term_first[k]; q < basis->term_first[k + 1]; q++)
      function[q - from] = k - basis->first[z], rank[q - from] = basis->function[k].rank;
  ace_terms terms = {.nbase = basis->layout.size,
                     .nterm = to - from,
                     .width = COUPLING_MAX_RANK,
                     .function = function,
                     .rank = rank,
                     .factor = basis->factor + (size_t)from * COUPLING_MAX_RANK,
                     .c = basis->coefficient + from,
                     .channel = channel};
  dftfit_status status = function && rank && channel ? dftfit_ace_program_create(&terms, 1, out, err)
                                                     : dftfit_no_memory(err, "%d terms", to - from);
  free(function);
  free(rank);
  free(channel);
  return status;
}

void dftfit_ace_program_freeze(ace_program *p) {
  free(p->map_function);
  free(p->map_slot);
  free(p->map_c);
  p->map_function = p->map_slot = NULL;
  p->map_c = NULL;
  p->nmap = 0;
}

void dftfit_ace_program_free(ace_program *p) {
  dftfit_ace_program_freeze(p);
  free(p->node);
  free(p->sum_first);
  free(p->sum_pair);
  free(p->sum_c);
  free(p->linear);
  free(p->linear_c);
  free(p->left);
  free(p->leaf_first);
  free(p->leaf_right);
  free(p->leaf_c);
  *p = (ace_program){0};
}

void dftfit_ace_program_set(ace_program *p, int density, const double *theta) {
  double *leaf_c = p->leaf_c + (size_t)density * (size_t)p->nleaf;
  double *linear_c = p->linear_c + (size_t)density * (size_t)p->nlinear;
  memset(leaf_c, 0, sizeof(double) * p->nleaf);
  memset(linear_c, 0, sizeof(double) * p->nlinear);
  for (int i = 0; i < p->nmap; i++) {
    double *slot = p->map_slot[i] >= 0 ? &leaf_c[p->map_slot[i]] : &linear_c[-1 - p->map_slot[i]];
    *slot += p->map_c[i] * theta[p->map_function[i]];
  }
}
