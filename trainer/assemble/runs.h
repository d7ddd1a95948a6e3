/* SPDX-License-Identifier: BSD-3-Clause */
/** Runs: what a split cuts into contiguous pieces. A run is the configurations of one group from one source, in the
 *  order of the data: a trajectory, a strain path. Sources of one configuration each (a folder per static calculation)
 *  make one run a group. Of configurations that are alike (data/kin.h) a run has only the first; the others follow it,
 *  whatever run they would be of. */
#ifndef TRAINER_ASSEMBLE_RUNS_H
#define TRAINER_ASSEMBLE_RUNS_H

#include "data/dataset.h"

typedef struct data_run {
  int group;
  int64_t n, *config; /* [n] in the order of the data */
} data_run;

typedef struct runs {
  int n;
  data_run *run;
  int64_t *storage, *lead; /* lead [nconfig]: the configuration that each follows, itself: none; -1: takes no part */
} runs;

/** Runs of the configurations whose fold_of is 0, in the order of first appearance. */
dftfit_status runs_find(const dataset *set, const int *fold_of, runs *out, dftfit_error *err);
void runs_destroy(runs *r);
/** Gives every configuration that follows another one the fold of that one. */
void runs_follow(const dataset *set, const runs *r, int *fold_of);

#endif
