/* SPDX-License-Identifier: BSD-3-Clause */
/* Enumeration of the basis functions that the limits allow, and removal of linearly dependent ones. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forms/ace/basis.h"

enum { MAX_CHAINS = 2 * COUPLING_MAX_L + 1 }; /* per set of factors and free momentum */

typedef struct channel {
  int mu, n, l;
  double degree; /* its share of the limited sum */
} channel;

/* Independent chains of one pattern of l and of equal factors, found once and used for every set of n and elements. */
typedef struct pattern {
  int rank;
  signed char l[COUPLING_MAX_RANK];
  bool same[COUPLING_MAX_RANK];
  int nchain;
  signed char (*L)[COUPLING_MAX_RANK - 3];
} pattern;

typedef struct generator {
  int rank, nchannel, element;
  const ace_order *order;
  double l_weight;
  channel *list;
  int npattern;
  pattern *pattern;
  ace_basis *basis;
  int capacity;
  dftfit_error *err;
} generator;

static dftfit_status grow(void **array, int *capacity, int need, size_t item, dftfit_error *err) {
  if (need <= *capacity) return DFTFIT_OK;
  int wanted = *capacity ? 2 * *capacity : 64;
  void *larger = realloc(*array, wanted * item);
  DFTFIT_FAIL_IF(!larger, err, DFTFIT_ERR_MEMORY, "out of memory for %d basis functions", need);
  *array = larger;
  *capacity = wanted;
  return DFTFIT_OK;
}

/* Keeps the chain when it is independent of those kept so far: Gram-Schmidt on the coefficients. */
static dftfit_status try_chain(pattern *p, const int *l, const int *L, coupling *kept, dftfit_error *err) {
  coupling candidate;
  DFTFIT_TRY(dftfit_coupling_chain(p->rank, l, L, p->same, &candidate, err));
  /* the Gram matrix of normalised chains: squared distance from the span of those kept, by Cholesky */
  double row[MAX_CHAINS * MAX_CHAINS], distance = candidate.nterm ? 1 : 0;
  double factor[MAX_CHAINS][MAX_CHAINS];
  for (int i = 0; i < p->nchain; i++) {
    for (int j = 0; j <= i; j++) {
      double g = dftfit_coupling_dot(&kept[i], &kept[j], p->same);
      for (int k = 0; k < j; k++) g -= factor[i][k] * factor[j][k];
      factor[i][j] = i == j ? __builtin_sqrt(g) : g / factor[j][j];
    }
    row[i] = dftfit_coupling_dot(&candidate, &kept[i], p->same);
    for (int k = 0; k < i; k++) row[i] -= row[k] * factor[i][k];
    row[i] /= factor[i][i];
    distance -= row[i] * row[i];
  }
  if (distance < 1e-8 || p->nchain == MAX_CHAINS) {
    dftfit_coupling_free(&candidate);
    return DFTFIT_OK;
  }
  kept[p->nchain] = candidate;
  for (int i = 0; i < dftfit_coupling_free_momenta(p->rank); i++) p->L[p->nchain][i] = (signed char)L[i];
  p->nchain++;
  return DFTFIT_OK;
}

/* Walks over all intermediate momenta from position i on. */
static dftfit_status walk_chains(pattern *p, const int *l, int *L, int i, coupling *kept, dftfit_error *err) {
  if (i == dftfit_coupling_free_momenta(p->rank))
    return dftfit_coupling_allowed(p->rank, l, L) ? try_chain(p, l, L, kept, err) : DFTFIT_OK;
  int before = i == 0 ? l[0] : L[i - 1];
  for (L[i] = abs(before - l[i + 1]); L[i] <= before + l[i + 1]; L[i]++)
    DFTFIT_TRY(walk_chains(p, l, L, i + 1, kept, err));
  return DFTFIT_OK;
}

static dftfit_status find_chains(pattern *p, dftfit_error *err) {
  coupling kept[MAX_CHAINS];
  int l[COUPLING_MAX_RANK], L[COUPLING_MAX_RANK] = {0};
  for (int t = 0; t < p->rank; t++) l[t] = p->l[t];
  p->L = calloc(MAX_CHAINS, sizeof(*p->L));
  DFTFIT_FAIL_IF(!p->L, err, DFTFIT_ERR_MEMORY, "out of memory for couplings");
  dftfit_status status = walk_chains(p, l, L, 0, kept, err);
  for (int i = 0; i < p->nchain; i++) dftfit_coupling_free(&kept[i]);
  return status;
}

