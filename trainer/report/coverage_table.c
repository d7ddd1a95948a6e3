/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/coverage_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "check/robust.h"

/* what a potential gets wrong, as a rule, that has seen nothing of a kind */
static const char *const lacking[KIND_COUNT] = {
    [KIND_BULK] = "lattice constant and energy of the ground state are not tied down",
    [KIND_STRAINED] = "elastic constants and the equation of state are extrapolated",
    [KIND_SURFACE] = "surface energies, fracture and small particles are extrapolated",
    [KIND_POINT_DEFECT] = "energies of vacancies and interstitials, and diffusion, are extrapolated",
    [KIND_PLANAR_FAULT] = "stacking faults and dislocation cores are extrapolated",
    [KIND_THERMAL] = "phonons, thermal expansion and runs at temperature rest on strains alone",
    [KIND_LIQUID] = "melting and disordered structures are extrapolated, and short distances are not seen",
    [KIND_COMPETING_CRYSTAL] = "other crystals may come out below the ground state",
    [KIND_CLUSTER] = "the energy of free atoms and small molecules is not tied down"};

typedef struct range {
  double low, high;
  long n;
} range;

static void extend(range *r, double value) {
  if (isnan(value)) return;
  r->low = r->n ? fmin(r->low, value) : value;
  r->high = r->n ? fmax(r->high, value) : value;
  r->n++;
}

typedef struct summary {
  long configs, atoms;
  range volume, strain, temperature;
} summary;

/* strains are told of what is a strained crystal, temperatures of what vibrates about one */
static bool has_strain(dataset_kind kind) { return kind == KIND_BULK || kind == KIND_STRAINED; }
static bool has_temperature(dataset_kind kind) { return kind == KIND_THERMAL || kind == KIND_POINT_DEFECT; }

/* the middle 80 % of the temperatures of a kind: runs that changed their structure would make the whole range useless
 */
static dftfit_status find_temperatures(const dataset *set, const coverage *cover, summary kind[KIND_COUNT],
                                       dftfit_error *err) {
  double *value = malloc(((size_t)set->nconfig + 1) * sizeof *value);
  DFTFIT_FAIL_IF(!value, err, DFTFIT_ERR_MEMORY, "out of memory for the temperatures");
  for (int k = 0; k < KIND_COUNT; k++) {
    int64_t n = 0;
    if (!has_temperature((dataset_kind)k)) continue;
    for (int64_t c = 0; c < set->nconfig; c++)
      if (cover->kind[c] == (dataset_kind)k && !isnan(cover->temperature[c])) value[n++] = cover->temperature[c];
    if (n == 0) continue;
    extend(&kind[k].temperature, robust_quantile(value, n, 0.1));
    extend(&kind[k].temperature, robust_quantile(value, n, 0.9));
  }
  free(value);
  return DFTFIT_OK;
}

static void print_range(range r, double unit, int decimals) {
  if (r.n)
    printf(" %8.*f %8.*f", decimals, unit * r.low, decimals, unit * r.high);
  else
    printf(" %8s %8s", "-", "-");
}

static void print_kinds(const summary *kind) {
  printf("\nwhat the configurations show\n%-18s %8s %9s %17s %17s %17s\n", "", "", "", "volume, A^3/atom", "strain, %",
         "temperature, K *");
  printf("%-18s %8s %9s %8s %8s %8s %8s %8s %8s\n", "kind", "configs", "atoms", "lowest", "highest", "lowest",
         "highest", "10 %", "90 %");
  for (int k = 0; k < KIND_COUNT; k++) {
    if (!kind[k].configs) continue;
    printf("%-18s %8ld %9ld", dataset_kind_name((dataset_kind)k), kind[k].configs, kind[k].atoms);
    print_range(kind[k].volume, 1, 3);
    print_range(kind[k].strain, 100, 2);
    print_range(kind[k].temperature, 1, 0);
    printf("\n");
  }
  printf("* of the displacements from the mean of a run (docs/data-checks.md), the middle 80 %%\n");
}

/* kinds that were found configuration by configuration, since the group tells none */
static void print_reasons(const dataset *set, const coverage *cover) {
  for (int g = 0; g < set->ngroup; g++) {
    long count[KIND_COUNT][REASONS] = {{0}};
    if (set->group[g].kind != KIND_OTHER) continue;
    for (int64_t c = 0; c < set->nconfig; c++)
      if (set->config_group[c] == g) count[cover->kind[c]][cover->reason[c]]++;
    for (int k = 0; k < KIND_COUNT; k++)
      for (int r = 0; r < REASONS; r++)
        if (count[k][r])
          printf("  group %s: %ld %s (%s)\n", set->group[g].name, count[k][r], dataset_kind_name((dataset_kind)k),
                 coverage_reason_text((coverage_reason)r));
  }
}

/* Strained crystals tell the lattice constant and the energy of the ground state, too. */
static bool is_lacking(const summary *kind, int k) {
  if (!lacking[k] || kind[k].configs) return false;
  return k != KIND_BULK || !kind[KIND_STRAINED].configs;
}

dftfit_status coverage_table_print(const dataset *set, const coverage *cover, dftfit_error *err) {
  summary kind[KIND_COUNT] = {{0}};
  int nlacking = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    summary *s = &kind[cover->kind[c]];
    const int64_t natom = set->first_atom[c + 1] - set->first_atom[c];
    s->configs++;
    s->atoms += (long)natom;
    extend(&s->volume, dataset_volume(set, c) / (double)natom);
    if (has_strain(cover->kind[c])) extend(&s->strain, cover->strain[c]);
  }
  DFTFIT_TRY(find_temperatures(set, cover, kind, err));
  print_kinds(kind);
  print_reasons(set, cover);
  for (int k = 0; k < KIND_COUNT; k++)
    if (is_lacking(kind, k) && nlacking++ == 0) printf("for a potential that transfers, these are lacking\n");
  for (int k = 0; k < KIND_COUNT; k++)
    if (is_lacking(kind, k)) printf("  %-18s %s\n", dataset_kind_name((dataset_kind)k), lacking[k]);
  if (nlacking == 0) printf("no kind is lacking\n");
  return DFTFIT_OK;
}
