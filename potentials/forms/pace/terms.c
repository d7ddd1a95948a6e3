/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is left of a coefficient where contributions cancel, relative to their sum of magnitudes. */
#define CANCELLED 1e-14

/* A set of monomials, found by their sorted factors; open addressing. */
typedef struct monomials {
  int n, capacity, width, ndensity; /* capacity: a power of two */
  signed char *rank;                /* [n]                      */
  int32_t *factor;                  /* [n][width] ascending     */
  double *c, *size;                 /* [n][ndensity] sum of the contributions, of their magnitudes */
  int32_t *slot;                    /* [2 capacity] number or -1 */
} monomials;

static uint32_t hash(int rank, const int32_t *factor) {
  uint64_t h = 1469598103934665603u; /* FNV-1a over words */
  for (int t = 0; t < rank; t++) h = (h ^ (uint32_t)factor[t]) * 1099511628211u;
  return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

static uint32_t find_slot(const monomials *s, int rank, const int32_t *factor) {
  uint32_t mask = 2 * (uint32_t)s->capacity - 1, h = hash(rank, factor) & mask;
  for (; s->slot[h] >= 0; h = (h + 1) & mask) {
    int32_t i = s->slot[h];
    if (s->rank[i] == rank && !memcmp(s->factor + (size_t)i * (size_t)s->width, factor, sizeof(int32_t) * (size_t)rank))
      break;
  }
  return h;
}

static bool resize(void **array, size_t bytes) {
  void *grown = realloc(*array, bytes);
  if (grown) *array = grown;
  return grown != NULL;
}

static dftfit_status grow(monomials *s, dftfit_error *err) {
  size_t capacity = s->capacity ? 2 * (size_t)s->capacity : 1024, values = capacity * (size_t)s->ndensity;
  bool ok = resize((void **)&s->rank, capacity) &&
            resize((void **)&s->factor, capacity * (size_t)s->width * sizeof(int32_t)) &&
            resize((void **)&s->c, values * sizeof(double)) && resize((void **)&s->size, values * sizeof(double)) &&
            resize((void **)&s->slot, 2 * capacity * sizeof(int32_t));
  DFTFIT_FAIL_IF(!ok, err, DFTFIT_ERR_MEMORY, "out of memory for %zu products", capacity);
  s->capacity = (int)capacity;
  memset(s->slot, -1, 2 * capacity * sizeof(int32_t));
  for (int i = 0; i < s->n; i++) s->slot[find_slot(s, s->rank[i], s->factor + (size_t)i * (size_t)s->width)] = i;
  return DFTFIT_OK;
}

/* Adds scale * c [ndensity] to the monomial of these factors, which are sorted here. */
static dftfit_status add(monomials *s, int rank, const int32_t *factors, double scale, const double *c, int ndensity,
                         dftfit_error *err) {
  int32_t factor[PACE_MAX_RANK];
  if (s->n == s->capacity) DFTFIT_TRY(grow(s, err));
  for (int t = 0; t < rank; t++) {
    int at = t;
    for (; at > 0 && factor[at - 1] > factors[t]; at--) factor[at] = factor[at - 1];
    factor[at] = factors[t];
  }
  uint32_t slot = find_slot(s, rank, factor);
  if (s->slot[slot] < 0) {
    s->rank[s->n] = (signed char)rank;
    memset(s->factor + (size_t)s->n * (size_t)s->width, 0, sizeof(int32_t) * (size_t)s->width);
    memcpy(s->factor + (size_t)s->n * (size_t)s->width, factor, sizeof(int32_t) * (size_t)rank);
    for (int d = 0; d < s->ndensity; d++) s->c[s->n * s->ndensity + d] = s->size[s->n * s->ndensity + d] = 0;
    s->slot[slot] = s->n++;
  }
  double *sum = s->c + (size_t)s->slot[slot] * (size_t)s->ndensity;
  double *size = s->size + (size_t)s->slot[slot] * (size_t)s->ndensity;
  for (int d = 0; d < ndensity; d++) sum[d] += scale * c[d], size[d] += fabs(scale * c[d]);
  return DFTFIT_OK;
}

typedef struct expansion {
  const pace_columns *columns;
  const pace_function *f;
  const signed char *m; /* [rank] */
  const double *c;      /* [ndensity] */
  int ndensity;
  monomials *out;
  dftfit_error *err;
} expansion;

/* Multiplies factor t and those after it out. So far: scale * i^turns times factor [t]. */
static dftfit_status multiply(const expansion *x, int t, int32_t *factor, double scale, int turns) {
  const pace_function *f = x->f;
  if (t == f->rank) {
    if (turns % 2) return DFTFIT_OK; /* imaginary */
    return add(x->out, f->rank, factor, turns % 4 ? -scale : scale, x->c, x->ndensity, x->err);
  }
  int m = x->m[t], k = abs(m);
  if (m > 0 && m % 2) scale = -scale;
  if (k) scale *= M_SQRT1_2;
  factor[t] = pace_base_index(x->columns, f->mu[t], f->n[t], f->l[t], k);
  DFTFIT_TRY(multiply(x, t + 1, factor, scale, turns));
  if (k == 0) return DFTFIT_OK;
  factor[t] = pace_base_index(x->columns, f->mu[t], f->n[t], f->l[t], -k);
  return multiply(x, t + 1, factor, scale, turns + (m > 0 ? 1 : 3));
}

/* Takes out the monomials whose contributions cancel. */
static void drop_cancelled(monomials *s) {
  int kept = 0, P = s->ndensity;
  for (int i = 0; i < s->n; i++) {
    bool any = false;
    for (int d = 0; d < P; d++) {
      if (fabs(s->c[i * P + d]) <= CANCELLED * s->size[i * P + d]) s->c[i * P + d] = 0;
      any = any || s->c[i * P + d] != 0;
    }
    if (!any) continue;
    s->rank[kept] = s->rank[i];
    memmove(s->factor + (size_t)kept * (size_t)s->width, s->factor + (size_t)i * (size_t)s->width,
            sizeof(int32_t) * (size_t)s->width);
    memmove(s->c + (size_t)kept * (size_t)P, s->c + (size_t)i * (size_t)P, sizeof(double) * (size_t)P);
    kept++;
  }
  s->n = kept;
}

/* The functions of an element as dftfit_ace_program_create takes them; theta [nfunction][ndensity]. */
typedef struct collection {
  int nterm, nfunction, terms, functions, width, ndensity; /* terms, functions: room */
  int32_t *function, *factor;
  signed char *rank;
  double *c, *theta;
} collection;

static dftfit_status make_room(collection *o, int n, dftfit_error *err) {
  if (o->nterm + n > o->terms) o->terms = 2 * (o->nterm + n);
  if (o->nfunction + n > o->functions) o->functions = 2 * (o->nfunction + n);
  size_t terms = (size_t)o->terms, functions = (size_t)o->functions;
  bool ok = resize((void **)&o->function, terms * sizeof(int32_t)) && resize((void **)&o->rank, terms) &&
            resize((void **)&o->factor, terms * (size_t)o->width * sizeof(int32_t)) &&
            resize((void **)&o->c, terms * sizeof(double)) &&
            resize((void **)&o->theta, functions * (size_t)o->ndensity * sizeof(double));
  DFTFIT_FAIL_IF(!ok, err, DFTFIT_ERR_MEMORY, "out of memory for %d products", o->nterm + n);
  return DFTFIT_OK;
}

/* Whether the coefficients of all monomials are multiples of theta [ndensity], those of monomial `largest`. */
static bool proportional(const monomials *s, int largest, int P) {
  const double *theta = s->c + (size_t)largest * (size_t)P;
  double most = 0;
  int d0 = 0;
  for (int d = 0; d < P; d++)
    if (fabs(theta[d]) > most) most = fabs(theta[d]), d0 = d;
  for (int i = 0; i < s->n; i++)
    for (int d = 0; d < P; d++) {
      double scale = s->c[i * P + d0] / theta[d0];
      if (fabs(s->c[i * P + d] - scale * theta[d]) > CANCELLED * (fabs(s->c[i * P + d]) + most)) return false;
    }
  return true;
}

/* Appends the monomials of one function, as one where it has one parameter per density, else as one each. */
static dftfit_status collect(collection *o, const monomials *s, dftfit_error *err) {
  int P = o->ndensity, largest = 0;
  double most = 0;
  if (s->n == 0) return DFTFIT_OK;
  DFTFIT_TRY(make_room(o, s->n, err));
  for (int i = 0; i < s->n * P; i++)
    if (fabs(s->c[i]) > most) most = fabs(s->c[i]), largest = i;
  const double *theta = s->c + (size_t)(largest / P) * (size_t)P;
  bool whole = proportional(s, largest / P, P);
  for (int i = 0; i < s->n; i++) {
    int q = o->nterm++;
    o->function[q] = whole ? o->nfunction : o->nfunction + i;
    o->rank[q] = s->rank[i];
    o->c[q] = whole ? s->c[i * P + largest % P] / s->c[largest] : 1;
    memcpy(o->factor + (size_t)q * (size_t)o->width, s->factor + (size_t)i * (size_t)s->width,
           sizeof(int32_t) * (size_t)o->width);
    if (!whole || i == 0)
      memcpy(o->theta + (size_t)o->function[q] * (size_t)P, whole ? theta : s->c + i * P, sizeof(double) * (size_t)P);
  }
  o->nfunction += whole ? 1 : s->n;
  return DFTFIT_OK;
}

static void clear(monomials *s) {
  s->n = 0;
  if (s->slot) memset(s->slot, -1, 2 * (size_t)s->capacity * sizeof(int32_t));
}

/* Sums over the neighbours of the pair functions. */
static dftfit_status collect_pairs(const pace_model *model, const pace_columns *columns, int z, monomials *s,
                                   collection *out, dftfit_error *err) {
  int ndensity = model->embedding[z].ndensity;
  for (int mu = 0; mu < model->nelement; mu++)
    for (int d = 0; d < columns->ndensity && d < ndensity; d++) {
      int32_t factor = pace_pair_index(columns, mu, d);
      double c[PACE_MAX_DENSITIES] = {0};
      c[d] = 1;
      clear(s);
      DFTFIT_TRY(add(s, 1, &factor, 1, c, ndensity, err));
      DFTFIT_TRY(collect(out, s, err));
    }
  return DFTFIT_OK;
}

static dftfit_status collect_all(const pace_model *model, const pace_columns *columns, int z, monomials *s,
                                 collection *out, dftfit_error *err) {
  int ndensity = model->embedding[z].ndensity;
  DFTFIT_TRY(collect_pairs(model, columns, z, s, out, err));
  for (int k = model->first[z]; k < model->first[z + 1]; k++) {
    const pace_function *f = &model->function[k];
    clear(s);
    for (int q = 0; f->rank > 1 && q < f->nterm; q++) {
      expansion x = {columns, f, f->m + q * f->rank, f->c + q * ndensity, ndensity, s, err};
      int32_t factor[PACE_MAX_RANK];
      DFTFIT_TRY(multiply(&x, 0, factor, 1, 0));
    }
    drop_cancelled(s);
    DFTFIT_TRY(collect(out, s, err));
  }
  return DFTFIT_OK;
}

static dftfit_status compile(const collection *o, const ace_layout *layout, ace_program *out, dftfit_error *err) {
  int32_t *channel = dftfit_ace_layout_channels(layout);
  double *theta = malloc(sizeof(double) * (size_t)(o->nfunction + 1));
  dftfit_status status = DFTFIT_OK;
  if (!channel || !theta) status = dftfit_no_memory(err, "%d products", o->nterm);
  ace_terms terms = {layout->size, o->nterm, o->width, o->function, o->rank, o->factor, o->c, channel};
  if (!status) status = dftfit_ace_program_create(&terms, o->ndensity, out, err);
  for (int d = 0; d < o->ndensity && !status; d++) {
    for (int i = 0; i < o->nfunction; i++) theta[i] = o->theta[i * o->ndensity + d];
    dftfit_ace_program_set(out, d, theta);
  }
  if (!status) dftfit_ace_program_freeze(out);
  free(channel);
  free(theta);
  return status;
}

dftfit_status dftfit_pace_program_create(const pace_model *model, const pace_columns *columns, int z, ace_program *out,
                                         dftfit_error *err) {
  monomials s = {.width = 1, .ndensity = model->embedding[z].ndensity};
  *out = (ace_program){0};
  for (int k = model->first[z]; k < model->first[z + 1]; k++)
    if (model->function[k].rank > s.width) s.width = model->function[k].rank;
  collection all = {.width = s.width, .ndensity = s.ndensity};
  dftfit_status status = collect_all(model, columns, z, &s, &all, err);
  if (!status) status = compile(&all, &columns->layout, out, err);
  free(s.rank);
  free(s.factor);
  free(s.c);
  free(s.size);
  free(s.slot);
  free(all.function);
  free(all.factor);
  free(all.rank);
  free(all.c);
  free(all.theta);
  return status;
}
