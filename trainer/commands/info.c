/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit info: what is in a data file, and what looks wrong in it. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/composition.h"
#include "check/work.h"
#include "commands/command.h"
#include "data/dataset.h"
#include "data/survey.h"
#include "dftfit/units.h"
#include "report/work_table.h"

enum { LIST_LENGTH = 8 }; /* configurations that a finding names, unless --full is given */

/* Forces of DFT sum to zero up to the noise of the grid; a sum larger than this per atom says that something is amiss.
 */
static const double NET_FORCE_PER_ATOM = 0.005; /* eV/A */

typedef struct range {
  double low, high;
} range;

static const range empty = {INFINITY, -INFINITY};

static void extend(range *r, double value) {
  if (isnan(value)) return;
  r->low = fmin(r->low, value);
  r->high = fmax(r->high, value);
}

/** What a group, or all, of the configurations span. */
typedef struct extent {
  long configs, atoms, energies, forces, stresses;
  range energy, volume, pressure; /* eV per atom, A^3 per atom, GPa (minus the mean of the diagonal) */
  double largest_force;           /* eV/A */
} extent;

static void extend_by(extent *e, const dataset *set, int64_t c) {
  int64_t first = set->first_atom[c], end = set->first_atom[c + 1];
  const double n = (double)(end - first), *stress = set->stress[c];
  e->configs++;
  e->atoms += end - first;
  e->energies += !isnan(set->energy[c]);
  e->forces += !isnan(set->force[first][0]);
  e->stresses += !isnan(stress[0]);
  extend(&e->energy, set->energy[c] / n);
  extend(&e->volume, dataset_volume(set, c) / n);
  extend(&e->pressure, -(stress[0] + stress[1] + stress[2]) / 3 * DFTFIT_GPA_PER_EV_A3);
  for (int64_t i = first; i < end; i++) {
    const double *f = set->force[i], length = sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    if (length > e->largest_force) e->largest_force = length;
  }
}

static void print_range(range r, int decimals) {
  if (r.low > r.high)
    printf("  %9s %9s", "-", "-");
  else
    printf("  %9.*f %9.*f", decimals, r.low, decimals, r.high);
}

static void print_extent(const char *name, int width, const char *kind, const extent *e) {
  printf("%-*s %-17s %7ld %8ld", width, name, kind, e->configs, e->atoms);
  print_range(e->energy, 4);
  if (e->forces)
    printf("  %8.3f", e->largest_force);
  else
    printf("  %8s", "-");
  print_range(e->pressure, 2);
  print_range(e->volume, 3);
  printf("\n");
}

static void print_groups(const dataset *set, const extent *group, const extent *all) {
  int width = 5;
  for (int g = 0; g < set->ngroup; g++)
    if ((int)strlen(set->group[g].name) > width) width = (int)strlen(set->group[g].name);
  printf("\n%-*s %-17s %7s %8s  %9s %9s  %8s  %9s %9s  %9s %9s\n", width, "", "", "", "", "energy", "eV/atom", "force",
         "pressure", "GPa", "volume", "A^3/atom");
  printf("%-*s %-17s %7s %8s  %9s %9s  %8s  %9s %9s  %9s %9s\n", width, "group", "kind", "configs", "atoms", "lowest",
         "highest", "max eV/A", "lowest", "highest", "lowest", "highest");
  for (int g = 0; g < set->ngroup; g++)
    print_extent(set->group[g].name, width, dataset_kind_name(set->group[g].kind), &group[g]);
  print_extent("all", width, "", all);
}

