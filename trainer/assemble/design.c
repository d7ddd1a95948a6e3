/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/design.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/balance.h"
#include "assemble/high_energy.h"
#include "assemble/split.h"

enum { NEIGHBOUR_SAMPLE = 16 }; /* configurations whose lists are built to estimate the cost */

static dftfit_status eval_leaf(void *self, int leaf, const double *theta, const row_consumer *consumer,
                               dftfit_error *err) {
  design *d = self;
  if (theta) design_apply(d, theta);
  for (int64_t i = d->leaves.first[leaf]; i < d->leaves.first[leaf + 1]; i++)
    DFTFIT_TRY(rows_of_config(&d->rows, d->leaves.config[i], consumer, err));
  return DFTFIT_OK;
}

/** A free parameter that the energy is not linear in. */
static bool any_searched(const design *d) {
  bool any = false;
  for (int i = 0; i < d->nparameter; i++) {
    dftfit_parameter parameter;
    dftfit_potential_parameter(d->model.potential, i, &parameter);
    any = any || (!parameter.fixed && !parameter.linear);
  }
  return any;
}

static int count_zeros(const dataset *set) {
  int n = 1;
  for (int64_t c = 0; set->zero && c < set->nconfig; c++)
    if (set->zero[c] >= n) n = set->zero[c] + 1;
  return n;
}

static void unbounded_column(design *d, int k) {
  d->lower[k] = -INFINITY;
  d->upper[k] = INFINITY;
  d->linear_columns[k] = true;
}

/* Reference energies of further zeros; returns the next column. */
static int number_zeros(design *d, int k) {
  const dataset *set = d->model.set;
  const dftfit_header *header = dftfit_potential_header(d->model.potential);
  for (int i = 0; i < d->nzero * header->nelement; i++) d->zero_column[i] = -1;
  for (int64_t c = 0; set->zero && c < set->nconfig; c++) {
    if (!set->zero[c] || !isfinite(set->energy[c])) continue;
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) {
      const int element = d->model.element_of_species[set->atom_species[i]], e = d->offset ? 0 : element;
      if (element < 0 || d->zero_column[set->zero[c] * header->nelement + e] >= 0) continue;
      snprintf(d->name[k], sizeof d->name[k], "reference_energy[%d, %s]", set->zero[c],
               d->offset ? "all" : header->element[e]);
      unbounded_column(d, k);
      d->zero_column[set->zero[c] * header->nelement + e] = k++;
    }
  }
  return k;
}

/** Free parameters get columns after those of the composition. */
static dftfit_status number_columns(design *d, const fit_config *config, dftfit_error *err) {
  const dftfit_potential *pot = d->model.potential;
  const dftfit_header *header = dftfit_potential_header(pot);
  int k = d->problem.ncomposition = config->reference_offset ? 1 : header->nelement;
  bool search = any_searched(d);
  d->offset = config->reference_offset;
  for (int e = 0; e < k; e++) {
    snprintf(d->name[e], sizeof d->name[e], "reference_energy[%s]", d->offset ? "all" : header->element[e]);
    unbounded_column(d, e);
  }
  k = number_zeros(d, k);
  d->stress_offset = d->offsets.n ? k : -1;
  for (int o = 0; o < d->offsets.n; o++, k++) {
    snprintf(d->name[k], sizeof d->name[k], "stress_offset[%d]", o + 1);
    unbounded_column(d, k);
  }
  d->problem.ncomposition = k;
  for (int i = 0; i < d->nparameter; i++) {
    dftfit_parameter parameter;
    dftfit_potential_parameter(pot, i, &parameter);
    d->column[i] = -1;
    if (parameter.fixed) continue;
    snprintf(d->name[k], sizeof d->name[k], "%s", parameter.name);
    d->prior[k] = parameter.prior;
    d->lower[k] = parameter.lower;
    d->upper[k] = parameter.upper;
    d->linear_columns[k] = parameter.linear;
    d->size[k] = parameter.size;
    d->start_lower[k] = parameter.start_lower;
    d->start_upper[k] = parameter.start_upper;
    if (!search) d->theta[i] = 0;
    d->start[k] = d->theta[i];
    d->column[i] = k++;
  }
  if (k == d->problem.ncomposition)
    return dftfit_node_fail(config->potential, err, DFTFIT_ERR_USAGE, "form '%s' has no parameter to fit here",
                            dftfit_potential_form(pot)->name);
  d->problem.ncolumn = k;
  for (int i = 0; i < k; i++) d->names[i] = d->name[i];
  return DFTFIT_OK;
}

