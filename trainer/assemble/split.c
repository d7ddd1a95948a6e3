/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/split.h"

#include <stdlib.h>

#include "assemble/weights.h"
#include "base/random.h"

/* independent streams of random numbers */
enum { STREAM_FOLDS = 2 };

/** The fold with the fewest atoms of the group, then the fewest in all, then by lot. */
static int lightest(int nfold, const double *of_group, const double *all, uint64_t seed, uint64_t lot) {
  int best = 0;
  for (int f = 1; f < nfold; f++) {
    double a = of_group[f] - of_group[best], b = all[f] - all[best];
    bool lower = random_bits(seed, STREAM_FOLDS, lot * (uint64_t)nfold + (uint64_t)f) <
                 random_bits(seed, STREAM_FOLDS, lot * (uint64_t)nfold + (uint64_t)best);
    if (a < 0 || (a == 0 && (b < 0 || (b == 0 && lower)))) best = f;
  }
  return best;
}

/* atoms [nconfig] of a configuration and of those that follow it */
static double *count_atoms(const dataset *set, const runs *r) {
  double *atoms = calloc((size_t)set->nconfig + 1, sizeof *atoms);
  for (int64_t c = 0; c < set->nconfig && atoms; c++)
    if (r->lead[c] >= 0) atoms[r->lead[c]] += (double)(set->first_atom[c + 1] - set->first_atom[c]);
  return atoms;
}

static dftfit_status deal_folds(const dataset *set, const runs *r, int nfold, uint64_t seed, int *fold_of,
                                dftfit_error *err) {
  double *load = calloc((size_t)(set->ngroup + 1) * (size_t)nfold, sizeof *load),
         *all = load + (size_t)set->ngroup * (size_t)nfold;
  double *atoms = count_atoms(set, r);
  uint64_t lot = 0;
  if (!load || !atoms) {
    free(load);
    free(atoms);
    return dftfit_no_memory(err, "%d folds", nfold);
  }
  for (int k = 0; k < r->n; k++) {
    const data_run *one = &r->run[k];
    int64_t blocks = one->n < nfold ? one->n : nfold;
    int64_t turn = random_below(seed, STREAM_FOLDS + 1, (uint64_t)k, blocks); /* which block is dealt first */
    double *of_group = load + (size_t)one->group * (size_t)nfold;
    for (int64_t i = 0; i < blocks; i++, lot++) {
      int64_t b = (i + turn) % blocks;
      int f = lightest(nfold, of_group, all, seed, lot);
      for (int64_t j = one->n * b / blocks; j < one->n * (b + 1) / blocks; j++) {
        int64_t c = one->config[j];
        fold_of[c] = f;
        of_group[f] += atoms[c];
        all[f] += atoms[c];
      }
    }
  }
  int empty = -1;
  for (int f = 0; f < nfold; f++)
    if (all[f] == 0) empty = f;
  free(load);
  free(atoms);
  if (empty < 0) return DFTFIT_OK;
  return dftfit_fail(err, DFTFIT_ERR_USAGE, "too few configurations for %d folds: fewer folds, please", nfold);
}

static dftfit_status mark_groups(const dataset *set, const name_list *names, int mark, int *fold_of,
                                 dftfit_error *err) {
  for (int i = 0; i < names->n; i++) {
    int group;
    DFTFIT_TRY(group_find(set, names->node[i], &group, err));
    for (int64_t c = 0; c < set->nconfig; c++)
      if (set->config_group[c] == group && fold_of[c] == 0) fold_of[c] = mark;
  }
  return DFTFIT_OK;
}

/* Of configurations that are alike none trains when one is held out. */
static void keep_unseen(const dataset *set, int *fold_of, bool *held) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (fold_of[c] == SPLIT_HOLDOUT) held[set->like[c]] = true;
  for (int64_t c = 0; c < set->nconfig; c++)
    if (fold_of[c] == 0 && held[set->like[c]]) fold_of[c] = SPLIT_EXCLUDED;
}

static dftfit_status hold_out_groups(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err) {
  DFTFIT_TRY(mark_groups(set, &config->holdout_groups, SPLIT_HOLDOUT, fold_of, err));
  if (!set->like || !config->holdout_groups.n) return DFTFIT_OK;
  bool *held = calloc((size_t)set->nconfig + 1, sizeof *held);
  DFTFIT_FAIL_IF(!held, err, DFTFIT_ERR_MEMORY, "out of memory for the hold-out");
  keep_unseen(set, fold_of, held);
  free(held);
  return DFTFIT_OK;
}