/* The pattern of the factors of f, made when it is new. */
static dftfit_status pattern_of(generator *g, const ace_function *f, const pattern **out) {
  pattern p = {.rank = f->rank};
  memcpy(p.l, f->l, f->rank);
  dftfit_ace_function_same(f, p.same);
  for (int i = 0; i < g->npattern; i++) {
    pattern *q = &g->pattern[i];
    if (q->rank == p.rank && !memcmp(q->l, p.l, sizeof p.l) && !memcmp(q->same, p.same, sizeof p.same)) {
      *out = q;
      return DFTFIT_OK;
    }
  }
  pattern *larger = realloc(g->pattern, sizeof(pattern) * (g->npattern + 1));
  DFTFIT_FAIL_IF(!larger, g->err, DFTFIT_ERR_MEMORY, "out of memory for couplings");
  g->pattern = larger;
  g->pattern[g->npattern] = p;
  *out = &g->pattern[g->npattern++];
  return find_chains(&g->pattern[g->npattern - 1], g->err);
}

static dftfit_status add_functions(generator *g, ace_function *f) {
  const pattern *p = NULL;
  DFTFIT_TRY(pattern_of(g, f, &p));
  for (int i = 0; i < p->nchain; i++) {
    memcpy(f->L, p->L[i], sizeof f->L);
    DFTFIT_TRY(grow((void **)&g->basis->function, &g->capacity, g->basis->nfunction + 1, sizeof(ace_function), g->err));
    g->basis->function[g->basis->nfunction++] = *f;
  }
  return DFTFIT_OK;
}

/* Adds factor number t: channels not below the one before, and room left in the total degree. */
static dftfit_status add_factor(generator *g, ace_function *f, int t, int from, double degree) {
  if (t == g->rank) return add_functions(g, f);
  for (int c = from; c < g->nchannel; c++) {
    channel a = g->list[c];
    double sum = degree + a.degree;
    if (sum + (g->rank - t - 1) > g->order->degree + 1e-9) continue;
    f->mu[t] = (signed char)a.mu, f->n[t] = (signed char)a.n, f->l[t] = (signed char)a.l;
    DFTFIT_TRY(add_factor(g, f, t + 1, c, sum));
  }
  return DFTFIT_OK;
}

static void list_channels(generator *g, int nelement) {
  double power = g->order->power > 0 ? g->order->power : 1;
  g->nchannel = 0;
  for (int l = 0; l <= (g->rank == 1 ? 0 : g->order->l_max); l++)
    for (int n = 1; n <= g->order->n_max; n++)
      for (int mu = 0; mu < nelement; mu++)
        g->list[g->nchannel++] =
            (channel){mu, n, l, pow(n, power) + pow(g->l_weight * l, power) + (mu ? g->order->species : 0)};
}

dftfit_status dftfit_ace_basis_generate(int nelement, int norder, const ace_order *order, double l_weight,
                                        ace_basis *basis, dftfit_error *err) {
  generator g = {.basis = basis, .l_weight = l_weight, .err = err};
  int most = 1;
  for (int v = 0; v < norder; v++) {
    int count = nelement * order[v].n_max * (order[v].l_max + 1);
    if (count > most) most = count;
  }
  g.list = malloc(sizeof(channel) * most);
  dftfit_status status = g.list ? DFTFIT_OK : dftfit_no_memory(err, "%d channels", most);
  for (int z = 0; !status && z < nelement; z++) {
    basis->first[z] = basis->nfunction;
    for (int v = 0; !status && v < norder; v++) {
      ace_function f = {.rank = (signed char)(v + 1), .element = (signed char)z};
      g.rank = v + 1, g.order = &order[v];
      list_channels(&g, nelement);
      status = add_factor(&g, &f, 0, 0, 0);
    }
  }
  basis->first[nelement] = basis->nfunction;
  for (int i = 0; i < g.npattern; i++) free(g.pattern[i].L);
  free(g.pattern);
  free(g.list);
  return status;
}
