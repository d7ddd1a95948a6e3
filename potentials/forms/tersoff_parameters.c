/* SPDX-License-Identifier: BSD-3-Clause */
/* Which numbers of the entries are fitted, and within which bounds. docs/forms/tersoff.md */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forms/tersoff_form.h"

typedef struct value_info {
  const char *name, *unit, *description;
  double lower, upper; /* widened where a file's number lies outside */
  bool bond;           /* counts only in entries whose j and k are alike */
  bool linear;
} value_info;

/* Bounds keep a search where the functions are those of a covalent bond: decay lengths from 0.1 A on, cosines between
 * -1 and 1. c and d: c/d alone matters once d is far above 2, the range of cosines. */
static const value_info info[TERSOFF_VALUES] = {
    [TERSOFF_GAMMA] = {"gamma", "1", "factor of the angular function", 0, 1e3, false, false},
    [TERSOFF_LAMBDA3] = {"lambda3", "1/A", "weight of unequal bond lengths in the bond order", -10, 10, false, false},
    [TERSOFF_C] = {"c", "1", "strength of the angular dependence", 0, 1e6, false, false},
    [TERSOFF_D] = {"d", "1", "sharpness of the angular dependence", 1e-3, 1e3, false, false},
    [TERSOFF_H] = {"costheta0", "1", "cosine of the angle of least bond order", -1, 1, false, false},
    [TERSOFF_N] = {"n", "1", "exponent of the bond order", 0, 100, true, false},
    [TERSOFF_BETA] = {"ln_beta", "1", "logarithm of the factor of the bond order", -50, 10, true, false},
    [TERSOFF_LAMBDA2] = {"lambda2", "1/A", "decay of the attraction", 0, 10, true, false},
    [TERSOFF_B] = {"B", "eV", "strength of the attraction", 0, INFINITY, true, true},
    [TERSOFF_LAMBDA1] = {"lambda1", "1/A", "decay of the repulsion", 0, 10, true, false},
    [TERSOFF_A] = {"A", "eV", "strength of the repulsion", 0, INFINITY, true, true},
};

/* Where fc ends like x^power, zeta^n ends like x^(power n): its second (first) derivative goes to zero for power n
 * above 2 (1). 0.70 for the quintic is that with a margin; 0.55 for the sine, which has no second derivative anyway. */
static double smallest_n(tersoff_switch kind) { return kind == TERSOFF_QUINTIC ? 0.70 : 0.55; }

void tersoff_triple_name(const char name[][4], int nelement, int triple, char out[16]) {
  snprintf(out, 16, "%.3s-%.3s-%.3s", name[triple / nelement / nelement], name[triple / nelement % nelement],
           name[triple % nelement]);
}

/* Whether the energy depends on a number at all: there is none of the attraction without B and beta. */
static bool counts(const tersoff_form *f, int i, int j, int k, int value) {
  const double *v = f->entry[tersoff_triple(f->nelement, i, j, k)].v;
  const double *bond = f->entry[tersoff_triple(f->nelement, i, j, j)].v;
  bool ordered = bond[TERSOFF_BETA] > 0 && bond[TERSOFF_N] > 0;
  if (!info[value].name || (info[value].bond && j != k)) return false;
  if (value == TERSOFF_LAMBDA2 || value == TERSOFF_B || value == TERSOFF_A || value == TERSOFF_LAMBDA1) return true;
  if (v[TERSOFF_R] + v[TERSOFF_WIDTH] == 0) return false;
  return ordered && (value != TERSOFF_GAMMA || v[TERSOFF_GAMMA] > 0);
}

/* The entry of the other end of the bond, when its A (lambda1) is to be the same. */
static int twin_of(const tersoff_form *f, int i, int j, int k, int value) {
  int other = tersoff_triple(f->nelement, j, i, i), entry = tersoff_triple(f->nelement, i, j, k);
  if (i == j || (value != TERSOFF_A && value != TERSOFF_LAMBDA1)) return -1;
  bool same = f->entry[entry].v[TERSOFF_A] == f->entry[other].v[TERSOFF_A] &&
              f->entry[entry].v[TERSOFF_LAMBDA1] == f->entry[other].v[TERSOFF_LAMBDA1];
  return same ? other : -1;
}

