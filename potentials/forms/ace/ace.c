/* SPDX-License-Identifier: BSD-3-Clause */
/* Linear atomic cluster expansion:  E_i = sum_k theta_k B_k({A_{mu n l m}}),  docs/forms/ace.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"
#include "forms/ace/form.h"

void dftfit_ace_release(ace_form *f) {
  for (int pair = 0; pair < dftfit_pair_count(f->nelement); pair++) dftfit_radial_table_free(&f->table[pair]);
  dftfit_ace_model_free(&f->model);
  dftfit_ace_basis_free(&f->basis);
  free(f->radial_c);
  free(f->theta);
}

static void destroy(void *self) {
  dftfit_ace_release(self);
  free(self);
}

static void set(void *self, const double *theta) {
  ace_form *f = self;
  if (theta != f->theta) memcpy(f->theta, theta, sizeof(double) * f->basis.nfunction);
  for (int z = 0; z < f->nelement; z++) dftfit_ace_program_set(&f->model.program[z], 0, f->theta + f->basis.first[z]);
}

void dftfit_ace_point_at_tables(ace_form *f) {
  for (int p = 0, n = f->nelement; p < n * n; p++) f->model.table[p] = &f->table[dftfit_pair_index(n, p / n, p % n)];
}

dftfit_status dftfit_ace_assemble(ace_form *f, const dftfit_header *header, dftfit_error *err) {
  DFTFIT_TRY(dftfit_ace_basis_expand(f->nelement, &f->basis, err));
  DFTFIT_TRY(dftfit_ace_make_tables(f, header, err));
  ace_model *m = &f->model;
  m->nelement = f->nelement;
  m->layout = f->basis.layout;
  dftfit_ace_point_at_tables(f);
  m->channel = f->mixed ? f->channel : NULL;
  m->ncolumn = f->table[0].stride;
  dftfit_ace_model_prepare(m);
  for (int z = 0; z < f->nelement; z++) DFTFIT_TRY(dftfit_ace_program_of_basis(&f->basis, z, &m->program[z], err));
  set(f, f->theta);
  return DFTFIT_OK;
}

static dftfit_status build(ace_form *f, const dftfit_header *header, dftfit_node block, dftfit_error *err) {
  DFTFIT_TRY(dftfit_ace_read(f, header, block, err));
  dftfit_error why;
  dftfit_status status = dftfit_ace_assemble(f, header, &why);
  return status ? dftfit_node_fail(block, err, status, "%s", why.message) : DFTFIT_OK;
}

static dftfit_status create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  ace_form *f = calloc(1, sizeof *f);
  DFTFIT_FAIL_IF(!f, err, DFTFIT_ERR_MEMORY, "out of memory");
  f->nelement = header->nelement;
  dftfit_status status = build(f, header, block, err);
  if (status)
    destroy(f);
  else
    *self = f;
  return status;
}

static int nparameter(const void *self) { return ((const ace_form *)self)->basis.nfunction; }

static void parameter(const void *self, int k, dftfit_parameter *out) {
  const ace_form *f = self;
  const ace_function *a = &f->basis.function[k];
  *out = (dftfit_parameter){
      .unit = "eV",
      .description = "coefficient of a basis function: (n,l) of its factors, intermediate momenta after a bar",
      .lower = -INFINITY,
      .upper = INFINITY,
      .linear = true,
      .prior = dftfit_ace_prior(f, a)};
  int at = snprintf(out->name, sizeof out->name, "%s:", f->element[a->element]);
  for (int t = 0; t < a->rank; t++)
    at += f->mixed
              ? snprintf(out->name + at, sizeof out->name - at, "%d(%d,%d)", a->mu[t], a->n[t], a->l[t])
              : snprintf(out->name + at, sizeof out->name - at, "%s(%d,%d)", f->element[a->mu[t]], a->n[t], a->l[t]);
  for (int t = 0; t < dftfit_coupling_free_momenta(a->rank); t++)
    at += snprintf(out->name + at, sizeof out->name - at, "%c%d", t ? ',' : '|', a->L[t]);
}

static void get(const void *self, double *theta) {
  const ace_form *f = self;
  memcpy(theta, f->theta, sizeof(double) * f->basis.nfunction);
}

static int continuity(const void *self) {
  (void)self;
  return 2;
}

static bool vanishes(const void *self) {
  (void)self;
  return true;
}

static size_t scratch(const void *self, int nsite, int nrow) {
  ace_workspace w;
  (void)nsite;
  return dftfit_ace_lay_out(&((const ace_form *)self)->model, nrow, NULL, &w);
}

/* ---- evaluation ---- */

