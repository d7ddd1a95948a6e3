/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_select.h"

#include <math.h>
#include <stdlib.h>

#include "base/printed.h"
#include "base/progress.h"
#include "base/vote.h"
#include "report/front_table.h"
#include "solve/selection/select.h"

dftfit_status fit_select_possible(const fit_config *config, const design *d, dftfit_error *err) {
  const select_setting *s = &config->select;
  const char *form = dftfit_potential_form(d->model.potential)->name;
  int all = d->problem.ncolumn - d->problem.ncomposition;
  if (s->kind == SELECT_NONE) return DFTFIT_OK;
  if (!problem_is_linear(&d->problem))
    return dftfit_node_fail(s->node, err, DFTFIT_ERR_USAGE,
                            "form '%s' is searched: select is of forms that are linear in their parameters", form);
  if (!dftfit_potential_reducible(d->model.potential))
    return dftfit_node_fail(s->node, err, DFTFIT_ERR_USAGE,
                            "form '%s' needs all of its parameters: select is of forms made of functions that can be "
                            "dropped, like ace",
                            form);
  if (config->lambda == LAMBDA_EVIDENCE)
    return dftfit_node_fail(
        s->node, err, DFTFIT_ERR_USAGE,
        "select judges by cross-validation, and chooses lambda by it: evidence does not go with it");
  if (s->kind == SELECT_KEEP && s->keep > all)
    return dftfit_node_fail(s->node, err, DFTFIT_ERR_VALUE, "%d parameters cannot be kept: there are %d", s->keep, all);
  return DFTFIT_OK;
}

/** Parameters of the form for columns of the problem; fixed ones stay. */
static void keep_parameters(const design *d, const bool *column, bool *parameter) {
  for (int i = 0; i < d->nparameter; i++) parameter[i] = d->column[i] < 0 || column[d->column[i]];
}

static double cost_of(void *self, const bool *keep, double *share) {
  const design *d = self;
  bool *parameter = malloc((size_t)d->nparameter + 1);
  double *all = malloc(sizeof(double) * (size_t)(d->nparameter + 1)), cost = NAN;
  if (parameter && all) {
    keep_parameters(d, keep, parameter);
    cost = dftfit_potential_cost(d->model.potential, parameter, d->neighbours, share ? all : NULL);
    for (int i = 0; share && i < d->nparameter; i++)
      if (d->column[i] >= 0) share[d->column[i]] = all[i];
  }
  free(parameter);
  free(all);
  return cost;
}

static dftfit_status choose(const select_setting *setting, const sparse_path *s, int *chosen, dftfit_error *err) {
  *chosen = -1;
  switch (setting->kind) {
  case SELECT_KEEP:
    for (int k = 0; k < s->nstage; k++)
      if (s->stage[k].kept == setting->keep) *chosen = k;
    break;
  case SELECT_COST:
    *chosen = select_by_cost(s, setting->cost);
    break;
  case SELECT_TOLERANCE:
    *chosen = select_by_score(s, setting->tolerance);
    break;
  default:
    *chosen = select_by_score(s, -1);
    break;
  }
  if (*chosen >= 0) return DFTFIT_OK;
  const select_stage *last = &s->stage[s->nstage - 1];
  return dftfit_node_fail(
      setting->node, err, DFTFIT_ERR_VALUE,
      "%d parameters, the fewest that are tried, take %.3f of the time of all: cost %g cannot be had", last->kept,
      last->cost / s->stage[0].cost, setting->cost);
}

typedef struct front_stages {
  const fit_config *config;
  const triangles *t;
  const linear_fit *all;
  const sparse_path *path;
  int chosen;
} front_stages;

static dftfit_status print_front(void *self, FILE *to, dftfit_error *err) {
  const front_stages *f = self;
  (void)err;
  front_table_print(to, TABLE_CSV, f->config, f->t, f->all, f->path, f->chosen);
  return DFTFIT_OK;
}

