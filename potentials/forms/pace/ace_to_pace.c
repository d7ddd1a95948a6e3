/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/ace_to_pace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"

/* Width of bins that ML-PACE's files have by custom, A. */
#define SPLINE_WIDTH 0.001
/* Terms that cancel in the change from real to complex harmonics, relative to the largest of a function. */
#define CANCELLED 1e-14
/* Functions of an element that a file may have; ML-PACE reads no larger ones in reasonable time. */
enum { MOST_FUNCTIONS = 200000 };

/* The radial functions do not depend on l; without them the basis alone serves rank 1. */
static dftfit_status fill_bond(const ace_form *f, const dftfit_header *header, int a, int b, pace_bond *out,
                               dftfit_error *err) {
  int n = f->nelement, pair = dftfit_pair_index(n, a, b), lmax = f->basis.layout.lmax;
  *out = (pace_bond){.basis = PACE_CHEB_POW,
                     .nradial = f->nradial,
                     .lmax = lmax,
                     .nbasis = f->nterm,
                     .lambda = f->lambda,
                     .cutoff = header->cutoff[a * n + b],
                     .core_decay = 1,
                     .inner_cutoff = f->inner ? f->inner_radius[a * n + b] : 0,
                     .inner_width = f->inner ? f->inner_width[a * n + b] : 0};
  out->c = malloc(sizeof(double) * (size_t)f->nradial * (size_t)(lmax + 1) * (size_t)f->nterm);
  DFTFIT_FAIL_IF(!out->c, err, DFTFIT_ERR_MEMORY, "out of memory for radial coefficients");
  for (int i = 0; i < f->nradial; i++)
    for (int l = 0; l <= lmax; l++)
      memcpy(out->c + (size_t)(i * (lmax + 1) + l) * (size_t)f->nterm,
             f->radial_c + ((size_t)pair * (size_t)f->nradial + (size_t)i) * (size_t)f->nterm,
             sizeof(double) * (size_t)f->nterm);
  return DFTFIT_OK;
}

/* Share of an element in the label of a factor: a channel, or the element itself. */
static double weight_of(const ace_form *f, int label, int element) {
  return f->mixed ? f->channel[label * f->nelement + element] : label == element;
}

/* Rank 1 is made of the terms themselves: one function per term and neighbour element. */
static dftfit_status add_pairs(const ace_form *f, int z, pace_model *out, dftfit_error *err) {
  for (int mu = 0; mu < f->nelement; mu++)
    for (int k = 0; k < f->nterm; k++) {
      double sum = 0;
      const double *c = f->radial_c + (size_t)dftfit_pair_index(f->nelement, z, mu) * (size_t)(f->nradial * f->nterm);
      for (int i = f->basis.first[z]; i < f->basis.first[z + 1]; i++) {
        const ace_function *a = &f->basis.function[i];
        if (a->rank == 1) sum += weight_of(f, a->mu[0], mu) * f->theta[i] * c[(a->n[0] - 1) * f->nterm + k];
      }
      if (sum == 0) continue;
      pace_function *made;
      DFTFIT_TRY(dftfit_pace_model_add(out, 1, 1, 1, &made, err));
      made->mu[0] = (signed char)mu;
      made->n[0] = (signed char)(k + 1);
      made->c[0] = sum;
    }
  return DFTFIT_OK;
}

/* The polynomial of function i by the m of its factors; the arrays of out have room. */
static void real_terms(const ace_form *f, int i, coupling *out) {
  const ace_function *a = &f->basis.function[i];
  const ace_layout *layout = &f->basis.layout;
  int first = f->basis.term_first[i];
  out->rank = a->rank;
  out->nterm = f->basis.term_first[i + 1] - first;
  for (int q = 0; q < out->nterm; q++) {
    out->c[q] = f->basis.coefficient[first + q];
    for (int t = 0; t < a->rank; t++) {
      int l = a->l[t], index = f->basis.factor[(size_t)(first + q) * COUPLING_MAX_RANK + (size_t)t];
      out->m[q * a->rank + t] =
          (signed char)((index - a->mu[t] * layout->per_element - layout->offset[l]) / layout->n_of_l[l] - l);
    }
  }
}

