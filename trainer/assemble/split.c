/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/weights.h"
#include "base/intern.h"
#include "base/random.h"

/* independent streams of random numbers */
enum { STREAM_HOLDOUT = 1, STREAM_FOLDS = 2 };

typedef struct run {
  int group;
  int64_t n, *config; /* [n] in the order of the data */
} run;

typedef struct runs {
  int n;
  run *run;
  int64_t *storage;
} runs;

static void runs_destroy(runs *r) {
  free(r->run);
  free(r->storage);
}

/** Number of the run of a configuration, that of its group and source; -1: out of memory. */
static int run_number(const dataset *set, int64_t c, intern *numbers) {
  const int32_t key[2] = {set->config_group[c], set->nsource > 0 ? set->config_source[c] : 0};
  bool added;
  return intern_number(numbers, key, sizeof key, &added);
}

/* counts, then fills; numbers is empty */
static bool fill_runs(const dataset *set, const int *fold_of, intern *numbers, runs *out) {
  out->storage = malloc(((size_t)set->nconfig + 1) * sizeof *out->storage);
  for (int64_t c = 0; c < set->nconfig; c++)
    if (!fold_of[c] && run_number(set, c, numbers) < 0) return false;
  out->n = numbers->count;
  out->run = calloc((size_t)out->n + 1, sizeof *out->run);
  if (!out->storage || !out->run) return false;
  for (int64_t c = 0; c < set->nconfig; c++)
    if (!fold_of[c]) out->run[run_number(set, c, numbers)].n++;
  for (int64_t k = 0, start = 0; k < out->n; k++) {
    out->run[k].config = out->storage + start;
    start += out->run[k].n;
    out->run[k].n = 0;
  }
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (fold_of[c]) continue;
    run *r = &out->run[run_number(set, c, numbers)];
    r->group = set->config_group[c];
    r->config[r->n++] = c;
  }
  return true;
}

/** Runs of the configurations whose fold_of is 0, in the order of first appearance. */
static dftfit_status find_runs(const dataset *set, const int *fold_of, runs *out, dftfit_error *err) {
  intern numbers = {0};
  *out = (runs){0};
  const bool good = fill_runs(set, fold_of, &numbers, out);
  intern_clear(&numbers);
  if (good) return DFTFIT_OK;
  runs_destroy(out);
  return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the split of %lld configurations",
                     (long long)set->nconfig);
}

/** One contiguous window of every run; what rounding leaves over is carried to the next run, so the fraction holds
 *  in all. */
static void hold_out_fraction(const runs *r, double fraction, uint64_t seed, int *fold_of) {
  double carry = 0;
  for (int k = 0; k < r->n; k++) {
    double wanted = fraction * (double)r->run[k].n + carry;
    int64_t take = (int64_t)floor(wanted + 0.5);
    if (take > r->run[k].n - 1) take = r->run[k].n - 1; /* never a whole run */
    if (take < 0) take = 0;
    carry = wanted - (double)take;
    int64_t start = random_below(seed, STREAM_HOLDOUT, (uint64_t)k, r->run[k].n - take + 1);
    for (int64_t i = start; i < start + take; i++) fold_of[r->run[k].config[i]] = SPLIT_HOLDOUT;
  }
}

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

static dftfit_status deal_folds(const dataset *set, const runs *r, int nfold, uint64_t seed, int *fold_of,
                                dftfit_error *err) {
  double *load = calloc((size_t)(set->ngroup + 1) * (size_t)nfold, sizeof *load),
         *all = load + (size_t)set->ngroup * (size_t)nfold;
  uint64_t lot = 0;
  if (!load) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %d folds", nfold);
  for (int k = 0; k < r->n; k++) {
    const run *one = &r->run[k];
    int64_t blocks = one->n < nfold ? one->n : nfold;
    int64_t turn = random_below(seed, STREAM_FOLDS + 1, (uint64_t)k, blocks); /* which block is dealt first */
    double *of_group = load + (size_t)one->group * (size_t)nfold;
    for (int64_t i = 0; i < blocks; i++, lot++) {
      int64_t b = (i + turn) % blocks;
      int f = lightest(nfold, of_group, all, seed, lot);
      for (int64_t j = one->n * b / blocks; j < one->n * (b + 1) / blocks; j++) {
        int64_t c = one->config[j];
        double natom = (double)(set->first_atom[c + 1] - set->first_atom[c]);
        fold_of[c] = f;
        of_group[f] += natom;
        all[f] += natom;
      }
    }
  }
  int empty = -1;
  for (int f = 0; f < nfold; f++)
    if (all[f] == 0) empty = f;
  free(load);
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

dftfit_status split_create(const fit_config *config, const dataset *set, int *fold_of, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++) fold_of[c] = 0;
  DFTFIT_TRY(mark_groups(set, &config->exclude, SPLIT_EXCLUDED, fold_of, err));
  DFTFIT_TRY(mark_groups(set, &config->holdout_groups, SPLIT_HOLDOUT, fold_of, err));
  runs r;
  if (config->holdout_fraction > 0) {
    DFTFIT_TRY(find_runs(set, fold_of, &r, err));
    hold_out_fraction(&r, config->holdout_fraction, (uint64_t)config->holdout_seed, fold_of);
    runs_destroy(&r);
  }
  DFTFIT_TRY(find_runs(set, fold_of, &r, err));
  dftfit_status status = DFTFIT_OK;
  if (r.n == 0)
    status = dftfit_fail(err, DFTFIT_ERR_USAGE, "no configuration is left to train on: all are excluded or held out");
  else if (config->nfold > 1)
    status = deal_folds(set, &r, config->nfold, (uint64_t)config->fold_seed, fold_of, err);
  runs_destroy(&r);
  return status;
}