static dftfit_status allocate(design *d, const dataset *set, dftfit_error *err) {
  int nelement = dftfit_potential_header(d->model.potential)->nelement;
  d->nzero = count_zeros(set);
  size_t n = (size_t)(d->nparameter + nelement * d->nzero + d->offsets.n + 1);
  d->zero_column = calloc((size_t)(nelement * d->nzero), sizeof *d->zero_column);
  d->model.zero_energy = calloc((size_t)(nelement * d->nzero), sizeof *d->model.zero_energy);
  d->weight = calloc((size_t)set->ngroup * TARGET_KINDS + 1, sizeof *d->weight);
  d->pressure = calloc((size_t)set->ncalculation + 1, sizeof *d->pressure);
  d->high_energy = calloc((size_t)set->nconfig + 1, sizeof *d->high_energy);
  d->column = calloc((size_t)d->nparameter + 1, sizeof *d->column);
  d->theta = calloc((size_t)d->nparameter + 1, sizeof *d->theta);
  d->reference0 = calloc((size_t)nelement, sizeof *d->reference0);
  d->name = calloc(n, sizeof *d->name);
  d->names = calloc(n, sizeof *d->names);
  d->prior = calloc(n, sizeof *d->prior);
  d->force2 = calloc(n, sizeof *d->force2);
  d->lower = calloc(n, sizeof *d->lower);
  d->upper = calloc(n, sizeof *d->upper);
  d->start = calloc(n, sizeof *d->start);
  d->linear_columns = calloc(n, sizeof *d->linear_columns);
  d->size = calloc(n, sizeof *d->size);
  d->start_lower = calloc(n, sizeof *d->start_lower);
  d->start_upper = calloc(n, sizeof *d->start_upper);
  bool all = d->zero_column && d->model.zero_energy && d->weight && d->pressure && d->high_energy && d->column &&
             d->theta && d->reference0 && d->name && d->names && d->prior && d->force2 && d->lower && d->upper &&
             d->start && d->linear_columns && d->size && d->start_lower && d->start_upper;
  return all ? DFTFIT_OK : dftfit_no_memory(err, "the fit");
}

/** Average number of neighbours, over configurations spread evenly through the data. */
static dftfit_status count_neighbours(design *d, const dataset *set, dftfit_error *err) {
  double pairs = 0, atoms = 0, cutoff = dftfit_potential_cutoff(d->model.potential);
  int64_t step = set->nconfig / NEIGHBOUR_SAMPLE + 1;
  for (int64_t c = 0; c < set->nconfig; c += step) {
    if (d->fold_of[c] < 0) continue;
    dftfit_status status = dataset_neighbours(d->model.lists, set, c, d->model.element_of_species, cutoff, err);
    if (status) return model_blame(set, c, status, err);
    for (int i = 0; i < d->model.lists->nlocal; i++) pairs += d->model.lists->atoms.numneigh[i];
    atoms += d->model.lists->nlocal;
  }
  d->neighbours = atoms > 0 ? pairs / atoms : 0;
  return DFTFIT_OK;
}