static void print_calculations(const dataset *set) {
  range ecut = empty, kspacing = empty, tolerance = empty;
  for (int i = 0; i < set->ncalculation; i++) {
    extend(&ecut, set->calculation[i].ecut);
    extend(&kspacing, set->calculation[i].kspacing);
    extend(&tolerance, set->calculation[i].scf_tolerance);
  }
  for (int i = 0; i < set->ncalculation; i++) {
    const dataset_calculation *c = &set->calculation[i];
    bool seen = false; /* lines that differ in numbers alone are told by the ranges */
    for (int j = 0; j < i && !seen; j++) {
      const dataset_calculation *d = &set->calculation[j];
      seen = !strcmp(c->code, d->code) && !strcmp(c->version, d->version) && !strcmp(c->functional, d->functional) &&
             !strcmp(c->pseudopotentials, d->pseudopotentials) && !strcmp(c->smearing, d->smearing);
    }
    if (seen || (!c->code[0] && !c->functional[0] && !c->pseudopotentials[0] && !c->smearing[0])) continue;
    printf("computed with %s %s  functional %s  pseudopotentials %s  smearing %s\n", c->code[0] ? c->code : "?",
           c->version, c->functional[0] ? c->functional : "?", c->pseudopotentials[0] ? c->pseudopotentials : "?",
           c->smearing[0] ? c->smearing : "?");
  }
  if (ecut.low <= ecut.high) printf("  plane-wave cut-off %.6g to %.6g eV", ecut.low, ecut.high);
  if (kspacing.low <= kspacing.high) printf("  k spacing %.4g to %.4g 1/A", kspacing.low, kspacing.high);
  if (tolerance.low <= tolerance.high) printf("  SCF tolerance %.2g to %.2g eV", tolerance.low, tolerance.high);
  if (ecut.low <= ecut.high || kspacing.low <= kspacing.high || tolerance.low <= tolerance.high) printf("\n");
}

static void print_distances(const dataset *set, const survey *s) {
  printf("\nshortest distances, A\n");
  for (int a = 0; a < set->nspecies; a++)
    for (int b = a; b < set->nspecies; b++) {
      const survey_pair *p = &s->shortest[a * set->nspecies + b];
      printf("  %2s-%-2s  ", set->species[a], set->species[b]);
      if (p->config < 0)
        printf("none within %.1f\n", SURVEY_REACH);
      else
        printf("%8.4f  configuration %lld (%s)\n", p->distance, (long long)p->config,
               set->group[set->config_group[p->config]].name);
    }
}

/* ---- findings: a count, then the configurations ---- */

typedef struct finding {
  long count;
  bool full;
} finding;

/* true when the next configuration of a finding is to be named */
static bool name_next(finding *f) { return f->count++ < LIST_LENGTH || f->full; }

static void end_finding(const finding *f) {
  if (f->count > LIST_LENGTH && !f->full) printf("    and %ld more (--full names them)\n", f->count - LIST_LENGTH);
}

static void print_missing(const dataset *set, const char *what, const double *value, int64_t stride, bool of_atoms,
                          long missing, bool full) {
  if (!missing) return;
  finding f = {0, full};
  printf("  %ld configurations have no %s:", missing, what);
  for (int64_t c = 0; c < set->nconfig; c++) {
    int64_t at = of_atoms ? set->first_atom[c] : c;
    if (isnan(value[at * stride]) && name_next(&f)) printf(" %lld", (long long)c);
  }
  if (f.count > LIST_LENGTH && !full) printf(" and %ld more", f.count - LIST_LENGTH);
  printf("\n");
}

