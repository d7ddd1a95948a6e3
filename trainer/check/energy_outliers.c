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
  double pressure;       /* size of the mean stress, eV/A^3; NaN: not known */
  int64_t config;
} place;

/* Higher energies with forces this many times those of the others, or lower ones with as many times smaller ones, are
 * hotter or colder structures, and not wrong; if their energy is one that such forces can store: ALWAYS, and F^2/2k an
 * atom with a spring constant k or V d^2/4G with a shear modulus G, both of a soft solid. */
static const double HOTTER = 2;
static const double SOFT_SPRING = 0.3; /* eV/A^2 */
static const double SOFT_SHEAR = 0.03; /* eV/A^3, 5 GPa */
static const double ALWAYS = 0.5;      /* eV/atom: so much goes with any such forces */

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
                        fabs(set->stress[c][0] + set->stress[c][1] + set->stress[c][2]) / 3,
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

/* the largest energy, eV/atom, that goes with forces or a deviator of the stress */
static double stored(int h, double heat, double volume) {
  return h == 0 ? heat * heat / (2 * SOFT_SPRING) : volume * heat * heat / (4 * SOFT_SHEAR);
}

/* whether the work of the pressure between the volumes is enough */
static bool is_compressed(const place *p, int count, const place *const near[], double above) {
  for (int k = 0; k < count; k++) {
    const double pressure = fmax(p->pressure, near[k]->pressure); /* of the one that is known */
    if (fabs(above) < 2 * pressure * fabs(p->volume - near[k]->volume)) return true;
  }
  return false;
}

/* whether forces or stress say that the structure is as far from the others as its energy is */
static bool is_natural(const place *p, int count, const place *const near[], double above) {
  for (int h = 0; h < HEATS; h++) {
    double heat[OUTLIER_NEIGHBOURS];
    int n = 0;
    for (int k = 0; k < count; k++)
      if (!isnan(near[k]->heat[h])) heat[n++] = near[k]->heat[h];
    const double median = robust_median(heat, n), largest = fmax(p->heat[h], median);
    if (fabs(above) > ALWAYS + stored(h, largest, p->volume)) continue;
    if (above > 0 ? p->heat[h] > HOTTER * median : HOTTER * p->heat[h] < median) return true;
  }
  return false;
}

static bool judge(const place *list, int64_t n, int64_t i, double least, bool low, energy_outlier *out) {
  const place *near[OUTLIER_NEIGHBOURS];
  double energy[OUTLIER_NEIGHBOURS];
  const int count = gather(list, n, i, near);
  if (count < OUTLIER_LEAST_NEIGHBOURS) return false;
  for (int k = 0; k < count; k++) energy[k] = near[k]->energy;
  const double median = robust_median(energy, count), above = list[i].energy - median;
  for (int k = 0; k < count; k++) energy[k] = fabs(near[k]->energy - median);
  *out = (energy_outlier){list[i].config, above, ROBUST_SIGMA_PER_MAD * robust_median(energy, count), true};
  if (low && above > 0) return false;
  return fabs(above) > OUTLIER_DEVIATIONS * out->spread && fabs(above) > least &&
         !is_natural(&list[i], count, near, above) && !is_compressed(&list[i], count, near, above);
}

/* What was being found, with memory for it. */
typedef struct finding {
  place *list;
  bool *found; /* [nconfig] */
  energy_outlier *out;
  int64_t n;
} finding;

static void look_through(const dataset *set, const composition_table *table, double least, bool low, finding *f) {
  for (int64_t k = 0; k < table->n; k++) {
    const int64_t count = fill(set, &table->entry[k], f->list);
    for (int64_t i = 0; i < count; i++) {
      if (f->found[f->list[i].config] || !judge(f->list, count, i, least, low, &f->out[f->n])) continue;
      f->found[f->out[f->n].config] = true;
      f->n++;
    }
  }
}