/** Every element of the training data must be in the potential; said before any work is done. */
static dftfit_status check_elements(const design *d, const dataset *set, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (d->fold_of[c] == SPLIT_EXCLUDED) continue;
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) {
      int species = set->atom_species[i];
      if (d->model.element_of_species[species] >= 0) continue;
      return model_blame(
          set, c,
          dftfit_fail(err, DFTFIT_ERR_ELEMENT,
                      "holds %s, which is not among the elements of the potential: add it there or exclude the group",
                      set->species[species]),
          err);
    }
  }
  return DFTFIT_OK;
}

static dftfit_status cut_leaves(design *d, int nfold, dftfit_error *err) {
  DFTFIT_TRY(leaves_create(d->model.set, d->fold_of, nfold, d->problem.ncolumn, d->neighbours, &d->leaves, err));
  d->problem.nfold = nfold;
  d->problem.nleaf = d->leaves.n;
  d->problem.leaf_fold = d->leaves.fold;
  d->problem.leaf_cost = d->leaves.cost;
  return DFTFIT_OK;
}

/** Whether the folds are those that the restraint has energies for. */
static bool restraint_knows_folds(const design *d) {
  const restraint_data *r = &d->restrained;
  return r->set && r->nfold == d->problem.nfold &&
         !memcmp(r->fold_of_data, d->fold_of, (size_t)d->model.set->nconfig * sizeof *d->fold_of);
}

dftfit_status design_set_folds(design *d, int nfold, const int *fold_of, dftfit_error *err) {
  memcpy(d->fold_of, fold_of, (size_t)d->model.set->nconfig * sizeof *fold_of);
  leaves_destroy(&d->leaves);
  DFTFIT_TRY(cut_leaves(d, nfold, err));
  d->problem.restraint_by_fold = restraint_knows_folds(d);
  return DFTFIT_OK;
}

/** Folds, and the constant pressures that the training data show. */
static dftfit_status look_at_data(design *d, const fit_config *config, const dataset *set,
                                  const stress_offsets *offsets, dftfit_error *err) {
  d->fold_of = calloc((size_t)set->nconfig + 1, sizeof *d->fold_of);
  if (!d->fold_of) return dftfit_no_memory(err, "the fit");
  DFTFIT_TRY(split_create(config, set, d->fold_of, err));
  return offsets ? stress_offsets_copy(offsets, set, &d->offsets, err)
                 : stress_offsets_create(config, set, d->fold_of, &d->offsets, err);
}

static void weigh_rows(design *d, const fit_config *config, const dataset *set) {
  balance_count(set, d->fold_of, d->weight, d->balance);
  for (int k = 0; k < TARGET_KINDS && config->no_balance; k++) d->balance[k] = 1;
  for (int i = 0; i < set->ngroup * TARGET_KINDS; i++)
    if (d->weight[i].class == TARGET_FIXED) d->weight[i].sigma /= d->balance[i % TARGET_KINDS];
  d->problem.balance = d->balance;
  d->problem.log_divisors = balance_log_divisors(set, d->fold_of, d->weight, d->high_energy);
}

static dftfit_status fill(design *d, const fit_config *config, const dataset *set, dftfit_error *err) {
  dftfit_potential *pot = d->model.potential;
  DFTFIT_TRY(allocate(d, set, err));
  dftfit_potential_get(pot, d->theta);
  dftfit_potential_get_reference(pot, d->reference0);
  DFTFIT_TRY(number_columns(d, config, err));
  dftfit_potential_set(pot, d->theta);
  DFTFIT_TRY(weights_resolve(config, set, d->weight, err));
  DFTFIT_TRY(high_energy_factors(set, d->fold_of, config->high_energy, d->high_energy, err));
  weigh_rows(d, config, set);
  DFTFIT_TRY(check_elements(d, set, err));
  DFTFIT_TRY(count_neighbours(d, set, err));
  DFTFIT_TRY(cut_leaves(d, config->nfold, err));
  d->rows = (row_builder){.model = &d->model,
                          .weight = d->weight,
                          .ncomposition = d->problem.ncomposition,
                          .offset = d->offset,
                          .zero_column = d->zero_column,
                          .stress_offset = d->stress_offset,
                          .offset_of = d->offsets.of_calculation,
                          .high_energy = d->high_energy,
                          .ncolumn = d->problem.ncolumn,
                          .column = d->column};
  d->problem.name = d->names;
  d->problem.prior = d->prior;
  d->problem.lower = d->lower;
  d->problem.upper = d->upper;
  if (any_searched(d)) {
    d->problem.linear_columns = d->linear_columns;
    d->problem.start = d->start;
    d->problem.size = d->size;
    d->problem.start_lower = d->start_lower;
    d->problem.start_upper = d->start_upper;
  }
  d->problem.self = d;
  d->problem.eval = eval_leaf;
  return DFTFIT_OK;
}