static void evaluate_group(const void *self, const dftfit_block *b, int n, const int *site, const ace_workspace *w,
                           const dftfit_block_result *result) {
  const ace_model *m = &((const ace_form *)self)->model;
  int width = m->kernels->width;
  if (n < width) memset(w->value, 0, sizeof(double) * m->layout.size * width);
  for (int i = 0; i < n; i++) dftfit_ace_site_base(m, b, site[i], i, w);
  dftfit_ace_to_channels(m, w);
  m->kernels->products(&m->program[b->element[site[0]]], w->value, w->adjoint, w->rho);
  dftfit_ace_from_channels(m, w);
  for (int i = 0; i < n; i++) {
    result->energy[site[i]] = w->rho[i];
    dftfit_ace_site_gradient(m, b, site[i], i, 1, w, result);
  }
}

static void evaluate(const void *self, const dftfit_block *b, void *memory, const dftfit_block_result *result) {
  dftfit_ace_for_groups(&((const ace_form *)self)->model, self, evaluate_group, b, memory, result);
}

/* ---- derivatives with respect to the parameters: the basis functions themselves ---- */

/* B_k and, added to weight [size], dB_k/dA */
static double function_value(const ace_form *f, int k, const double *base, double *weight) {
  int rank = f->basis.function[k].rank, width = f->model.kernels->width;
  double sum = 0;
  for (int q = f->basis.term_first[k]; q < f->basis.term_first[k + 1]; q++) {
    const int32_t *factor = f->basis.factor + (size_t)q * COUPLING_MAX_RANK;
    double c = f->basis.coefficient[q], before[COUPLING_MAX_RANK + 1] = {c}, after = 1;
    for (int t = 0; t < rank; t++) before[t + 1] = before[t] * base[factor[t] * width];
    sum += before[rank];
    for (int t = rank - 1; t >= 0; t--) {
      weight[factor[t]] += before[t] * after;
      after *= base[factor[t] * width];
    }
  }
  return sum;
}

/* The distinct factors of a function and dB/dA of each. */
typedef struct taken_factors {
  int n, mu[COUPLING_MAX_RANK];
  double taken[COUPLING_MAX_RANK][2 * COUPLING_MAX_L + 1];
  ace_factor_weight factor[COUPLING_MAX_RANK]; /* weights in taken */
} taken_factors;

/* Takes dB/dA of the factors of function k out of w->weight, leaving zeros. */
static void take_factors(const ace_form *f, int k, double *weight, taken_factors *out) {
  const ace_function *a = &f->basis.function[k];
  bool same[COUPLING_MAX_RANK];
  out->n = 0;
  dftfit_ace_function_same(a, same);
  for (int t = 0; t < a->rank; t++) {
    if (same[t]) continue;
    for (int m = -a->l[t]; m <= a->l[t]; m++) {
      double *from = &weight[ace_basis_index(&f->basis, a->mu[t], a->n[t], a->l[t], m)];
      out->taken[out->n][m + a->l[t]] = *from;
      *from = 0;
    }
    out->mu[out->n] = a->mu[t];
    out->factor[out->n] = (ace_factor_weight){f->basis.column_of[(int)a->n[t]], a->l[t], out->taken[out->n]};
    out->n++;
  }
}

/* The factors that neighbours of element e act on, with their weights in `scaled`; how many. */
static int factors_of_element(const ace_form *f, const taken_factors *all, int e,
                              double scaled[][2 * COUPLING_MAX_L + 1], ace_factor_weight *out) {
  int n = 0;
  for (int t = 0; t < all->n; t++) {
    double weight = f->mixed ? f->channel[all->mu[t] * f->nelement + e] : all->mu[t] == e;
    if (weight == 0) continue;
    out[n] = all->factor[t];
    out[n].weight = scaled[n];
    for (int m = 0; m <= 2 * all->factor[t].l; m++) scaled[n][m] = weight * all->taken[t][m];
    n++;
  }
  return n;
}

/* Gradient of a function over the neighbours of element e; false when it does not see that element. */
static bool function_gradient(const ace_form *f, const dftfit_block *b, int s, int e, int at, const taken_factors *all,
                              const ace_workspace *w) {
  double scaled[COUPLING_MAX_RANK][2 * COUPLING_MAX_L + 1];
  ace_factor_weight factor[COUPLING_MAX_RANK];
  int n = factors_of_element(f, all, e, scaled, factor);
  if (n == 0) return false;
  ace_rows rows = ace_rows_of(b, s * b->nelement + e);
  int radial = f->model.ncolumn, harmonics = (f->model.harmonics.lmax + 1) * (f->model.harmonics.lmax + 1);
  for (int d = 0; d < 3; d++) memset(w->g[d], 0, sizeof(double) * rows.nrow);
  f->model.kernels->factor_gradient(&rows, n, factor, w->R + radial * at, w->dR + radial * at, w->S + harmonics * at,
                                    w->fx + harmonics * at, w->fy + harmonics * at, w->fz + harmonics * at, w->g[0],
                                    w->g[1], w->g[2]);
  return true;
}

