/* SPDX-License-Identifier: BSD-3-Clause */
/* Which numbers of the entries are fitted, and within which bounds. docs/forms/tersoff.md */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forms/tersoff/form.h"

/* Where fc ends like x^power, zeta^eta ends like x^(power eta): its second (first) derivative goes to zero for power
 * eta above 2 (1). That with a margin of 5 to 10 %; first for the sine, which has no second derivative anyway. */
static double smallest_exponent(tersoff_switch fade) { return fade == TERSOFF_QUINTIC ? 0.70 : 0.55; }

/* The one of n and eta that is the exponent of zeta. */
static int inner_exponent(const tersoff_model *model) {
  return model->angular == TERSOFF_ANGULAR_MOD ? TERSOFF_ETA : TERSOFF_N;
}

void dftfit_tersoff_triple_name(const char name[][4], int nelement, int triple, char out[16]) {
  snprintf(out, 16, "%.3s-%.3s-%.3s", name[triple / nelement / nelement], name[triple / nelement % nelement],
           name[triple % nelement]);
}

/* Whether g depends on the angle at all. */
static bool bends(const tersoff_model *model, const double *v) {
  if (model->angular == TERSOFF_ANGULAR_SPLINE) return true;
  return v[model->angular == TERSOFF_ANGULAR_MOD ? TERSOFF_C2 : TERSOFF_C] > 0;
}

/* Whether the energy depends on a number at all: there is none of the attraction without B and beta, and no angle in g
 * without c (c2). */