/** Rank 0 alone. */
static dftfit_status show(const fit_config *config, char **front, const triangles *t, const linear_fit *all,
                          const sparse_path *s, int chosen, dftfit_error *err) {
  front_table_print(stdout, TABLE_TEXT, config, t, all, s, chosen);
  fflush(stdout);
  front_stages stages = {config, t, all, s, chosen};
  size_t length;
  return front ? printed_text(print_front, &stages, front, &length, err) : DFTFIT_OK;
}

static dftfit_status choose_and_show(MPI_Comm comm, const fit_config *config, char **front, const triangles *t,
                                     const linear_fit *fit, fit_selection *out, dftfit_error *err) {
  int rank;
  MPI_Comm_rank(comm, &rank);
  dftfit_status status = choose(&config->select, &out->path, &out->chosen, err);
  if (!status && rank == 0) status = show(config, front, t, fit, &out->path, out->chosen, err);
  return vote(comm, status, err);
}

dftfit_status fit_select_walk(MPI_Comm comm, const fit_config *config, char **front, const triangles *t, design *d,
                              linear_fit *fit, fit_selection *out, dftfit_error *err) {
  progress shown;
  int rank;
  accumulate_watch watch = {&shown, progress_update};
  MPI_Comm_rank(comm, &rank);
  progress_begin(&shown, "selection", rank == 0);
  select_options options = {.all = fit,
                            .cost = {d, cost_of},
                            .by_cost = config->select.by_cost,
                            .wanted = config->select.kind == SELECT_KEEP ? config->select.keep : 0,
                            .watch = &watch};
  dftfit_status status = select_path(comm, &d->problem, t, &options, &out->path, err);
  progress_end(&shown);
  if (!status) status = choose_and_show(comm, config, front, t, fit, out, err);
  if (!status) select_fold_solutions(comm, &out->path, out->chosen, fit->fold_x);
  return status;
}

/** The potential with the columns keep alone, and its design. */
static dftfit_status reduce(const fit_config *config, const bool *keep, design *d, dftfit_error *err) {
  dftfit_potential *potential = d->model.potential;
  const dataset *set = d->model.set;
  bool *parameter = malloc((size_t)d->nparameter + 1);
  if (!parameter) return dftfit_no_memory(err, "%d flags", d->nparameter);
  keep_parameters(d, keep, parameter);
  dftfit_status status = dftfit_potential_reduce(potential, parameter, err);
  free(parameter);
  if (status) return status;
  dftfit_potential_set_reference(potential, d->reference0); /* where the fit starts */
  restraint_data restrained = d->restrained;
  stress_offsets offsets = d->offsets;
  d->offsets = (stress_offsets){0};
  design_destroy(d);
  status = design_create(d, config, potential, set, &offsets, err);
  stress_offsets_destroy(&offsets);
  return status ? status : design_restrain(d, restrained, err);
}

dftfit_status fit_select_take(MPI_Comm comm, const fit_config *config, const linear_options *o, const triangles *t,
                              const fit_selection *selection, design *d, linear_fit *fit, selected *out,
                              dftfit_error *err) {
  const sparse_path *s = &selection->path;
  const select_stage *all = &s->stage[0], *stage = &s->stage[selection->chosen];
  linear_weights fixed = {.lambda = stage->lambda};
  linear_options options = *o;
  triangles kept = {0};
  bool *keep = malloc((size_t)s->ncolumn + 1);
  dftfit_status status = keep ? DFTFIT_OK : dftfit_no_memory(err, "%d flags", s->ncolumn);
  for (int c = 0; c < TARGET_CLASSES; c++) fixed.sigma[c] = fit->sigma[c], fixed.balance[c] = fit->balance[c];
  options.fixed_weights = &fixed;
  *out = (selected){all->kept, stage->kept, stage->cost / all->cost, 1 + (stage->score - all->score) / s->expected};
  if (!status) {
    select_columns(s, selection->chosen, keep);
    status = select_triangles(t, keep, &kept, err);
  }
  if (!status) status = reduce(config, keep, d, err);
  free(keep);
  status = vote(comm, status, err);
  if (!status) {
    linear_fit_destroy(fit);
    status = linear_solve(comm, &d->problem, &kept, &options, fit, err);
  }
  triangles_destroy(&kept);
  return status;
}

void fit_selection_destroy(fit_selection *s) { sparse_path_destroy(&s->path); }