static void site_jacobian(const ace_form *f, const dftfit_block *b, int s, const ace_workspace *w,
                          const dftfit_row_sink *sink) {
  int z = b->element[s];
  taken_factors all;
  dftfit_ace_site_base(&f->model, b, s, 0, w);
  dftfit_ace_to_channels(&f->model, w);
  dftfit_ace_site_rows(&f->model, b, s, w);
  for (int k = f->basis.first[z]; k < f->basis.first[z + 1]; k++) {
    double value = function_value(f, k, w->value, w->weight);
    take_factors(f, k, w->weight, &all);
    for (int e = 0, at = 0; e < b->nelement; e++) {
      int begin = b->first[s * b->nelement + e], end = b->first[s * b->nelement + e + 1];
      if (function_gradient(f, b, s, e, at, &all, w)) {
        sink->add(sink->self, b, s, k, value, begin, end, w->g[0], w->g[1], w->g[2]);
        value = 0; /* counted once */
      }
      at += end - begin;
    }
  }
}

static void jacobian(const void *self, const dftfit_block *b, void *memory, const dftfit_row_sink *sink) {
  const ace_form *f = self;
  ace_workspace w;
  dftfit_ace_lay_out(&f->model, b->nrow, memory, &w);
  memset(w.weight, 0, sizeof(double) * f->basis.layout.size);
  memset(w.value, 0, sizeof(double) * f->basis.layout.size * f->model.kernels->width);
  for (int s = 0; s < b->nsite; s++) site_jacobian(f, b, s, &w, sink);
}

/* B_k alone */
static double function_alone(const ace_form *f, int k, const double *base) {
  int rank = f->basis.function[k].rank, width = f->model.kernels->width;
  double sum = 0;
  for (int q = f->basis.term_first[k]; q < f->basis.term_first[k + 1]; q++) {
    const int32_t *factor = f->basis.factor + (size_t)q * COUPLING_MAX_RANK;
    double product = f->basis.coefficient[q];
    for (int t = 0; t < rank; t++) product *= base[factor[t] * width];
    sum += product;
  }
  return sum;
}

static void energy_jacobian(const void *self, const dftfit_block *b, void *memory, double *de) {
  const ace_form *f = self;
  ace_workspace w;
  dftfit_ace_lay_out(&f->model, b->nrow, memory, &w);
  memset(de, 0, sizeof(double) * (size_t)b->nsite * (size_t)f->basis.nfunction);
  memset(w.value, 0, sizeof(double) * f->basis.layout.size * f->model.kernels->width);
  for (int s = 0; s < b->nsite; s++) {
    int z = b->element[s];
    dftfit_ace_site_base(&f->model, b, s, 0, &w);
    dftfit_ace_to_channels(&f->model, &w);
    for (int k = f->basis.first[z]; k < f->basis.first[z + 1]; k++)
      de[(size_t)s * (size_t)f->basis.nfunction + (size_t)k] = function_alone(f, k, w.value);
  }
}

const dftfit_form dftfit_form_ace = {
    .name = "ace",
    .summary = "linear atomic cluster expansion, any number of elements and any correlation order up to 6",
    .doi = "10.1103/PhysRevB.99.014104 10.1038/s41524-021-00559-9 10.1016/j.jcp.2022.110946",
    .citation = "@article{Drautz2019,\n"
                "  author = {Drautz, Ralf},\n"
                "  title = {Atomic cluster expansion for accurate and transferable interatomic potentials},\n"
                "  journal = {Physical Review B},\n"
                "  volume = {99},\n"
                "  pages = {014104},\n"
                "  year = {2019},\n"
                "  doi = {10.1103/PhysRevB.99.014104}\n"
                "}\n",
    .create = create,
    .destroy = destroy,
    .write = dftfit_ace_write,
    .nparameter = nparameter,
    .parameter = parameter,
    .get = get,
    .set = set,
    .continuity = continuity,
    .vanishes = vanishes,
    .scratch = scratch,
    .evaluate = evaluate,
    .jacobian = jacobian,
    .energy_jacobian = energy_jacobian,
    .cost = dftfit_ace_cost,
    .reduce = dftfit_ace_reduce,
};