static bool same_factors(const ace_function *a, const ace_function *b) {
  return a->rank == b->rank && !memcmp(a->mu, b->mu, sizeof a->mu) && !memcmp(a->n, b->n, sizeof a->n) &&
         !memcmp(a->l, b->l, sizeof a->l);
}

static dftfit_status keep(const ace_function *a, const coupling *sum, pace_model *out, dftfit_error *err) {
  double largest = 0;
  int n = 0;
  for (int q = 0; q < sum->nterm; q++) largest = fmax(largest, fabs(sum->c[q]));
  for (int q = 0; q < sum->nterm; q++) n += fabs(sum->c[q]) > CANCELLED * largest;
  if (n == 0) return DFTFIT_OK; /* all coefficients are zero */
  pace_function *made;
  DFTFIT_TRY(dftfit_pace_model_add(out, a->rank, n, 1, &made, err));
  memcpy(made->mu, a->mu, (size_t)a->rank);
  memcpy(made->n, a->n, (size_t)a->rank);
  memcpy(made->l, a->l, (size_t)a->rank);
  n = 0;
  for (int q = 0; q < sum->nterm; q++) {
    if (fabs(sum->c[q]) <= CANCELLED * largest) continue;
    memcpy(made->m + n * a->rank, sum->m + q * a->rank, (size_t)a->rank);
    made->c[n++] = sum->c[q];
  }
  return DFTFIT_OK;
}

/* Functions from .. to-1 of f have the same factors and differ in intermediate momenta only: one polynomial in
 * complex harmonics. */
typedef struct group {
  const ace_function *factors;
  coupling sum;
  bool done; /* written with another one */
} group;

static dftfit_status make_group(const ace_form *f, int from, int to, group *out, dftfit_error *err) {
  const ace_function *a = &f->basis.function[from];
  size_t terms = (size_t)(f->basis.term_first[to] - f->basis.term_first[from]), rank = (size_t)a->rank;
  coupling real = {.m = malloc(terms * rank + 1), .c = malloc(sizeof(double) * (terms + 1))};
  *out = (group){
      a,
      {.rank = a->rank, .m = malloc((terms << rank) * rank + 1), .c = malloc(sizeof(double) * ((terms << rank) + 1))},
      false};
  bool same[COUPLING_MAX_RANK];
  dftfit_status status = DFTFIT_OK;
  if (!real.m || !real.c || !out->sum.m || !out->sum.c) status = dftfit_no_memory(err, "couplings");
  dftfit_ace_function_same(a, same);
  for (int i = from; i < to && !status; i++) {
    real_terms(f, i, &real);
    dftfit_coupling_add_complex(&real, same, f->theta[i], &out->sum);
  }
  dftfit_coupling_free(&real);
  return status;
}

static bool same_shape(const ace_function *a, const ace_function *b) {
  return a->rank == b->rank && !memcmp(a->n, b->n, (size_t)a->rank) && !memcmp(a->l, b->l, (size_t)a->rank);
}

/* sum += weight * part; sum has room for all terms of both. */
static void add_weighted(coupling *sum, const coupling *part, double weight) {
  size_t rank = (size_t)part->rank;
  for (int q = 0; q < part->nterm; q++) {
    int at = 0;
    while (at < sum->nterm && memcmp(sum->m + (size_t)at * rank, part->m + (size_t)q * rank, rank)) at++;
    if (at == sum->nterm) {
      memcpy(sum->m + (size_t)at * rank, part->m + (size_t)q * rank, rank);
      sum->c[sum->nterm++] = 0;
    }
    sum->c[at] += weight * part->c[q];
  }
}

/* The function of the elements mu that the groups with the shape of the first one amount to. */
static dftfit_status add_elements(const ace_form *f, int n, const group *all, const signed char *mu, coupling *sum,
                                  pace_model *out, dftfit_error *err) {
  ace_function made = *all[0].factors;
  memcpy(made.mu, mu, (size_t)made.rank);
  sum->rank = made.rank;
  sum->nterm = 0;
  for (int g = 0; g < n; g++) {
    double weight = 1;
    if (!same_shape(all[g].factors, all[0].factors)) continue;
    for (int t = 0; t < made.rank; t++) weight *= weight_of(f, all[g].factors->mu[t], mu[t]);
    if (weight != 0) add_weighted(sum, &all[g].sum, weight);
  }
  return sum->nterm ? keep(&made, sum, out, err) : DFTFIT_OK;
}

