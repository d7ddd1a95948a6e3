/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/front_table.h"

#include <math.h>

static double rmse(const triangles *t, const linear_fit *all, const select_stage *stage, int kind) {
  double rows = 0, sigma = all->sigma[kind] / all->balance[kind];
  for (int f = 0; f < t->nfold; f++) rows += (double)t->rows[f * TARGET_CLASSES + kind];
  return sigma * sqrt(stage->rss[kind] / rows) * table_unit(kind);
}

static void heading(FILE *to, table_style style, const fit_config *config) {
  const char *format = style == TABLE_CSV ? ",%s %s" : "  %s, %s";
  if (style == TABLE_CSV)
    fprintf(to, "kept,cost,lambda,score");
  else
    fprintf(to, "Selection: RMSE of cross-validation as parameters are dropped (* on the Pareto front, > taken)\n   "
                "kept   cost      lambda  score");
  for (int k = 0; k < TARGET_KINDS; k++)
    if (config->sigma[k].kind != SIGMA_OFF) fprintf(to, format, target_kind_name(k), table_unit_name(k));
  fputs(style == TABLE_CSV ? ",front,taken\n" : "\n", to);
}

/** Width of a column of errors under its heading. */
static int width_of(int kind) { return snprintf(NULL, 0, "  %s, %s", target_kind_name(kind), table_unit_name(kind)); }

void front_table_print(FILE *to, table_style style, const fit_config *config, const triangles *t, const linear_fit *all,
                       const sparse_path *s, int chosen) {
  double best = INFINITY;
  for (int k = 0; k < s->nstage; k++) best = fmin(best, s->stage[k].score);
  heading(to, style, config);
  for (int k = 0; k < s->nstage; k++) {
    const select_stage *stage = &s->stage[k];
    double cost = stage->cost / s->stage[0].cost, score = 1 + (stage->score - best) / s->expected;
    bool front = select_on_front(s, k);
    if (style == TABLE_CSV)
      fprintf(to, "%d,%.6g,%.6g,%.17g", stage->kept, cost, stage->lambda, stage->score);
    else
      fprintf(to, "%c%c %4d  %5.3f  %10.4g  %5.3f", k == chosen ? '>' : ' ', front ? '*' : ' ', stage->kept, cost,
              stage->lambda, score);
    for (int c = 0; c < TARGET_KINDS; c++) {
      if (config->sigma[c].kind == SIGMA_OFF) continue;
      double value = rmse(t, all, stage, c);
      if (style == TABLE_CSV)
        fprintf(to, ",%.17g", value);
      else
        fprintf(to, "%*.4g", width_of(c), value);
    }
    if (style == TABLE_CSV) fprintf(to, ",%d,%d", front, k == chosen);
    fputc('\n', to);
  }
}
