/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/balance.h"

#include <math.h>

#include "data/still.h"

void balance_rows(const dataset *set, int64_t c, double *rows) {
  rows[TARGET_ENERGY] = isfinite(set->energy[c]);
  rows[TARGET_FORCE] = rows[TARGET_STRESS] = 0;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    for (int a = 0; a < 3; a++) rows[TARGET_FORCE] += isfinite(set->force[i][a]) && !still_is(set, i, a);
  if (!isfinite(dataset_volume(set, c))) return;
  for (int k = 0; k < 6; k++) rows[TARGET_STRESS] += isfinite(set->stress[c][k]);
}

void balance_count(const dataset *set, const int *fold_of, const target_weight *weight, double *balance) {
  double rows[TARGET_KINDS] = {0}, units[TARGET_KINDS] = {0}, each[TARGET_KINDS] = {0}, own[TARGET_KINDS], most = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (fold_of[c] < 0) continue;
    balance_rows(set, c, own);
    for (int k = 0; k < TARGET_KINDS; k++) {
      if (!weight[set->config_group[c] * TARGET_KINDS + k].used || own[k] == 0) continue;
      rows[k] += own[k];
      units[k]++;
    }
  }
  for (int k = 0; k < TARGET_KINDS; k++) each[k] = units[k] > 0 ? rows[k] / units[k] : 0;
  for (int k = 0; k < TARGET_KINDS; k++) most = fmax(most, each[k]);
  if (each[TARGET_FORCE] > 0) most = each[TARGET_FORCE];
  for (int k = 0; k < TARGET_KINDS; k++) balance[k] = each[k] > 0 ? cbrt(most / each[k]) : 1;
}

double balance_log_divisors(const dataset *set, const int *fold_of, const target_weight *weight,
                            const double *high_energy) {
  double sum = 0, own[TARGET_KINDS];
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (fold_of[c] < 0) continue;
    balance_rows(set, c, own);
    for (int k = 0; k < TARGET_KINDS; k++) {
      const target_weight *w = &weight[set->config_group[c] * TARGET_KINDS + k];
      if (w->used && own[k] > 0) sum += own[k] * log(high_energy[c] * w->sigma);
    }
  }
  return sum;
}
