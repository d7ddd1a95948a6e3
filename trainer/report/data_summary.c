/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/data_summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/units.h"

/* Where there are very many groups, those of few configurations are counted only. */
enum { MANY_GROUPS = 40, FEW_CONFIGS = 5 };

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
  int few = 0;
  for (int g = 0; g < set->ngroup; g++) {
    if (set->ngroup > MANY_GROUPS && group[g].configs < FEW_CONFIGS)
      few++;
    else
      print_extent(set->group[g].name, width, dataset_kind_name(set->group[g].kind), &group[g]);
  }
  if (few)
    printf("and %d groups of fewer than %d configurations (import --group-by N makes fewer)\n", few, FEW_CONFIGS);
  print_extent("all", width, "", all);
}

/* "  name low to high unit", one number where both are printed alike */
static void print_setting(const char *name, range r, int digits, const char *unit) {
  char low[32], high[32];
  if (r.low > r.high) return;
  snprintf(low, sizeof low, "%.*g", digits, r.low);
  snprintf(high, sizeof high, "%.*g", digits, r.high);
  if (strcmp(low, high))
    printf("  %s %s to %s %s", name, low, high, unit);
  else
    printf("  %s %s %s", name, low, unit);
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
  print_setting("plane-wave cut-off", ecut, 6, "eV");
  print_setting("k spacing", kspacing, 4, "1/A");
  print_setting("SCF tolerance", tolerance, 2, "eV");
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

dftfit_status data_summary_print(const dataset *set, const survey *s, dftfit_error *err) {
  extent all = {.energy = empty, .volume = empty, .pressure = empty};
  extent *group = malloc((size_t)set->ngroup * sizeof *group);
  DFTFIT_FAIL_IF(!group, err, DFTFIT_ERR_MEMORY, "out of memory for %d groups", set->ngroup);
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
  free(group);
  return DFTFIT_OK;
}
