/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/basis.h"

#include <stdlib.h>
#include <string.h>

void dftfit_ace_function_same(const ace_function *f, bool *same) {
  for (int t = 0; t < f->rank; t++)
    same[t] = t > 0 && f->mu[t] == f->mu[t - 1] && f->n[t] == f->n[t - 1] && f->l[t] == f->l[t - 1];
}

void dftfit_ace_basis_free(ace_basis *basis) {
  free(basis->function);
  free(basis->term_first);
  free(basis->coefficient);
  free(basis->factor);
  free(basis->column);
  *basis = (ace_basis){0};
}

/* Which n occur, with which l: only these are evaluated. */
static void find_channels(ace_basis *basis) {
  memset(basis->channel, -1, sizeof basis->channel);
  memset(basis->column_of, -1, sizeof basis->column_of);
  for (int k = 0; k < basis->nfunction; k++) {
    const ace_function *f = &basis->function[k];
    for (int t = 0; t < f->rank; t++) {
      if (f->l[t] > basis->layout.lmax) basis->layout.lmax = f->l[t];
      basis->channel[(int)f->l[t]][(int)f->n[t]] = 0;
    }
  }
  basis->nradial = 0;
  for (int n = 1; n <= ACE_MAX_N; n++) {
    bool any = false;
    for (int l = 0; l <= basis->layout.lmax; l++) any = any || basis->channel[l][n] >= 0;
    if (!any) continue;
    basis->column_of[n] = (signed char)basis->nradial;
    basis->radial[basis->nradial++] = (signed char)n;
  }
}

static dftfit_status lay_out(int nelement, ace_basis *basis, dftfit_error *err) {
  ace_layout *a = &basis->layout;
  *a = (ace_layout){.nelement = nelement};
  find_channels(basis);
  basis->column = malloc(sizeof(int32_t) * (size_t)((a->lmax + 1) * basis->nradial + 1));
  DFTFIT_FAIL_IF(!basis->column, err, DFTFIT_ERR_MEMORY, "out of memory for %d basis functions", basis->nfunction);
  for (int l = 0, at = 0; l <= a->lmax; l++) {
    for (int i = 0; i < basis->nradial; i++) {
      signed char *channel = &basis->channel[l][(int)basis->radial[i]];
      if (*channel < 0) continue;
      *channel = (signed char)a->n_of_l[l]++;
      basis->column[at++] = i;
    }
    a->offset[l] = a->per_element;
    a->per_element += (2 * l + 1) * a->n_of_l[l];
  }
  a->size = nelement * a->per_element;
  a->column = basis->column;
  return DFTFIT_OK;
}

/* The coupling of function k in terms of its own factors. */
static dftfit_status couple(const ace_basis *basis, int k, coupling *out, dftfit_error *err) {
  const ace_function *f = &basis->function[k];
  int l[COUPLING_MAX_RANK], L[COUPLING_MAX_RANK] = {0};
  bool same[COUPLING_MAX_RANK];
  for (int t = 0; t < f->rank; t++) l[t] = f->l[t];
  for (int t = 0; t < dftfit_coupling_free_momenta(f->rank); t++) L[t] = f->L[t];
  DFTFIT_FAIL_IF(!dftfit_coupling_allowed(f->rank, l, L), err, DFTFIT_ERR_VALUE,
                 "function %d has momenta l that do not couple to an invariant (triangle rules, even sum)", k + 1);
  dftfit_ace_function_same(f, same);
  DFTFIT_TRY(dftfit_coupling_chain(f->rank, l, L, same, out, err));
  if (out->nterm > 0) return DFTFIT_OK;
  dftfit_coupling_free(out);
  return dftfit_fail(err, DFTFIT_ERR_VALUE, "function %d vanishes: its coupling is antisymmetric in equal factors",
                     k + 1);
}

/* Couplings made so far: one serves all functions with the same l, L and equalities of factors. */
typedef struct known_coupling {
  ace_function f;
  bool same[COUPLING_MAX_RANK];
  coupling c;
} known_coupling;

typedef struct coupling_cache {
  int n;
  known_coupling *list;
} coupling_cache;

static bool serves(const known_coupling *known, const ace_function *f, const bool *same) {
  return known->f.rank == f->rank && !memcmp(known->f.l, f->l, f->rank) && !memcmp(known->f.L, f->L, sizeof f->L) &&
         !memcmp(same, known->same, f->rank);
}

/* The coupling of function k, from the cache or made and put there; borrowed until the cache grows. */
static dftfit_status find_coupling(coupling_cache *cache, const ace_basis *basis, int k, const coupling **out,
                                   dftfit_error *err) {
  const ace_function *f = &basis->function[k];
  known_coupling fresh = {.f = *f};
  dftfit_ace_function_same(f, fresh.same);
  for (int i = 0; i < cache->n; i++)
    if (serves(&cache->list[i], f, fresh.same)) {
      *out = &cache->list[i].c;
      return DFTFIT_OK;
    }
  known_coupling *larger = realloc(cache->list, sizeof(known_coupling) * (cache->n + 1));
  DFTFIT_FAIL_IF(!larger, err, DFTFIT_ERR_MEMORY, "out of memory for couplings");
  cache->list = larger;
  DFTFIT_TRY(couple(basis, k, &fresh.c, err));
  cache->list[cache->n] = fresh;
  *out = &cache->list[cache->n++].c;
  return DFTFIT_OK;
}

static dftfit_status append_terms(ace_basis *basis, int k, const coupling *c, int *capacity, dftfit_error *err) {
  const ace_function *f = &basis->function[k];
  int n = basis->term_first[k];
  if (n + c->nterm > *capacity) {
    *capacity = 2 * (n + c->nterm);
    double *coefficient = realloc(basis->coefficient, sizeof(double) * *capacity);
    if (coefficient) basis->coefficient = coefficient;
    int32_t *factor = realloc(basis->factor, sizeof(int32_t) * COUPLING_MAX_RANK * *capacity);
    if (factor) basis->factor = factor;
    DFTFIT_FAIL_IF(!coefficient || !factor, err, DFTFIT_ERR_MEMORY, "out of memory for %d coupling terms", *capacity);
  }
  for (int q = 0; q < c->nterm; q++, n++) {
    basis->coefficient[n] = c->c[q];
    for (int t = 0; t < f->rank; t++)
      basis->factor[n * COUPLING_MAX_RANK + t] =
          ace_basis_index(basis, f->mu[t], f->n[t], f->l[t], c->m[q * f->rank + t]);
  }
  basis->term_first[k + 1] = n;
  return DFTFIT_OK;
}

dftfit_status dftfit_ace_basis_expand(int nelement, ace_basis *basis, dftfit_error *err) {
  DFTFIT_TRY(lay_out(nelement, basis, err));
  basis->term_first = calloc(basis->nfunction + 1, sizeof(int));
  DFTFIT_FAIL_IF(!basis->term_first, err, DFTFIT_ERR_MEMORY, "out of memory for %d basis functions", basis->nfunction);
  coupling_cache cache = {0};
  dftfit_status status = DFTFIT_OK;
  int capacity = 0;
  for (int k = 0; !status && k < basis->nfunction; k++) {
    const coupling *c = NULL;
    status = find_coupling(&cache, basis, k, &c, err);
    if (!status) status = append_terms(basis, k, c, &capacity, err);
  }
  for (int i = 0; i < cache.n; i++) dftfit_coupling_free(&cache.list[i].c);
  free(cache.list);
  return status;
}
