/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *const dftfit_pace_basis_name[PACE_BASES] = {"ChebExpCos", "ChebPow", "ChebLinear", "SBessel"};
const char *const dftfit_pace_inner_name[PACE_INNERS] = {"density", "distance", "zbl"};

void dftfit_pace_model_free(pace_model *model) {
  for (int p = 0; p < model->nelement * model->nelement; p++) free(model->bond[p].c);
  for (int k = 0; k < model->nfunction; k++) {
    free(model->function[k].m);
    free(model->function[k].c);
  }
  free(model->function);
  *model = (pace_model){0};
}

dftfit_status dftfit_pace_model_add(pace_model *model, int rank, int nterm, int ndensity, pace_function **out,
                                    dftfit_error *err) {
  if (model->nfunction == model->capacity) {
    int capacity = 2 * model->capacity + 64;
    pace_function *grown = realloc(model->function, sizeof *grown * (size_t)capacity);
    DFTFIT_FAIL_IF(!grown, err, DFTFIT_ERR_MEMORY, "out of memory for %d functions", capacity);
    model->function = grown;
    model->capacity = capacity;
  }
  pace_function f = {.rank = rank, .nterm = nterm};
  f.m = calloc((size_t)nterm * (size_t)rank, 1);
  f.c = calloc((size_t)nterm * (size_t)ndensity, sizeof *f.c);
  model->function[model->nfunction++] = f; /* freed with the model, also when half made */
  DFTFIT_FAIL_IF(!f.m || !f.c, err, DFTFIT_ERR_MEMORY, "out of memory for %d terms of a function", nterm);
  *out = &model->function[model->nfunction - 1];
  return DFTFIT_OK;
}

const char *dftfit_pace_bond_problem(const pace_bond *b, pace_inner inner, double spline_width, char *text, int size) {
  *text = '\0';
  if (!(b->cutoff > 0))
    snprintf(text, (size_t)size, "the cutoff %g must be above zero", b->cutoff);
  else if (!(spline_width > 0 && b->cutoff / spline_width <= PACE_MAX_BINS))
    snprintf(text, (size_t)size, "deltaSplineBins = %g must be above zero and not below 1/%d of the cutoff %g",
             spline_width, PACE_MAX_BINS, b->cutoff);
  else if (b->basis != PACE_CHEB_LINEAR && b->basis != PACE_SBESSEL && !(b->lambda > 0))
    snprintf(text, (size_t)size, "the radial parameter %g of %s must be above zero", b->lambda,
             dftfit_pace_basis_name[b->basis]);
  else if (!(b->width >= 0 && b->width <= b->cutoff))
    snprintf(text, (size_t)size, "the width %g of the outer switch must be from 0 to the cutoff %g", b->width,
             b->cutoff);
  else if (!(b->inner_cutoff >= 0 && b->inner_cutoff < b->cutoff && b->inner_width >= 0))
    snprintf(text, (size_t)size, "the inner cutoff %g must be from 0 to below the cutoff %g, its width %g not below 0",
             b->inner_cutoff, b->cutoff, b->inner_width);
  else if (inner == PACE_INNER_ZBL && b->core != 0 && !(b->width > 0))
    snprintf(text, (size_t)size, "a zbl core needs a width of the outer switch above zero");
  else if (inner == PACE_INNER_ZBL && !(b->inner_width > 0))
    snprintf(text, (size_t)size, "the inner cutoff type zbl needs a width of the inner cutoff above zero");
  return *text ? text : NULL;
}

const char *dftfit_pace_embedding_problem(const pace_embedding *e, char *text, int size) {
  *text = '\0';
  for (int p = 0; p < e->ndensity && !*text; p++)
    if (!(e->exponent[p] > 0))
      snprintf(text, (size_t)size, "the exponent %g of density %d must be above zero", e->exponent[p], p + 1);
  if (!(e->core_width >= 0))
    snprintf(text, (size_t)size, "the width %g of the core's switch must not be below zero", e->core_width);
  return *text ? text : NULL;
}

/* Limits of the set: beyond those of a bond its functions are zero. */
static void find_limits(const pace_model *model, int *nradial, int *lmax, int *nbasis) {
  *nradial = *lmax = *nbasis = 0;
  for (int p = 0; p < model->nelement * model->nelement; p++) {
    const pace_bond *b = &model->bond[p];
    if (b->nradial > *nradial) *nradial = b->nradial;
    if (b->lmax > *lmax) *lmax = b->lmax;
    if (b->nbasis > *nbasis) *nbasis = b->nbasis;
  }
}

const char *dftfit_pace_function_problem(const pace_model *model, const pace_function *f, char *text, int size) {
  int nradial, lmax, nbasis;
  *text = '\0';
  find_limits(model, &nradial, &lmax, &nbasis);
  for (int t = 0; t < f->rank && !*text; t++) {
    if (f->mu[t] < 0 || f->mu[t] >= model->nelement) {
      snprintf(text, (size_t)size, "element number %d of factor %d is not from 0 to %d", f->mu[t], t + 1,
               model->nelement - 1);
      break;
    }
    int most = f->rank == 1 ? nbasis : nradial, highest = f->rank == 1 ? 0 : lmax;
    if (f->n[t] < 1 || f->n[t] > most)
      snprintf(text, (size_t)size, "n = %d of factor %d is not from 1 to %d, the radial functions of the bonds",
               f->n[t], t + 1, most);
    else if (f->l[t] < 0 || f->l[t] > highest)
      snprintf(text, (size_t)size, "l = %d of factor %d is not from 0 to %d", f->l[t], t + 1, highest);
  }
  for (int q = 0; q < f->nterm && !*text; q++) {
    int sum = 0;
    for (int t = 0; t < f->rank && !*text; t++) {
      int m = f->m[q * f->rank + t];
      sum += m;
      if (m < -f->l[t] || m > f->l[t]) snprintf(text, (size_t)size, "m = %d does not go with l = %d", m, f->l[t]);
    }
    if (sum != 0 && !*text)
      snprintf(text, (size_t)size, "the m of combination %d add up to %d, not zero: not invariant", q + 1, sum);
  }
  return *text ? text : NULL;
}
