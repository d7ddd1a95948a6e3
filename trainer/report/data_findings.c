/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/data_findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "check/energy_outliers.h"
#include "check/jumps.h"
#include "report/settings_findings.h"

/* Forces of DFT sum to zero up to the noise of the grid; a sum larger than this per atom says that something is amiss.
 */
static const double NET_FORCE_PER_ATOM = 0.005; /* eV/A */

/* a count, then the configurations */
typedef struct finding {
  int64_t count, most;
} finding;

/* true when the next configuration of a finding is to be named */
static bool name_next(finding *f) { return f->count++ < f->most; }

static void end_finding(const finding *f) {
  if (f->count > f->most) printf("    and %lld more (--full names them)\n", (long long)(f->count - f->most));
}

static void print_missing(const dataset *set, const char *what, const double *value, int64_t stride, bool of_atoms,
                          int64_t most) {
  long missing = 0;
  for (int64_t c = 0; c < set->nconfig; c++) missing += isnan(value[(of_atoms ? set->first_atom[c] : c) * stride]);
  if (!missing) return;
  finding f = {0, most};
  printf("  %ld configuration%s no %s:", missing, missing == 1 ? " has" : "s have", what);
  for (int64_t c = 0; c < set->nconfig; c++) {
    int64_t at = of_atoms ? set->first_atom[c] : c;
    if (isnan(value[at * stride]) && name_next(&f)) printf(" %lld", (long long)c);
  }
  if (f.count > most) printf(" and %lld more", (long long)(f.count - most));
  printf("\n");
}

/* Such configurations are fitted to nothing: they wait for a DFT calculation. */
static void print_without_target(const dataset *set) {
  long bare = 0;
  for (int64_t c = 0; c < set->nconfig; c++) bare += !dataset_has_target(set, c);
  if (bare == set->nconfig)
    printf("  no configuration has a target: there is nothing to fit before DFT has been done for them (dftfit data "
           "export)\n");
  else if (bare)
    printf("  %ld of these have no target at all and take no part in a fit\n", bare);
}

static void print_net_forces(const dataset *set, const survey *s, int64_t most) {
  finding f = {0, most};
  for (int64_t c = 0; c < set->nconfig; c++) {
    double per_atom = s->net_force[c] / (double)(set->first_atom[c + 1] - set->first_atom[c]);
    if (isnan(per_atom) || per_atom <= NET_FORCE_PER_ATOM) continue;
    if (!f.count) printf("  the forces do not sum to zero (more than %g eV/A per atom):\n", NET_FORCE_PER_ATOM);
    if (name_next(&f))
      printf("    configuration %lld (%s): |sum| = %.4f eV/A\n", (long long)c, set->group[set->config_group[c]].name,
             s->net_force[c]);
  }
  end_finding(&f);
}

/* two that are the same, and their energies, meV/atom; NaN: not known */
typedef struct repetition {
  int64_t first, second;
  double difference;
} repetition;

/* those whose energies differ most stand first: one of the two is wrong, or computed otherwise */
static int compare_repetitions(const void *left, const void *right) {
  const repetition *a = left, *b = right;
  const double da = isnan(a->difference) ? -1 : fabs(a->difference),
               db = isnan(b->difference) ? -1 : fabs(b->difference);
  if (da != db) return da > db ? -1 : 1;
  return (a->second > b->second) - (a->second < b->second);
}

static void print_repetition(const dataset *set, const repetition *r) {
  printf("    configuration %lld (%s) repeats %lld (%s)", (long long)r->second,
         set->group[set->config_group[r->second]].name, (long long)r->first,
         set->group[set->config_group[r->first]].name);
  if (!isnan(r->difference)) printf("; energies differ by %.2f meV/atom", r->difference);
  printf("\n");
}

/* A supercell has more atoms than what it repeats. */
static double energy_per_atom(const dataset *set, int64_t c) {
  return set->energy[c] / (double)(set->first_atom[c + 1] - set->first_atom[c]);
}

