/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/stress_offset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/settings.h"
#include "check/work.h"

/* A slope outside of these says that the stress is wrong in more than a constant. */
static const double LEAST_SLOPE = 0.8, LARGEST_SLOPE = 1.25;

/* The settings that a finite basis' own pressure depends on. */
static const setting basis_settings[] = {SETTING_CODE, SETTING_FUNCTIONAL, SETTING_PSEUDOPOTENTIALS, SETTING_ECUT};
enum { BASIS_SETTINGS = sizeof basis_settings / sizeof *basis_settings };

static bool same_basis(const dataset_calculation *a, const dataset_calculation *b) {
  for (int k = 0; k < BASIS_SETTINGS; k++)
    if (setting_differs(a, b, basis_settings[k])) return false;
  return true;
}

static bool has_stress(const dataset *set, int64_t c) { return !isnan(set->stress[c][0]); }

/** of_calculation becomes the group of settings of each calculation. */
static void group_settings(const dataset *set, stress_offsets *o) {
  o->ngroup = 0;
  for (int k = 0; k < set->ncalculation; k++) {
    int g = 0;
    while (g < o->ngroup && !same_basis(&set->calculation[o->calculation[g]], &set->calculation[k])) g++;
    if (g == o->ngroup) o->calculation[o->ngroup++] = k;
    o->of_calculation[k] = g;
  }
}

/** Pairs of the work test for (positive) and against an offset of each group of settings: votes [ngroup]. */
static void count_votes(const dataset *set, const stress_offsets *o, const work_report *report, double *votes) {
  for (int64_t i = 0; i < report->n; i++) {
    const work_result *r = &report->result[i];
    if (r->test != WORK_STRESS || r->verdict < WORK_GOOD || r->verdict == WORK_SCATTER) continue;
    bool one = r->slope > LEAST_SLOPE && r->slope < LARGEST_SLOPE && work_has_offset(r);
    int g = o->of_calculation[set->config_calculation[r->class->config[0]]];
    votes[g] += one ? (double)r->npair : -(double)r->npair;
  }
}

/** Takes the configurations out of the table that do not belong to the training data. */
static void keep_training(composition_table *table, const int *fold_of) {
  int64_t *to = table->config;
  for (int64_t k = 0; k < table->n; k++) {
    composition_class *class = &table->entry[k];
    int64_t *first = to;
    for (int64_t i = 0; i < class->n; i++)
      if (fold_of[class->config[i]] >= 0) *to++ = class->config[i];
    class->config = first;
    class->n = to - first;
  }
}

static dftfit_status work_votes(const dataset *set, const int *fold_of, const stress_offsets *o, double *votes,
                                dftfit_error *err) {
  composition_table table;
  work_report report = {0};
  DFTFIT_TRY(composition_table_create(set, &table, err));
  keep_training(&table, fold_of);
  dftfit_status status = work_report_create(set, &table, &report, err);
  if (!status) count_votes(set, o, &report, votes);
  work_report_destroy(&report);
  composition_table_destroy(&table);
  return status;
}

/** votes [ngroup]: 1 for the groups of settings that have stresses to fit. */
static void vote_for_all(const dataset *set, const int *fold_of, const stress_offsets *o, double *votes) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (fold_of[c] >= 0 && has_stress(set, c)) votes[o->of_calculation[set->config_calculation[c]]] = 1;
}

/** Numbers the groups with positive votes. */
static void number_offsets(const dataset *set, const double *votes, stress_offsets *o) {
  int *calculation = o->calculation;
  for (int k = 0; k < set->ncalculation; k++)
    if (!(votes[o->of_calculation[k]] > 0)) o->of_calculation[k] = -1;
  for (int g = 0; g < o->ngroup; g++) {
    if (!(votes[g] > 0)) continue;
    for (int k = 0; k < set->ncalculation; k++)
      if (o->of_calculation[k] == g) o->of_calculation[k] = o->n;
    calculation[o->n++] = calculation[g];
  }
}

static dftfit_status allocate(const dataset *set, stress_offsets *o, dftfit_error *err) {
  *o = (stress_offsets){.of_calculation = calloc((size_t)set->ncalculation + 1, sizeof *o->of_calculation),
                        .calculation = calloc((size_t)set->ncalculation + 1, sizeof *o->calculation)};
  if (o->of_calculation && o->calculation) return DFTFIT_OK;
  stress_offsets_destroy(o);
  return dftfit_no_memory(err, "the settings of the calculations");
}

dftfit_status stress_offsets_create(const fit_config *config, const dataset *set, const int *fold_of,
                                    stress_offsets *out, dftfit_error *err) {
  DFTFIT_TRY(allocate(set, out, err));
  group_settings(set, out);
  double *votes = calloc((size_t)out->ngroup + 1, sizeof *votes);
  dftfit_status status = votes ? DFTFIT_OK : dftfit_no_memory(err, "the settings of the calculations");
  bool off = config->sigma[TARGET_STRESS].kind == SIGMA_OFF;
  if (!status && config->stress_offset == OFFSET_FIT) vote_for_all(set, fold_of, out, votes);
  if (!status && config->stress_offset == OFFSET_AUTO && !off) status = work_votes(set, fold_of, out, votes, err);
  if (!status) number_offsets(set, votes, out);
  free(votes);
  if (status) stress_offsets_destroy(out);
  return status;
}

dftfit_status stress_offsets_copy(const stress_offsets *from, const dataset *set, stress_offsets *out,
                                  dftfit_error *err) {
  DFTFIT_TRY(allocate(set, out, err));
  out->n = from->n;
  out->ngroup = from->ngroup;
  memcpy(out->of_calculation, from->of_calculation, (size_t)set->ncalculation * sizeof(int));
  memcpy(out->calculation, from->calculation, (size_t)set->ncalculation * sizeof(int));
  return DFTFIT_OK;
}

void stress_offsets_destroy(stress_offsets *o) {
  free(o->of_calculation);
  free(o->calculation);
  *o = (stress_offsets){0};
}

void stress_offset_name(const stress_offsets *o, const dataset *set, int k, char *text, size_t size) {
  size_t used = 0;
  *text = 0;
  for (int i = 0; i < BASIS_SETTINGS && o->ngroup > 1 && used < size; i++) {
    char value[160];
    setting_text(&set->calculation[o->calculation[k]], basis_settings[i], value, sizeof value);
    if (*value) used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "", value);
  }
}