dftfit_status design_create(design *d, const fit_config *config, dftfit_potential *potential, const dataset *set,
                            const stress_offsets *offsets, dftfit_error *err) {
  *d = (design){.nparameter = dftfit_potential_nparameter(potential)};
  dftfit_status status = model_create(&d->model, potential, set, err);
  if (!status) status = look_at_data(d, config, set, offsets, err);
  if (!status) status = fill(d, config, set, err);
  if (status) design_destroy(d);
  return status;
}

dftfit_status design_restrain(design *d, restraint_data from, dftfit_error *err) {
  if (!from.set) return DFTFIT_OK;
  DFTFIT_TRY(restraint_rows_create(&d->restraint, &from, &d->rows, d->neighbours, err));
  d->restrained = from;
  d->problem.restraint = &d->restraint.problem;
  d->problem.restraint_folds = from.nfold;
  d->problem.restraint_by_fold = restraint_knows_folds(d);
  return DFTFIT_OK;
}

void design_destroy(design *d) {
  restraint_rows_destroy(&d->restraint);
  model_destroy(&d->model);
  rows_destroy(&d->rows);
  leaves_destroy(&d->leaves);
  free(d->zero_column);
  stress_offsets_destroy(&d->offsets);
  free(d->pressure);
  free(d->weight);
  free(d->fold_of);
  free(d->high_energy);
  free(d->column);
  free(d->theta);
  free(d->reference0);
  free(d->name);
  free(d->names);
  free(d->prior);
  free(d->force2);
  free(d->lower);
  free(d->upper);
  free(d->start);
  free(d->linear_columns);
  free(d->size);
  free(d->start_lower);
  free(d->start_upper);
  *d = (design){0};
}

double design_reference_change(const design *d, const double *x, int element) { return x[d->offset ? 0 : element]; }

double design_stress_offset(const design *d, const double *x, int k) { return x[d->stress_offset + k]; }

double design_zero_change(const design *d, const double *x, int zero, int element) {
  const int nelement = dftfit_potential_header(d->model.potential)->nelement, e = d->offset ? 0 : element;
  const int k = d->zero_column[zero * nelement + e];
  return k < 0 ? 0 : x[k] - x[e];
}

void design_apply(design *d, const double *x) {
  int nelement = dftfit_potential_header(d->model.potential)->nelement;
  double reference[DFTFIT_MAX_ELEMENTS];
  for (int i = 0; i < d->nparameter; i++)
    if (d->column[i] >= 0) d->theta[i] = x[d->column[i]];
  for (int e = 0; e < nelement; e++) reference[e] = d->reference0[e] + design_reference_change(d, x, e);
  dftfit_potential_set(d->model.potential, d->theta);
  dftfit_potential_set_reference(d->model.potential, reference);
  for (int z = 1; z < d->nzero; z++)
    for (int e = 0; e < nelement; e++) d->model.zero_energy[z * nelement + e] = design_zero_change(d, x, z, e);
  for (int k = 0; k < d->model.set->ncalculation; k++) {
    int o = d->offsets.of_calculation[k];
    d->pressure[k] = o < 0 ? 0 : design_stress_offset(d, x, o);
  }
  d->model.pressure = d->pressure;
}