static dftfit_status print_twins(const dataset *set, const survey *s, kin_degree degree, const char *what, int64_t most,
                                 dftfit_error *err) {
  finding f = {0, most};
  int64_t n = 0;
  repetition *list = malloc((size_t)(s->ntwin + 1) * sizeof *list);
  DFTFIT_FAIL_IF(!list, err, DFTFIT_ERR_MEMORY, "out of memory for the copies");
  for (int64_t t = 0; t < s->ntwin; t++) {
    const survey_twin *w = &s->twin[t];
    if (w->degree != degree) continue;
    const double difference = energy_per_atom(set, w->second) - energy_per_atom(set, w->first);
    list[n++] = (repetition){w->first, w->second, 1e3 * difference};
  }
  qsort(list, (size_t)n, sizeof *list, compare_repetitions);
  if (n) printf("  %lld configuration%s %s\n", (long long)n, n == 1 ? "" : "s", what);
  for (int64_t i = 0; i < n; i++)
    if (name_next(&f)) print_repetition(set, &list[i]);
  end_finding(&f);
  free(list);
  return DFTFIT_OK;
}

static dftfit_status print_outliers(const dataset *set, const composition_table *table, int64_t most,
                                    dftfit_error *err) {
  energy_outlier *list;
  int64_t n;
  finding f = {0, most};
  DFTFIT_TRY(energy_outliers_find(set, table, &list, &n, err));
  if (n)
    printf("  %lld energ%s far from those of their group, composition and volume (more than %g deviations):\n",
           (long long)n, n == 1 ? "y is" : "ies are", OUTLIER_DEVIATIONS);
  for (int64_t i = 0; i < n; i++)
    if (name_next(&f))
      printf("    configuration %lld (%s): %+.1f meV/atom; the others scatter by %.1f%s\n", (long long)list[i].config,
             set->group[set->config_group[list[i].config]].name, 1000 * list[i].above, 1000 * list[i].spread,
             list[i].alone && fabs(list[i].above) >= OUTLIER_GROSS ? "; wrong: a fit leaves it out" : "");
  end_finding(&f);
  free(list);
  return DFTFIT_OK;
}

static dftfit_status print_jumps(const dataset *set, dftfit_error *err) {
  jump *list;
  int n;
  char name[200];
  DFTFIT_TRY(jumps_find(set, &list, &n, NULL, err));
  for (int i = 0; i < n; i++) {
    jump_name(set, &list[i], name, sizeof name);
    if (list[i].jumps)
      printf(
          "  the energies of %s (%lld configurations) jump: %+.3f eV/atom from the others of the same composition and "
          "volume, scattered by %.3f: another zero of energy (reference: settings, docs/honest-numbers.md)\n",
          name, (long long)list[i].nconfig, list[i].above, list[i].spread);
  }
  free(list);
  return DFTFIT_OK;
}

dftfit_status data_findings_print(const dataset *set, const survey *s, const composition_table *table, int64_t most,
                                  dftfit_error *err) {
  printf("\nfindings\n");
  print_missing(set, "energy", set->energy, 1, false, most);
  print_missing(set, "forces", set->force[0], 3, true, most);
  print_missing(set, "stress", set->stress[0], 6, false, most);
  print_without_target(set);
  DFTFIT_TRY(settings_findings_print(set, most, err));
  DFTFIT_TRY(print_jumps(set, err));
  DFTFIT_TRY(print_outliers(set, table, most, err));
  print_net_forces(set, s, most);
  DFTFIT_TRY(print_twins(set, s, KIN_IDENTICAL,
                         "with the same cell and atoms as an earlier one, to the last bit:", most, err));
  DFTFIT_TRY(
      print_twins(set, s, KIN_ALIKE,
                  "with the same distances as an earlier one (a copy, shifted or rotated, a supercell, or almost "
                  "the same structure):",
                  most, err));
  DFTFIT_TRY(print_twins(set, s, KIN_NEAR,
                         "with the cell of an earlier one and atoms within 0.05 A of its own (frames of a trajectory "
                         "that follow each other closely):",
                         most, err));
  printf("  end of findings\n");
  return DFTFIT_OK;
}