/* Goes to the next arrangement of elements; false: there are no more. */
static bool next_elements(int rank, int nelement, signed char *mu) {
  for (int t = 0; t < rank; t++) {
    if (++mu[t] < nelement) return true;
    mu[t] = 0;
  }
  return false;
}

/* Functions of channels become functions of elements, as many as there are elements to the power of the rank. */
static dftfit_status expand_channels(const ace_form *f, int n, group *all, pace_model *out, dftfit_error *err) {
  const int rank = all[0].factors->rank;
  signed char mu[COUPLING_MAX_RANK] = {0};
  size_t terms = 0;
  for (int g = 0; g < n; g++)
    if (same_shape(all[g].factors, all[0].factors)) terms += (size_t)all[g].sum.nterm;
  coupling sum = {.m = malloc(terms * (size_t)rank + 1), .c = malloc(sizeof(double) * (terms + 1))};
  dftfit_status status = sum.m && sum.c ? DFTFIT_OK : dftfit_no_memory(err, "couplings");
  do {
    if (!status) status = add_elements(f, n, all, mu, &sum, out, err);
    if (!status && out->nfunction - out->first[all[0].factors->element] > MOST_FUNCTIONS)
      status = dftfit_fail(err, DFTFIT_ERR_USAGE,
                           "more than %d functions of element %s: a file without species channels needs one for every "
                           "combination of %d elements; fit with fewer functions or with 'species: separate'",
                           MOST_FUNCTIONS, f->element[(int)all[0].factors->element], f->nelement);
  } while (!status && next_elements(rank, f->nelement, mu));
  for (int g = 1; g < n; g++) all[g].done = all[g].done || same_shape(all[g].factors, all[0].factors);
  dftfit_coupling_free(&sum);
  return status;
}

/* The functions of rank 2 and more around element z. */
static dftfit_status add_products(const ace_form *f, int z, pace_model *out, dftfit_error *err) {
  int n = 0, first = f->basis.first[z], end = f->basis.first[z + 1];
  group *all = calloc((size_t)(end - first) + 1, sizeof *all);
  dftfit_status status = all ? DFTFIT_OK : dftfit_no_memory(err, "functions");
  for (int i = first, to; i < end && !status; i = to) {
    for (to = i + 1; to < end && same_factors(&f->basis.function[i], &f->basis.function[to]);) to++;
    if (f->basis.function[i].rank > 1) status = make_group(f, i, to, &all[n++], err);
  }
  for (int g = 0; g < n && !status; g++) {
    if (!f->mixed) status = keep(all[g].factors, &all[g].sum, out, err);
    if (f->mixed && !all[g].done) status = expand_channels(f, n - g, &all[g], out, err);
  }
  for (int g = 0; g < n; g++) dftfit_coupling_free(&all[g].sum);
  free(all);
  return status;
}

dftfit_status dftfit_ace_to_pace(const ace_form *f, const dftfit_header *header, pace_model *out, dftfit_error *err) {
  int n = f->nelement;
  out->nelement = n;
  out->spline_width = SPLINE_WIDTH;
  out->inner = PACE_INNER_DISTANCE;
  memcpy(out->element, f->element, sizeof out->element);
  for (int p = 0; p < n * n; p++) DFTFIT_TRY(fill_bond(f, header, p / n, p % n, &out->bond[p], err));
  for (int z = 0; z < n; z++) {
    /* the switch of the core, which is not there, by custom */
    out->embedding[z] =
        (pace_embedding){.ndensity = 1, .weight = {1}, .exponent = {1}, .core_cutoff = 100000, .core_width = 250};
    out->first[z] = out->nfunction;
    DFTFIT_TRY(add_pairs(f, z, out, err));
    DFTFIT_TRY(add_products(f, z, out, err));
  }
  out->first[n] = out->nfunction;
  return DFTFIT_OK;
}