static void print_net_forces(const dataset *set, const survey *s, bool full) {
  finding f = {0, full};
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

static void print_twins(const dataset *set, const survey *s, survey_sameness sameness, const char *what, bool full) {
  finding f = {0, full};
  long count = 0;
  for (int64_t t = 0; t < s->ntwin; t++) count += s->twin[t].sameness == sameness;
  if (!count) return;
  printf("  %ld %s\n", count, what);
  for (int64_t t = 0; t < s->ntwin; t++) {
    const survey_twin *w = &s->twin[t];
    if (w->sameness != sameness || !name_next(&f)) continue;
    double n = (double)(set->first_atom[w->first + 1] - set->first_atom[w->first]);
    printf("    configuration %lld (%s) repeats %lld (%s)", (long long)w->second,
           set->group[set->config_group[w->second]].name, (long long)w->first,
           set->group[set->config_group[w->first]].name);
    double difference = (set->energy[w->second] - set->energy[w->first]) / n * 1e3;
    if (!isnan(difference)) printf("; energies differ by %.2f meV/atom", difference);
    printf("\n");
  }
  end_finding(&f);
}

static void print_findings(const dataset *set, const survey *s, const extent *all, bool full) {
  printf("\nfindings\n");
  print_missing(set, "energy", set->energy, 1, false, all->configs - all->energies, full);
  print_missing(set, "forces", set->force[0], 3, true, all->configs - all->forces, full);
  print_missing(set, "stress", set->stress[0], 6, false, all->configs - all->stresses, full);
  print_net_forces(set, s, full);
  print_twins(set, s, SURVEY_IDENTICAL, "configurations are copies of others, to the last bit:", full);
  print_twins(set, s, SURVEY_ALIKE,
              "configurations have the same distances as another one (a copy, shifted or rotated, "
              "or almost the same structure):",
              full);
  printf("  end of findings\n");
}

static void print_info(const dataset *set, const survey *s, extent *group, bool full) {
  extent all = {.energy = empty, .volume = empty, .pressure = empty};
  for (int g = 0; g < set->ngroup; g++) group[g] = all;
  for (int64_t c = 0; c < set->nconfig; c++) {
    extend_by(&group[set->config_group[c]], set, c);
    extend_by(&all, set, c);
  }
  printf("%s: %lld configurations, %lld atoms, elements", set->path, (long long)set->nconfig, (long long)set->natom);
  for (int e = 0; e < set->nspecies; e++) printf(" %s", set->species[e]);
  printf("\nSHA-256 %s\n%d source file%s, the first is %s\n", set->sha256, set->nsource, set->nsource == 1 ? "" : "s",
         set->source[0]);
  print_calculations(set);
  print_groups(set, group, &all);
  print_distances(set, s);
  print_findings(set, s, &all, full);
}

static void print_help(void) {
  printf(
      "usage: dftfit info data.h5 [--check] [--full]\n\n"
      "Describes a data file: groups, ranges of the targets, shortest distance per pair of elements, and what looks\n"
      "wrong: missing targets, forces that do not sum to zero, configurations that repeat others. Configurations are\n"
      "counted from 0, as in the file.\n\n"
      "      --check  also test energies, forces and stresses against each other: units, signs, orders, Pulay stress\n"
      "               (docs/data-checks.md)\n"
      "      --full   name every configuration of a finding, not only the first %d\n",
      LIST_LENGTH);
}

static int parse_arguments(int argc, char **argv, const char **path, bool *full, bool *check, bool *help) {
  static const struct option options[] = {{"full", no_argument, NULL, 'a'},
                                          {"check", no_argument, NULL, 'c'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  int option;
  opterr = 0; /* the message is ours */
  optind = 1;
  while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
    if (option == 'a')
      *full = true;
    else if (option == 'c')
      *check = true;
    else if (option == 'h')
      *help = true;
    else
      return command_usage("info", "an option is unknown");
  }
  if (*help) return EXIT_SUCCESS;
  if (argc - optind != 1) return command_usage("info", "give one data file; there are %d", argc - optind);
  *path = argv[optind];
  return EXIT_SUCCESS;
}

static dftfit_status check_work(const dataset *set, bool full, dftfit_error *err) {
  composition_table table;
  work_report report;
  DFTFIT_TRY(composition_table_create(set, &table, err));
  dftfit_status status = work_report_create(set, &table, &report, err);
  if (!status) {
    work_table_print(stdout, set, &report);
    work_findings_print(stdout, set, &report, full ? set->nconfig : LIST_LENGTH);
    work_report_destroy(&report);
  }
  composition_table_destroy(&table);
  return status;
}

static dftfit_status run(const char *path, bool full, bool check, dftfit_error *err) {
  dataset *set;
  survey *s;
  DFTFIT_TRY(dataset_read(path, &set, err));
  dftfit_status status = survey_create(set, &s, err);
  if (!status) {
    extent *group = malloc((size_t)set->ngroup * sizeof *group);
    if (group)
      print_info(set, s, group, full);
    else
      status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
    free(group);
    survey_destroy(s);
  }
  if (!status && check) status = check_work(set, full, err);
  dataset_destroy(set);
  return status;
}

int command_info(int argc, char **argv) {
  if (!command_prints()) return EXIT_SUCCESS; /* the work of one rank */
  const char *path = NULL;
  bool full = false, check = false, help = false;
  dftfit_error err = {0};
  int code = parse_arguments(argc, argv, &path, &full, &check, &help);
  if (code) return code;
  if (help)
    print_help();
  else if (run(path, full, check, &err))
    code = command_failed(&err);
  return code;
}