static bool counts(const tersoff_form *f, int i, int j, int k, int value) {
  const tersoff_value_info *of = dftfit_tersoff_value_info_of(value);
  const double *v = f->entry[tersoff_triple(f->nelement, i, j, k)].v;
  const tersoff_entry *bond = &f->entry[tersoff_triple(f->nelement, i, j, j)];
  bool ordered = bond->v[TERSOFF_BETA] > 0 && tersoff_inner_exponent(&f->model, bond) > 0;
  if (!of->unit || !dftfit_tersoff_value_used(&f->model, value) || (of->bond && j != k)) return false;
  if (of->linear || value == TERSOFF_LAMBDA2 || value == TERSOFF_LAMBDA1) return true;
  if (v[TERSOFF_R] + v[TERSOFF_WIDTH] == 0) return false;
  if (of->angular && !bends(&f->model, v)) return false;
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

static double to_searched(const tersoff_entry *p, int value) {
  double x = p->v[value];
  switch (dftfit_tersoff_value_info_of(value)->coordinate) {
  case TERSOFF_LOGARITHM:
    return log(x);
  case TERSOFF_POWER_M:
    return p->v[TERSOFF_M] == 3 ? x * x * x : x;
  default:
    return x;
  }
}

static double from_searched(const tersoff_entry *p, int value, double x) {
  switch (dftfit_tersoff_value_info_of(value)->coordinate) {
  case TERSOFF_LOGARITHM:
    return exp(x);
  case TERSOFF_POWER_M:
    return p->v[TERSOFF_M] == 3 ? cbrt(x) : x;
  default:
    return x;
  }
}

static void set_value(tersoff_form *f, int entry, int value, double theta) {
  /* exp(ln beta) need not be the beta of the file to the last bit */
  if (f->searched[entry][value] != theta) f->entry[entry].v[value] = from_searched(&f->entry[entry], value, theta);
  f->searched[entry][value] = theta;
}

static void append(tersoff_form *f, int entry, int twin, int value) {
  const tersoff_value_info *of = dftfit_tersoff_value_info_of(value);
  double now = f->searched[entry][value], unit = of->relative ? fabs(now) : 1;
  double lower = value == inner_exponent(&f->model) ? smallest_exponent(f->model.fade) : of->lower;
  f->parameter[f->nparameter] = (tersoff_parameter){
      entry, twin, value, fmin(lower, now), fmax(of->upper, now), {unit * of->start[0], unit * of->start[1]}};
  f->place[entry][value] = f->nparameter;
  if (twin >= 0) f->place[twin][value] = f->nparameter;
  f->nparameter++;
}

static void derive(tersoff_form *f, int t) {
  const tersoff_entry *p = &f->entry[t];
  for (int value = 0; value < TERSOFF_VALUES; value++) {
    f->searched[t][value] = to_searched(p, value);
    f->place[t][value] = -1;
  }
  if (f->model.core) f->entry[t].zbl = dftfit_zbl_create_tersoff(p->v[TERSOFF_Z_I], p->v[TERSOFF_Z_J]);
}

dftfit_status dftfit_tersoff_form_finish(tersoff_form *f, dftfit_error *err) {
  int n = f->nelement;
  f->parameter = calloc((size_t)(n * n * n) * TERSOFF_VALUES, sizeof *f->parameter);
  f->place = malloc((size_t)(n * n * n) * sizeof *f->place);
  DFTFIT_FAIL_IF(!f->parameter || !f->place, err, DFTFIT_ERR_MEMORY, "out of memory");
  f->longest = dftfit_tersoff_form_longest(f);
  for (int t = 0; t < n * n * n; t++) derive(f, t);
  for (int t = 0; t < n * n * n; t++)
    for (int value = 0; value < TERSOFF_VALUES; value++) {
      int i = t / n / n, j = t / n % n, k = t % n;
      if (counts(f, i, j, k, value) && f->place[t][value] < 0) append(f, t, twin_of(f, i, j, k, value), value);
    }
  return DFTFIT_OK;
}

int dftfit_tersoff_form_nparameter(const void *self) { return ((const tersoff_form *)self)->nparameter; }

/* zeta of a bond is a sum over its third atoms of a factor times something, and b sees beta zeta: one factor of each
 * bond tells nothing new. gamma of (i, j, j) it is, or beta where c1 and c2, or all coefficients
 * of a spline, are the factors. */
static bool is_redundant(const tersoff_form *f, const tersoff_parameter *p) {
  const int n = f->nelement;
  if (f->model.angular != TERSOFF_ANGULAR_TERSOFF) return p->value == TERSOFF_BETA;
  return p->value == TERSOFF_GAMMA && p->entry / n % n == p->entry % n;
}

void dftfit_tersoff_form_parameter(const void *self, int k, dftfit_parameter *out) {
  const tersoff_form *f = self;
  const tersoff_parameter *p = &f->parameter[k];
  const tersoff_value_info *of = dftfit_tersoff_value_info_of(p->value);
  const bool cubic = f->entry[p->entry].v[TERSOFF_M] == 3;
  const bool power = of->coordinate == TERSOFF_POWER_M;
  char triple[16];
  dftfit_tersoff_triple_name(f->element, f->nelement, p->entry, triple);
  *out = (dftfit_parameter){.unit = !power  ? of->unit
                                    : cubic ? "1/A^3"
                                            : "1/A",
                            .description = of->description,
                            .lower = p->lower,
                            .upper = p->upper,
                            .fixed = is_redundant(f, p),
                            .linear = of->linear,
                            .prior = 0,
                            .size = of->size,
                            .start_lower = p->start[0],
                            .start_upper = p->start[1]};
  if (p->value >= TERSOFF_G)
    snprintf(out->name, sizeof out->name, "%s.%s[%d]", triple, of->key, p->value - TERSOFF_G);
  else
    snprintf(out->name, sizeof out->name, "%s.%s%s%s", triple, of->coordinate == TERSOFF_LOGARITHM ? "ln_" : "",
             of->key, power && cubic ? "^3" : "");
}

void dftfit_tersoff_form_get(const void *self, double *theta) {
  const tersoff_form *f = self;
  for (int k = 0; k < f->nparameter; k++) theta[k] = f->searched[f->parameter[k].entry][f->parameter[k].value];
}

void dftfit_tersoff_form_set(void *self, const double *theta) {
  tersoff_form *f = self;
  for (int k = 0; k < f->nparameter; k++) {
    const tersoff_parameter *p = &f->parameter[k];
    set_value(f, p->entry, p->value, theta[k]);
    if (p->twin >= 0) set_value(f, p->twin, p->value, theta[k]);
  }
}
