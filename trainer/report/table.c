/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/table.h"

#include <math.h>
#include <stdlib.h>

#include "config/fit_config.h"
#include "dftfit/units.h"

static const struct {
  const char *name;
  double factor;
  int digits;
} units[TARGET_KINDS] = {{"meV/atom", 1000, 2}, {"eV/A", 1, 4}, {"GPa", DFTFIT_GPA_PER_EV_A3, 3}};

double table_unit(int kind) { return units[kind].factor; }
const char *table_unit_name(int kind) { return units[kind].name; }

void table_heading(FILE *to, table_style style) {
  if (style == TABLE_CSV) {
    fprintf(to, "set,group,target,unit,configurations,targets,mae,mae_low,mae_high,rmse,rmse_low,rmse_high\n");
    return;
  }
  fprintf(to, "Errors: value [95 %% interval, bootstrap over configurations]\n");
  fprintf(to, "%-16s %-22s %7s %8s  %-28s %-28s %s\n", "set", "group", "configs", "target", "MAE", "RMSE", "unit");
}

static void figure_text(char *text, size_t size, figure f, double factor, int digits) {
  if (isnan(f.low))
    snprintf(text, size, "%.*f", digits, f.value * factor);
  else
    snprintf(text, size, "%.*f [%.*f, %.*f]", digits, f.value * factor, digits, f.low * factor, digits,
             f.high * factor);
}

/** A group name may hold a comma. */
static void csv_name(FILE *to, const char *name) {
  fputc('"', to);
  for (; *name; name++) {
    if (*name == '"') fputc('"', to);
    fputc(*name, to);
  }
  fputc('"', to);
}

static void csv_line(FILE *to, const char *title, const char *group, int kind, const error_summary *s) {
  double u = units[kind].factor;
  fprintf(to, "%s,", title);
  csv_name(to, group);
  fprintf(to, ",%s,%s,%lld,%.0f,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g\n", target_kind_name(kind), units[kind].name,
          (long long)s->nconfig, s->n, u * s->mae.value, u * s->mae.low, u * s->mae.high, u * s->rmse.value,
          u * s->rmse.low, u * s->rmse.high);
}

static dftfit_status lines(FILE *to, table_style style, const char *title, const char *group, const config_error *error,
                           const int64_t *config, int64_t n, error_summary *total, dftfit_error *err) {
  for (int kind = 0; kind < TARGET_KINDS; kind++) {
    error_summary s;
    char mae[96], rmse[96];
    DFTFIT_TRY(errors_summarise(error, config, n, kind, &s, err));
    if (total) total[kind] = s;
    if (s.nconfig == 0) continue;
    if (style == TABLE_CSV) {
      csv_line(to, title, group, kind, &s);
      continue;
    }
    figure_text(mae, sizeof mae, s.mae, units[kind].factor, units[kind].digits);
    figure_text(rmse, sizeof rmse, s.rmse, units[kind].factor, units[kind].digits);
    fprintf(to, "%-16s %-22s %7lld %8s  %-28s %-28s %s\n", title, group, (long long)s.nconfig, target_kind_name(kind),
            mae, rmse, units[kind].name);
  }
  return DFTFIT_OK;
}

dftfit_status table_print(FILE *to, table_style style, const char *title, const dataset *set, const int *fold_of,
                          int from, int upto, const config_error *error, error_summary *total, dftfit_error *err) {
  int64_t *list = malloc(((size_t)set->nconfig + 1) * sizeof *list), n = 0;
  dftfit_status status = DFTFIT_OK;
  if (!list) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the table");
  for (int kind = 0; total && kind < TARGET_KINDS; kind++) total[kind] = (error_summary){0};
  for (int g = 0; g <= set->ngroup && !status; g++) { /* the last: all groups */
    n = 0;
    for (int64_t c = 0; c < set->nconfig; c++)
      if ((g == set->ngroup || set->config_group[c] == g) && (!fold_of || (fold_of[c] >= from && fold_of[c] <= upto)))
        list[n++] = c;
    if (n == 0) continue;
    const char *name = g < set->ngroup ? set->group[g].name : "all";
    status = lines(to, style, title, name, error, list, n, g == set->ngroup ? total : NULL, err);
  }
  free(list);
  return status;
}