static bool has_company(const place *list, int64_t n, int64_t i, double above) {
  for (int step = -1; step <= 1; step += 2)
    for (int64_t k = i + step; k >= 0 && k < n; k += step) {
      if (fabs(list[k].volume - list[i].volume) > OUTLIER_VOLUME * list[i].volume) break;
      if (fabs(list[k].energy - list[i].energy) < OUTLIER_ALONE * fabs(above)) return true;
    }
  return false;
}

/* Says which of those found are alone. at [nconfig] for work */
static void look_for_company(const dataset *set, const composition_table *pool, int64_t *at, finding *f) {
  for (int64_t c = 0; c < set->nconfig; c++) at[c] = -1;
  for (int64_t i = 0; i < f->n; i++) at[f->out[i].config] = i;
  for (int64_t k = 0; k < pool->n && f->n; k++) {
    const int64_t count = fill(set, &pool->entry[k], f->list);
    for (int64_t i = 0; i < count; i++) {
      const int64_t out = at[f->list[i].config];
      if (out >= 0) f->out[out].alone = !has_company(f->list, count, i, f->out[out].above);
    }
  }
}

dftfit_status energy_outliers_find(const dataset *set, const composition_table *table, energy_outlier **out, int64_t *n,
                                   dftfit_error *err) {
  const size_t size = (size_t)set->nconfig + 1;
  finding f = {.list = malloc(size * sizeof *f.list),
               .found = calloc(size, sizeof *f.found),
               .out = malloc(size * sizeof *f.out)};
  composition_table pool = {0};
  int64_t *at = malloc(size * sizeof *at);
  dftfit_status status = f.list && f.found && at && f.out
                             ? DFTFIT_OK
                             : dftfit_no_memory(err, "%lld configurations", (long long)set->nconfig);
  if (!status) status = composition_pool_create(set, &pool, err);
  if (!status) {
    look_through(set, table, OUTLIER_LEAST, false, &f);
    look_through(set, &pool, OUTLIER_OF_ALL, true, &f);
    look_for_company(set, &pool, at, &f);
  }
  composition_table_destroy(&pool);
  free(f.list);
  free(f.found);
  free(at);
  if (status) free(f.out);
  *out = status ? NULL : f.out;
  *n = status ? 0 : f.n;
  return status;
}

/* Adds the gross ones to list. */
static dftfit_status add_gross(const dataset *set, energy_outlier *list, int64_t *n, dftfit_error *err) {
  composition_table table;
  energy_outlier *found;
  int64_t all = 0;
  DFTFIT_TRY(composition_table_create(set, &table, err));
  dftfit_status status = energy_outliers_find(set, &table, &found, &all, err);
  composition_table_destroy(&table);
  for (int64_t i = 0; i < all; i++)
    if (found[i].alone && fabs(found[i].above) >= OUTLIER_GROSS) list[(*n)++] = found[i];
  free(found);
  return status;
}

dftfit_status energy_outliers_gross(const dataset *set, const int *use, energy_outlier **out, int64_t *n,
                                    dftfit_error *err) {
  dataset seen = *set; /* with energies of its own */
  int nzero = 1;
  seen.energy = malloc(((size_t)set->nconfig + 1) * sizeof *seen.energy);
  *out = malloc(((size_t)set->nconfig + 1) * sizeof **out);
  *n = 0;
  dftfit_status status = seen.energy && *out ? DFTFIT_OK : dftfit_no_memory(err, "the energies");
  for (int64_t c = 0; c < set->nconfig && set->zero; c++)
    if (set->zero[c] >= nzero) nzero = set->zero[c] + 1;
  for (int z = 0; z < nzero && !status; z++) { /* energies from one zero are compared with each other */
    for (int64_t c = 0; c < set->nconfig; c++)
      seen.energy[c] = (use && use[c] < 0) || (set->zero && set->zero[c] != z) ? NAN : set->energy[c];
    status = add_gross(&seen, *out, n, err);
  }
  free(seen.energy);
  if (!status) return DFTFIT_OK;
  free(*out);
  *out = NULL;
  return status;
}
