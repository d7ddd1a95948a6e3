/* SPDX-License-Identifier: BSD-3-Clause */
/* Which numbers of the entries are fitted, and within which bounds. docs/forms/tersoff.md */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forms/tersoff_form.h"

/* Where fc ends like x^power, zeta^eta ends like x^(power eta): its second (first) derivative goes to zero for power
 * eta above 2 (1). That with a margin of 5 to 10 %; first for the sine, which has no second derivative anyway. */
static double smallest_exponent(tersoff_switch fade) { return fade == TERSOFF_QUINTIC ? 0.70 : 0.55; }

/* The one of n and eta that is the exponent of zeta. */
static int inner_exponent(const tersoff_model *model) {
  return model->angular == TERSOFF_ANGULAR_MOD ? TERSOFF_ETA : TERSOFF_N;
}

void tersoff_triple_name(const char name[][4], int nelement, int triple, char out[16]) {
  snprintf(out, 16, "%.3s-%.3s-%.3s", name[triple / nelement / nelement], name[triple / nelement % nelement],
           name[triple % nelement]);
}

/* Whether the energy depends on a number at all: there is none of the attraction without B and beta. */
static bool counts(const tersoff_form *f, int i, int j, int k, int value) {
  const tersoff_value_info *of = tersoff_value_info_of(value);
  const double *v = f->entry[tersoff_triple(f->nelement, i, j, k)].v;
  const tersoff_entry *bond = &f->entry[tersoff_triple(f->nelement, i, j, j)];
  bool ordered = bond->v[TERSOFF_BETA] > 0 && tersoff_inner_exponent(&f->model, bond) > 0;
  if (!of->unit || !tersoff_value_used(&f->model, value) || (of->bond && j != k)) return false;
  if (of->linear || value == TERSOFF_LAMBDA2 || value == TERSOFF_LAMBDA1) return true;
  if (v[TERSOFF_R] + v[TERSOFF_WIDTH] == 0) return false;
  return ordered && (value != TERSOFF_GAMMA || v[TERSOFF_GAMMA] > 0);
}

/* The entry of the other end of the bond, when its repulsion is to be the same. */
static int twin_of(const tersoff_form *f, int i, int j, int k, int value) {
  static const int shared[] = {TERSOFF_A, TERSOFF_LAMBDA1, TERSOFF_C0};
  int other = tersoff_triple(f->nelement, j, i, i), entry = tersoff_triple(f->nelement, i, j, k);
  bool one = false, same = true;
  for (size_t s = 0; s < sizeof shared / sizeof *shared; s++) {
    one = one || value == shared[s];
    same = same && f->entry[entry].v[shared[s]] == f->entry[other].v[shared[s]];
  }
  return i != j && one && same ? other : -1;
}

/* Fits search beta as its logarithm, which it spans, and lambda3 as lambda3^m: the derivative along lambda3 itself is
 * zero at lambda3 = 0 for m = 3, where a search would stay. */
static double *searched(const tersoff_form *f, int entry, int value) {
  if (value == TERSOFF_BETA) return &f->log_beta[entry];
  return value == TERSOFF_LAMBDA3 ? &f->power[entry] : &f->entry[entry].v[value];
}

static void set_value(tersoff_form *f, int entry, int value, double theta) {
  double *v = &f->entry[entry].v[value], *at = searched(f, entry, value);
  /* exp(ln beta) need not be the beta of the file to the last bit */
  if (at != v && *at != theta)
    *v = value == TERSOFF_BETA ? exp(theta) : f->entry[entry].v[TERSOFF_M] == 3 ? cbrt(theta) : theta;
  *at = theta;
}

static void append(tersoff_form *f, int entry, int twin, int value) {
  const tersoff_value_info *of = tersoff_value_info_of(value);
  double now = *searched(f, entry, value);
  double lower = value == inner_exponent(&f->model) ? smallest_exponent(f->model.fade) : of->lower;
  f->parameter[f->nparameter] = (tersoff_parameter){entry, twin, value, fmin(lower, now), fmax(of->upper, now)};
  f->place[entry][value] = f->nparameter;
  if (twin >= 0) f->place[twin][value] = f->nparameter;
  f->nparameter++;
}

