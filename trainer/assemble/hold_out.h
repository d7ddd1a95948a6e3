/* SPDX-License-Identifier: BSD-3-Clause */
/** Which configurations are held out as a fraction of all (docs/honest-numbers.md, "Representative hold-outs"). */
#ifndef TRAINER_ASSEMBLE_HOLD_OUT_H
#define TRAINER_ASSEMBLE_HOLD_OUT_H

#include "assemble/runs.h"

enum { SPLIT_EXCLUDED = -2, SPLIT_HOLDOUT = -1 }; /* otherwise the fold, 0 .. nfold-1 */

/** Of every run several contiguous windows, one in each of as many equal stretches of it; of many draws the one whose
 *  energies and volumes are distributed most like those of the run. What rounding leaves over is carried to the next
 *  run, so the fraction holds in all. Marks them in fold_of [nconfig]. */
dftfit_status hold_out_windows(const dataset *set, const runs *r, double fraction, uint64_t seed, int *fold_of,
                               dftfit_error *err);
/** Single configurations by lot, copies and neighbours or not: for comparison with published figures only. */
dftfit_status hold_out_random(const dataset *set, double fraction, uint64_t seed, int *fold_of, dftfit_error *err);

/** How far the configurations held out are distributed as all that take part, in the group where they are least so. */
typedef struct representation {
  int group;       /* -1: none has HOLD_OUT_JUDGED held out                                                        */
  bool of_volume;  /* otherwise of the energies                                                                     */
  double distance; /* largest difference of the two cumulative distributions (Kolmogorov-Smirnov), 0 .. 1            */
  double expected; /* what is usual for as many that are taken by lot: 0.87 sqrt(1/n_held - 1/n_all)                  */
  double held[3], all[3]; /* quantiles 0.1, 0.5, 0.9: eV/atom, A^3/atom                                            */
  int ngroup, without;    /* groups that take part, and of these how many have none held out */
} representation;

enum { HOLD_OUT_JUDGED = 3 };
dftfit_status hold_out_judge(const dataset *set, const int *fold_of, representation *out, dftfit_error *err);

#endif
