/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/energy_outliers.h"

#include <math.h>
#include <stdlib.h>

#include "check/robust.h"

/* What an energy above or below others has to do with: forces, and the deviator of the stress. */
enum { HEATS = 2 };

typedef struct place {
  double volume, energy; /* an atom */
  double heat[HEATS];    /* root mean square force, norm of the deviator of the stress; NaN: not known */
  int64_t config;
} place;

/* Higher energies with forces this many times those of the others, or lower ones with as many times smaller ones, are
 * hotter or colder structures, and not wrong. */
static const double HOTTER = 2;

static int compare_places(const void *left, const void *right) {
  const place *a = left, *b = right;
  if (a->volume != b->volume) return a->volume < b->volume ? -1 : 1;
  return (a->config > b->config) - (a->config < b->config);
}

static double root_mean_square_force(const dataset *set, int64_t c) {
  double sum = 0;
  const int64_t first = set->first_atom[c], end = set->first_atom[c + 1];
  for (int64_t i = first; i < end; i++)
    for (int k = 0; k < 3; k++) sum += set->force[i][k] * set->force[i][k];
  return sqrt(sum / (double)(end - first));
}

static double deviator(const double stress[6]) {
  const double mean = (stress[0] + stress[1] + stress[2]) / 3;
  double sum = 0;
  for (int k = 0; k < 3; k++) sum += (stress[k] - mean) * (stress[k] - mean) + 2 * stress[3 + k] * stress[3 + k];
  return sqrt(sum);
}

/* without a volume (open sides) all count as of one volume */
static int64_t fill(const dataset *set, const composition_class *class, place *list) {
  int64_t n = 0;
  for (int64_t i = 0; i < class->n; i++) {
    const int64_t c = class->config[i];
    const double natom = (double)(set->first_atom[c + 1] - set->first_atom[c]), volume = dataset_volume(set, c) / natom;
    if (isnan(set->energy[c])) continue;
    list[n++] = (place){isnan(volume) ? 0 : volume,
                        set->energy[c] / natom,
                        {root_mean_square_force(set, c), deviator(set->stress[c])},
                        c};
  }
  qsort(list, (size_t)n, sizeof *list, compare_places);
  return n;
}

/* the neighbours of entry i; returns their number */
static int gather(const place *list, int64_t n, int64_t i, const place *near[OUTLIER_NEIGHBOURS]) {
  int64_t low = i - 1, high = i + 1;
  int count = 0;
  const double most = OUTLIER_VOLUME * list[i].volume;
  while (count < OUTLIER_NEIGHBOURS) {
    const double below = low >= 0 ? list[i].volume - list[low].volume : INFINITY;
    const double above = high < n ? list[high].volume - list[i].volume : INFINITY;
    if (fmin(below, above) > most || isinf(fmin(below, above))) break;
    near[count++] = below <= above ? &list[low--] : &list[high++];
  }
  return count;
}

/* whether forces or stress say that the structure is as far from the others as its energy is */
static bool is_natural(const place *p, int count, const place *const near[], bool above) {
  for (int h = 0; h < HEATS; h++) {
    double heat[OUTLIER_NEIGHBOURS];
    int n = 0;
    for (int k = 0; k < count; k++)
      if (!isnan(near[k]->heat[h])) heat[n++] = near[k]->heat[h];
    const double median = robust_median(heat, n);
    if (above ? p->heat[h] > HOTTER * median : HOTTER * p->heat[h] < median) return true;
  }
  return false;
}

static bool judge(const place *list, int64_t n, int64_t i, energy_outlier *out) {
  const place *near[OUTLIER_NEIGHBOURS];
  double energy[OUTLIER_NEIGHBOURS];
  const int count = gather(list, n, i, near);
  if (count < OUTLIER_LEAST_NEIGHBOURS) return false;
  for (int k = 0; k < count; k++) energy[k] = near[k]->energy;
  const double median = robust_median(energy, count), above = list[i].energy - median;
  for (int k = 0; k < count; k++) energy[k] = fabs(near[k]->energy - median);
  *out = (energy_outlier){list[i].config, above, ROBUST_SIGMA_PER_MAD * robust_median(energy, count)};
  return fabs(above) > OUTLIER_DEVIATIONS * out->spread && fabs(above) > OUTLIER_LEAST &&
         !is_natural(&list[i], count, near, above > 0);
}

dftfit_status energy_outliers_find(const dataset *set, const composition_table *table, energy_outlier **out, int64_t *n,
                                   dftfit_error *err) {
  place *list = malloc((size_t)(set->nconfig + 1) * sizeof *list);
  *out = malloc((size_t)(set->nconfig + 1) * sizeof **out);
  *n = 0;
  if (!list || !*out) {
    free(list);
    free(*out);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %lld configurations", (long long)set->nconfig);
  }
  for (int64_t k = 0; k < table->n; k++) {
    const int64_t count = fill(set, &table->entry[k], list);
    for (int64_t i = 0; i < count; i++)
      if (judge(list, count, i, &(*out)[*n])) ++*n;
  }
  free(list);
  return DFTFIT_OK;
}