static void append(tersoff_form *f, int entry, int twin, int value) {
  tersoff_parameter *p = &f->parameter[f->nparameter];
  double now = value == TERSOFF_BETA ? f->log_beta[entry] : f->entry[entry].v[value];
  *p = (tersoff_parameter){entry, twin, value, info[value].lower, info[value].upper};
  if (value == TERSOFF_N) p->lower = smallest_n(f->kind);
  p->lower = fmin(p->lower, now);
  p->upper = fmax(p->upper, now);
  f->place[entry][value] = f->nparameter;
  if (twin >= 0) f->place[twin][value] = f->nparameter;
  f->nparameter++;
}

dftfit_status tersoff_form_finish(tersoff_form *f, dftfit_error *err) {
  int n = f->nelement;
  f->parameter = calloc((size_t)(n * n * n) * TERSOFF_VALUES, sizeof *f->parameter);
  f->place = malloc((size_t)(n * n * n) * sizeof *f->place);
  DFTFIT_FAIL_IF(!f->parameter || !f->place, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (int t = 0; t < n * n * n; t++) {
    f->longest = fmax(f->longest, f->entry[t].v[TERSOFF_R] + f->entry[t].v[TERSOFF_WIDTH]);
    f->log_beta[t] = log(f->entry[t].v[TERSOFF_BETA]);
    for (int value = 0; value < TERSOFF_VALUES; value++) f->place[t][value] = -1;
  }
  for (int t = 0; t < n * n * n; t++)
    for (int value = 0; value < TERSOFF_VALUES; value++) {
      int i = t / n / n, j = t / n % n, k = t % n;
      if (counts(f, i, j, k, value) && f->place[t][value] < 0) append(f, t, twin_of(f, i, j, k, value), value);
    }
  return DFTFIT_OK;
}

int tersoff_form_nparameter(const void *self) { return ((const tersoff_form *)self)->nparameter; }

void tersoff_form_parameter(const void *self, int k, dftfit_parameter *out) {
  const tersoff_form *f = self;
  const tersoff_parameter *p = &f->parameter[k];
  const value_info *i = &info[p->value];
  char triple[16];
  int n = f->nelement;
  tersoff_triple_name(f->element, n, p->entry, triple);
  *out = (dftfit_parameter){.unit = i->unit,
                            .description = i->description,
                            .lower = p->lower,
                            .upper = p->upper,
                            .linear = i->linear,
                            .prior = 0};
  /* zeta of a bond is a sum of gamma times something, and b sees beta zeta: one gamma of each bond tells nothing new */
  out->fixed = p->value == TERSOFF_GAMMA && p->entry / n % n == p->entry % n;
  snprintf(out->name, sizeof out->name, "%s.%s", triple, i->name);
}

void tersoff_form_get(const void *self, double *theta) {
  const tersoff_form *f = self;
  for (int k = 0; k < f->nparameter; k++) {
    const tersoff_parameter *p = &f->parameter[k];
    theta[k] = p->value == TERSOFF_BETA ? f->log_beta[p->entry] : f->entry[p->entry].v[p->value];
  }
}

void tersoff_form_set(void *self, const double *theta) {
  tersoff_form *f = self;
  for (int k = 0; k < f->nparameter; k++) {
    const tersoff_parameter *p = &f->parameter[k];
    if (p->value == TERSOFF_BETA) {
      /* exp(ln beta) need not be the beta of the file to the last bit */
      if (theta[k] != f->log_beta[p->entry]) f->entry[p->entry].v[TERSOFF_BETA] = exp(theta[k]);
      f->log_beta[p->entry] = theta[k];
      continue;
    }
    f->entry[p->entry].v[p->value] = theta[k];
    if (p->twin >= 0) f->entry[p->twin].v[p->value] = theta[k];
  }
}
