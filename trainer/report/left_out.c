/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/left_out.h"

enum { NAMED = 20 };

void left_out_print(FILE *to, const dataset *set, const energy_outlier *list, int64_t n, bool kept) {
  if (!n) return;
  fprintf(
      to,
      "Wrong energies: %lld more than %g eV/atom and %g deviations from those of the same composition and volume%s\n",
      (long long)n, OUTLIER_GROSS, OUTLIER_DEVIATIONS,
      kept ? "; they take part, since fit.yaml says `outliers: keep`"
           : "; these energies take no part, as if they were absent (weights: {outliers: keep} keeps them)");
  for (int64_t i = 0; i < n && i < NAMED; i++)
    fprintf(to, "  configuration %lld (group %s, %s): %+.3f eV/atom; the others scatter by %.3f\n",
            (long long)list[i].config, set->group[set->config_group[list[i].config]].name,
            set->source[set->config_source[list[i].config]], list[i].above, list[i].spread);
  if (n > NAMED) fprintf(to, "  and %lld more (dftfit info --full names them)\n", (long long)(n - NAMED));
}