static void derive(tersoff_form *f, int t) {
  const double *v = f->entry[t].v;
  const double lambda3 = v[TERSOFF_LAMBDA3];
  f->log_beta[t] = log(v[TERSOFF_BETA]);
  f->power[t] = v[TERSOFF_M] == 3 ? lambda3 * lambda3 * lambda3 : lambda3;
  if (f->model.core) f->entry[t].zbl = dftfit_zbl_create_tersoff(v[TERSOFF_Z_I], v[TERSOFF_Z_J]);
  for (int value = 0; value < TERSOFF_VALUES; value++) f->place[t][value] = -1;
}

dftfit_status tersoff_form_finish(tersoff_form *f, dftfit_error *err) {
  int n = f->nelement;
  f->parameter = calloc((size_t)(n * n * n) * TERSOFF_VALUES, sizeof *f->parameter);
  f->place = malloc((size_t)(n * n * n) * sizeof *f->place);
  DFTFIT_FAIL_IF(!f->parameter || !f->place, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (int p = 0; p < n * n; p++) f->longest = fmax(f->longest, tersoff_form_reach(f, p / n, p % n));
  for (int t = 0; t < n * n * n; t++) derive(f, t);
  for (int t = 0; t < n * n * n; t++)
    for (int value = 0; value < TERSOFF_VALUES; value++) {
      int i = t / n / n, j = t / n % n, k = t % n;
      if (counts(f, i, j, k, value) && f->place[t][value] < 0) append(f, t, twin_of(f, i, j, k, value), value);
    }
  return DFTFIT_OK;
}

int tersoff_form_nparameter(const void *self) { return ((const tersoff_form *)self)->nparameter; }

/* zeta of a bond is a sum over its third atoms of a factor times something, and b sees beta zeta: one factor of each
 * bond tells nothing new. gamma of (i, j, j) it is, or beta where c1 and c2 are the factors. */
static bool is_redundant(const tersoff_form *f, const tersoff_parameter *p) {
  const int n = f->nelement;
  if (f->model.angular == TERSOFF_ANGULAR_MOD) return p->value == TERSOFF_BETA;
  return p->value == TERSOFF_GAMMA && p->entry / n % n == p->entry % n;
}

void tersoff_form_parameter(const void *self, int k, dftfit_parameter *out) {
  const tersoff_form *f = self;
  const tersoff_parameter *p = &f->parameter[k];
  const tersoff_value_info *of = tersoff_value_info_of(p->value);
  const bool cubic = f->entry[p->entry].v[TERSOFF_M] == 3;
  const char *unit = of->unit, *name = of->key;
  char triple[16];
  if (p->value == TERSOFF_LAMBDA3) unit = cubic ? "1/A^3" : "1/A", name = cubic ? "lambda3^3" : name;
  if (p->value == TERSOFF_BETA) name = "ln_beta";
  tersoff_triple_name(f->element, f->nelement, p->entry, triple);
  *out = (dftfit_parameter){.unit = unit,
                            .description = of->description,
                            .lower = p->lower,
                            .upper = p->upper,
                            .fixed = is_redundant(f, p),
                            .linear = of->linear,
                            .prior = 0};
  snprintf(out->name, sizeof out->name, "%s.%s", triple, name);
}

void tersoff_form_get(const void *self, double *theta) {
  const tersoff_form *f = self;
  for (int k = 0; k < f->nparameter; k++) theta[k] = *searched(f, f->parameter[k].entry, f->parameter[k].value);
}

void tersoff_form_set(void *self, const double *theta) {
  tersoff_form *f = self;
  for (int k = 0; k < f->nparameter; k++) {
    const tersoff_parameter *p = &f->parameter[k];
    set_value(f, p->entry, p->value, theta[k]);
    if (p->twin >= 0) set_value(f, p->twin, p->value, theta[k]);
  }
}
