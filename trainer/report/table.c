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

/* Where there are very many groups, those of few configurations have one line together. */
enum { MANY_GROUPS = 40, FEW_CONFIGS = 5 };

/* The configurations that a table is about, group after group. */
typedef struct sorted {
  int64_t *config, *begin; /* [n], [ngroup+1] */
  int shown;               /* groups that have any */
} sorted;

static bool is_in(const int *fold_of, int from, int upto, int64_t c) {
  return !fold_of || (fold_of[c] >= from && fold_of[c] <= upto);
}

static dftfit_status sort_by_group(const dataset *set, const int *fold_of, int from, int upto, sorted *out,
                                   dftfit_error *err) {
  const size_t groups = (size_t)set->ngroup + 1;
  int64_t *next = calloc(groups, sizeof *next);
  *out = (sorted){malloc(((size_t)set->nconfig + 1) * sizeof *out->config), calloc(groups, sizeof *out->begin), 0};
  if (!out->config || !out->begin || !next) {
    free(next);
    return dftfit_no_memory(err, "the table");
  }
  for (int64_t c = 0; c < set->nconfig; c++)
    if (is_in(fold_of, from, upto, c)) next[set->config_group[c]]++;
  for (int g = 0; g < set->ngroup; g++) {
    out->shown += next[g] > 0;
    out->begin[g + 1] = out->begin[g] + next[g];
    next[g] = out->begin[g];
  }
  for (int64_t c = 0; c < set->nconfig; c++)
    if (is_in(fold_of, from, upto, c)) out->config[next[set->config_group[c]]++] = c;
  free(next);
  return DFTFIT_OK;
}

/* The lines of all groups, or the one line of those of few configurations where there are very many. */
static dftfit_status group_lines(FILE *to, table_style style, const char *title, const dataset *set, const sorted *s,
                                 const config_error *error, dftfit_error *err) {
  const bool fold = style == TABLE_TEXT && s->shown > MANY_GROUPS;
  int64_t *few = malloc(((size_t)set->nconfig + 1) * sizeof *few), n = 0;
  int nfew = 0;
  char name[32];
  dftfit_status status = few ? DFTFIT_OK : dftfit_no_memory(err, "the table");
  for (int g = 0; g < set->ngroup && !status; g++) {
    const int64_t *config = s->config + s->begin[g], count = s->begin[g + 1] - s->begin[g];
    if (count == 0) continue;
    if (!fold || count >= FEW_CONFIGS) {
      status = lines(to, style, title, set->group[g].name, error, config, count, NULL, err);
      continue;
    }
    for (int64_t i = 0; i < count; i++) few[n++] = config[i];
    nfew++;
  }
  snprintf(name, sizeof name, "%d small groups", nfew);
  if (n && !status) status = lines(to, style, title, name, error, few, n, NULL, err);
  free(few);
  return status;
}

/* in the order of the data, so that the interval does not depend on groups; list [nconfig] for work */
static dftfit_status all_line(FILE *to, table_style style, const char *title, const dataset *set, const int *fold_of,
                              int from, int upto, const config_error *error, int64_t *list, error_summary *total,
                              dftfit_error *err) {
  int64_t n = 0;
  for (int64_t c = 0; c < set->nconfig; c++)
    if (is_in(fold_of, from, upto, c)) list[n++] = c;
  return lines(to, style, title, "all", error, list, n, total, err);
}

dftfit_status table_print(FILE *to, table_style style, const char *title, const dataset *set, const int *fold_of,
                          int from, int upto, const config_error *error, error_summary *total, dftfit_error *err) {
  sorted s;
  for (int kind = 0; total && kind < TARGET_KINDS; kind++) total[kind] = (error_summary){0};
  dftfit_status status = sort_by_group(set, fold_of, from, upto, &s, err);
  if (!status) status = group_lines(to, style, title, set, &s, error, err);
  if (!status && s.begin[set->ngroup])
    status = all_line(to, style, title, set, fold_of, from, upto, error, s.config, total, err);
  free(s.config);
  free(s.begin);
  return status;
}
