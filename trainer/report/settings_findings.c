/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/settings_findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/settings.h"

enum { TEXT = 160 };

/* Pseudopotentials of one element go with those of another, so all of a class have to be looked at, not the first. */
static bool fits(const dataset *set, const int *class, int first, int i, setting which) {
  const int end = which == SETTING_PSEUDOPOTENTIALS ? i : first + 1;
  bool good = true;
  for (int k = first; k < end && good; k++)
    if (class[k] == first) good = !setting_differs(&set->calculation[k], &set->calculation[i], which);
  return good;
}

/* Classes of calculations that have one value of a setting: class [ncalculation], the first calculation of it; -1: the
 * value is not known. Returns how many classes there are. */
static int classify(const dataset *set, setting which, int *class) {
  int n = 0;
  char text[TEXT];
  for (int i = 0; i < set->ncalculation; i++) {
    setting_text(&set->calculation[i], which, text, sizeof text);
    class[i] = *text ? i : -1;
    for (int j = 0; j < i && class[i] == i; j++)
      if (class[j] == j && fits(set, class, j, i, which)) class[i] = j;
    n += class[i] == i;
  }
  return n;
}

static void print_numbers(const dataset *set, const int *class, int which, int64_t most) {
  int64_t n = 0;
  printf("; configurations");
  for (int64_t c = 0; c < set->nconfig; c++)
    if (class[set->config_calculation[c]] == which && n++ < most) printf(" %lld", (long long)c);
  if (n > most) printf(" and %lld more", (long long)(n - most));
  printf("\n");
}

/* the groups with configurations of this class, `most` of them by name */
static void print_class(const dataset *set, setting which, const int *class, int first, bool *in_group, int64_t most) {
  char text[TEXT] = "";
  int64_t n = 0;
  for (int i = first; i < set->ncalculation; i++)
    if (class[i] == first && (i == first || which == SETTING_PSEUDOPOTENTIALS))
      setting_join(&set->calculation[i], which, text, sizeof text);
  memset(in_group, 0, (size_t)set->ngroup * sizeof *in_group);
  for (int64_t c = 0; c < set->nconfig; c++)
    if (class[set->config_calculation[c]] == first) in_group[set->config_group[c]] = true;
  printf("    %s: groups", text);
  for (int g = 0; g < set->ngroup; g++) {
    if (!in_group[g]) continue;
    if (n++ < most) printf("%s %s", n > 1 ? "," : "", set->group[g].name);
  }
  if (n > most) printf(" and %lld more", (long long)(n - most));
  print_numbers(set, class, first, most);
}

static void print_mixed(const dataset *set, setting which, int *class, bool *in_group, int64_t most) {
  if (classify(set, which, class) < 2) return;
  printf("  calculations with different %s are mixed:\n", setting_name(which));
  for (int i = 0; i < set->ncalculation; i++)
    if (class[i] == i) print_class(set, which, class, i, in_group, most);
}

/* marks the calculations for which `value` is above the limit, and prints those configurations */
static void print_coarse(const dataset *set, const char *heading, double (*value)(const dataset_calculation *),
                         double limit, int *class, int64_t most) {
  int count = 0;
  for (int i = 0; i < set->ncalculation; i++) {
    class[i] = value(&set->calculation[i]) > limit;
    count += class[i];
  }
  if (!count) return;
  printf("  %s", heading);
  print_numbers(set, class, 1, most);
}

static double force_error(const dataset_calculation *c) { return setting_force_error(c->scf_tolerance); }
static double kspacing(const dataset_calculation *c) { return c->kspacing; }

dftfit_status settings_findings_print(const dataset *set, int64_t most, dftfit_error *err) {
  char heading[TEXT];
  int *class = malloc(((size_t)set->ncalculation + 1) * sizeof *class);
  bool *in_group = malloc(((size_t)set->ngroup + 1) * sizeof *in_group);
  dftfit_status status = DFTFIT_OK;
  if (class && in_group) {
    for (int which = 0; which < SETTINGS; which++) print_mixed(set, (setting)which, class, in_group, most);
    snprintf(heading, sizeof heading, "the SCF tolerance lets forces err by more than %g eV/A", SETTING_FORCE_WANTED);
    print_coarse(set, heading, force_error, SETTING_FORCE_WANTED, class, most);
    snprintf(heading, sizeof heading, "the k spacing is above %g 1/A, coarse for a metal", SETTING_COARSE_KSPACING);
    print_coarse(set, heading, kspacing, SETTING_COARSE_KSPACING, class, most);
  } else {
    status = dftfit_no_memory(err, "the settings");
  }
  free(class);
  free(in_group);
  return status;
}