static dftfit_status check_held(const fit_config *config, const dataset *set, const int *fold_of, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (fold_of[c] == SPLIT_HOLDOUT) return DFTFIT_OK;
  if (config->holdout_groups.n)
    return dftfit_node_fail(config->holdout_groups.node[0], err, DFTFIT_ERR_VALUE,
                            "the hold-out is empty: no configuration of these groups takes part");
  return dftfit_fail(err, DFTFIT_ERR_VALUE,
                     "a fraction of %g of %lld configurations holds none out; take a larger one, or name groups",
                     config->holdout_fraction, (long long)set->nconfig);
}

static dftfit_status hold_out_fraction(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err) {
  const uint64_t seed = (uint64_t)config->holdout_seed;
  runs r;
  if (config->holdout_random) return hold_out_random(set, config->holdout_fraction, seed, fold_of, err);
  DFTFIT_TRY(runs_find(set, fold_of, &r, err));
  dftfit_status status = hold_out_windows(set, &r, config->holdout_fraction, seed, fold_of, err);
  if (!status) runs_follow(set, &r, fold_of);
  runs_destroy(&r);
  return status;
}

/* Groups in the order in which they first train. */
static int number_groups(const dataset *set, int *fold_of, const runs *r, int *number) {
  int n = 0;
  for (int g = 0; g < set->ngroup; g++) number[g] = -1;
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (r->lead[c] != c) continue;
    int *of = &number[set->config_group[c]];
    if (*of < 0) *of = n++;
    fold_of[c] = *of;
  }
  return n;
}

static dftfit_status folds_by_group(const dataset *set, const runs *r, int *fold_of, dftfit_error *err) {
  int *number = malloc(((size_t)set->ngroup + 1) * sizeof *number);
  DFTFIT_FAIL_IF(!number, err, DFTFIT_ERR_MEMORY, "out of memory for %d groups", set->ngroup);
  number_groups(set, fold_of, r, number);
  free(number);
  return DFTFIT_OK;
}

static dftfit_status hold_out(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++) fold_of[c] = 0;
  DFTFIT_TRY(mark_groups(set, &config->exclude, SPLIT_EXCLUDED, fold_of, err));
  DFTFIT_TRY(hold_out_groups(config, set, fold_of, err));
  if (config->holdout_fraction > 0) DFTFIT_TRY(hold_out_fraction(config, set, fold_of, err));
  if (config->holdout_fraction > 0 || config->holdout_groups.n) DFTFIT_TRY(check_held(config, set, fold_of, err));
  return DFTFIT_OK;
}

dftfit_status split_create(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err) {
  runs r;
  DFTFIT_TRY(hold_out(config, set, fold_of, err));
  DFTFIT_TRY(runs_find(set, fold_of, &r, err));
  dftfit_status status = DFTFIT_OK;
  if (r.n == 0)
    status = dftfit_fail(err, DFTFIT_ERR_USAGE, "no configuration is left to train on: all are excluded or held out");
  else if (config->folds_by_group)
    status = folds_by_group(set, &r, fold_of, err);
  else if (config->nfold > 1)
    status = deal_folds(set, &r, config->nfold, (uint64_t)config->fold_seed, fold_of, err);
  if (!status) runs_follow(set, &r, fold_of);
  runs_destroy(&r);
  return status;
}

dftfit_status split_folds(fit_config *config, const dataset *set, dftfit_error *err) {
  if (!config->folds_by_group) return DFTFIT_OK;
  int *fold_of = malloc(((size_t)set->nconfig + 1) * sizeof *fold_of), n = 0;
  DFTFIT_FAIL_IF(!fold_of, err, DFTFIT_ERR_MEMORY, "out of memory for the folds");
  dftfit_status status = split_create(config, set, fold_of, err);
  for (int64_t c = 0; c < set->nconfig && !status; c++) n = fold_of[c] >= n ? fold_of[c] + 1 : n;
  free(fold_of);
  DFTFIT_TRY(status);
  DFTFIT_FAIL_IF(n < 2 || n > FOLDS_MOST, err, DFTFIT_ERR_USAGE,
                 "folds by group need 2 to %d groups that train, and here are %d", FOLDS_MOST, n);
  config->nfold = n;
  return DFTFIT_OK;
}
