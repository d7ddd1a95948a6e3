/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/extent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/split.h"
#include "data/dataset_neighbours.h"
#include "dftfit/fit.h"

#define REACH 4.0 /* A: nearest neighbours of any solid are closer */

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Surfaces and clusters have vacuum in their cells, and are the fewer in any set that is fit for a crystal. */
static dftfit_status typical_volume(const dataset *set, const int *fold_of, double *out, dftfit_error *err) {
  double *volume = malloc(sizeof(double) * (size_t)(set->nconfig + 1));
  if (!volume) return dftfit_no_memory(err, "%lld volumes", (long long)set->nconfig);
  int64_t n = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    double v = dataset_volume(set, c) / (double)(set->first_atom[c + 1] - set->first_atom[c]);
    if (fold_of[c] >= 0 && isfinite(v)) volume[n++] = v;
  }
  qsort(volume, (size_t)n, sizeof *volume, compare);
  *out = n ? volume[n / 2] : 0;
  free(volume);
  return DFTFIT_OK;
}

static void shortest_of(const dftfit_periodic *p, int nspecies, double *shortest) {
  const dftfit_atoms *a = &p->atoms;
  for (int i = 0; i < p->nlocal; i++)
    for (int k = 0; k < a->numneigh[i]; k++) {
      int j = a->firstneigh[i][k];
      const double *x = a->x + 3 * i, *y = a->x + 3 * j;
      double r = sqrt((y[0] - x[0]) * (y[0] - x[0]) + (y[1] - x[1]) * (y[1] - x[1]) + (y[2] - x[2]) * (y[2] - x[2]));
      double *least = &shortest[(a->type[i] - 1) * nspecies + a->type[j] - 1];
      if (r < *least) *least = r;
    }
}

static dftfit_status shortest_distances(const dataset *set, const int *fold_of, double *shortest, dftfit_error *err) {
  int n = set->nspecies, *same = malloc(sizeof(int) * (size_t)(n + 1));
  dftfit_periodic *lists = dftfit_periodic_create();
  dftfit_status status = same && lists ? DFTFIT_OK : dftfit_no_memory(err, "distances");
  for (int k = 0; !status && k < n; k++) same[k] = k;
  for (int k = 0; k < n * n; k++) shortest[k] = INFINITY;
  for (int64_t c = 0; !status && c < set->nconfig; c++) {
    if (fold_of[c] < 0) continue;
    status = dataset_neighbours(lists, set, c, same, REACH, err);
    if (!status) shortest_of(lists, n, shortest);
  }
  dftfit_periodic_destroy(lists);
  free(same);
  return status;
}

dftfit_status extent_of(const dataset *set, const int *fold_of, extent *e, dftfit_error *err) {
  *e = (extent){.shortest = malloc(sizeof(double) * (size_t)(set->nspecies * set->nspecies + 1))};
  if (!e->shortest) return dftfit_no_memory(err, "distances");
  dftfit_status status = typical_volume(set, fold_of, &e->volume, err);
  if (!status) status = shortest_distances(set, fold_of, e->shortest, err);
  if (status) extent_destroy(e);
  return status;
}

dftfit_status extent_create(const fit_config *config, const dataset *set, extent *e, dftfit_error *err) {
  int *fold_of = malloc(sizeof(int) * (size_t)(set->nconfig + 1));
  *e = (extent){0};
  if (!fold_of) return dftfit_no_memory(err, "%lld configurations", (long long)set->nconfig);
  dftfit_status status = split_create(config, set, fold_of, err);
  if (!status) status = extent_of(set, fold_of, e, err);
  free(fold_of);
  return status;
}

void extent_destroy(extent *e) {
  free(e->shortest);
  *e = (extent){0};
}

static int species_of(const dataset *set, const char *symbol) {
  for (int k = 0; symbol && k < set->nspecies; k++)
    if (!strcmp(set->species[k], symbol)) return k;
  return -1;
}

double extent_shortest(const extent *e, const dataset *set, const char *a, const char *b, double cutoff) {
  int ka = species_of(set, a), kb = species_of(set, b);
  double r = ka < 0 || kb < 0 ? INFINITY : e->shortest[ka * set->nspecies + kb];
  return isfinite(r) ? floor(r * 100) / 100 : dftfit_shortest_distance(a, b, cutoff);
}
