/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations that repeat others: sorted by composition and mean zeroth moment, so that only neighbours are
 *  compared. */
#include "data/twins.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
  const dataset *set;
  const survey *s;
  int64_t config;
  int64_t natom;
  double mean;          /* of the zeroth moment */
  uint64_t composition; /* a hash of how many atoms of each element, and of the directions that are periodic */
} entry;

static uint64_t composition_hash(const dataset *set, int64_t c) {
  uint64_t sum = 0;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    sum +=
        (set->atom_species[i] + 1u) * 0x9E3779B97F4A7C15u * (set->atom_species[i] + 1u); /* does not depend on order */
  return sum * 8 + set->pbc[c][0] + 2u * set->pbc[c][1] + 4u * set->pbc[c][2];
}

static int compare_entries(const void *left, const void *right) {
  const entry *a = left, *b = right;
  if (a->natom != b->natom) return a->natom < b->natom ? -1 : 1;
  if (a->composition != b->composition) return a->composition < b->composition ? -1 : 1;
  if (a->mean != b->mean) return a->mean < b->mean ? -1 : 1;
  return a->config < b->config ? -1 : a->config > b->config;
}

static int compare_twins(const void *left, const void *right) {
  const survey_twin *a = left, *b = right;
  return a->second < b->second ? -1 : a->second > b->second;
}

static bool identical(const dataset *set, int64_t a, int64_t b) {
  size_t n = (size_t)(set->first_atom[a + 1] - set->first_atom[a]);
  int64_t i = set->first_atom[a], j = set->first_atom[b];
  return !memcmp(set->cell[a], set->cell[b], sizeof *set->cell) &&
         !memcmp(&set->atom_species[i], &set->atom_species[j], n * sizeof *set->atom_species) &&
         !memcmp(set->position[i], set->position[j], n * sizeof *set->position);
}

static double mean_moment(const dataset *set, const survey *s, int64_t c) {
  int64_t n = set->first_atom[c + 1] - set->first_atom[c];
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += s->moment[set->first_atom[c] * SURVEY_MOMENTS + i];
  return sum / (double)n;
}

/* volumes tell dilute configurations apart, in which no distance is within reach */
static bool alike(const entry *a, const entry *b) {
  const dataset *set = a->set;
  const double scale = fmax(a->mean, b->mean);
  const double u = dataset_volume(set, a->config), v = dataset_volume(set, b->config);
  if (fabs(u - v) > SURVEY_ALIKE_TOLERANCE * fmax(u, v)) return false;
  if (scale == 0) return identical(set, a->config, b->config);
  const float *x = a->s->moment + set->first_atom[a->config] * SURVEY_MOMENTS;
  const float *y = b->s->moment + set->first_atom[b->config] * SURVEY_MOMENTS;
  for (int64_t i = 0; i < a->natom * SURVEY_MOMENTS; i++)
    if (fabs((double)x[i] - y[i]) > SURVEY_ALIKE_TOLERANCE * scale) return false;
  return true;
}

/* Whether entries e and k may be alike: near each other in the sorted list. */
static bool near(const entry *e, const entry *k, double tolerance) {
  return e->natom == k->natom && e->composition == k->composition &&
         fabs(e->mean - k->mean) <= tolerance * fmax(e->mean, k->mean);
}

/* Lowers *first to the earliest configuration, before that of entry e, which is the same in this sense; identical ones
 * have equal means, so that only those are looked at for them. -1 in *first: none yet. */
static void find_same(const entry *list, int64_t n, int64_t e, survey_sameness sameness, int64_t *first) {
  const double tolerance = sameness == SURVEY_IDENTICAL ? 0 : SURVEY_ALIKE_TOLERANCE;
  for (int step = -1; step <= 1; step += 2)
    for (int64_t k = e + step; k >= 0 && k < n && near(&list[e], &list[k], tolerance); k += step) {
      int64_t other = list[k].config;
      if (other >= list[e].config || (*first >= 0 && other > *first)) continue;
      if (sameness == SURVEY_IDENTICAL ? identical(list[e].set, other, list[e].config) : alike(&list[k], &list[e]))
        *first = other;
    }
}

/* The earlier configuration that entry e repeats, an identical one before one that is merely alike. */
static bool find_earlier(const entry *list, int64_t n, int64_t e, survey_twin *twin) {
  *twin = (survey_twin){-1, list[e].config, SURVEY_IDENTICAL};
  find_same(list, n, e, SURVEY_IDENTICAL, &twin->first);
  if (twin->first >= 0) return true;
  twin->sameness = SURVEY_ALIKE;
  find_same(list, n, e, SURVEY_ALIKE, &twin->first);
  return twin->first >= 0;
}

dftfit_status twins_find(const dataset *set, survey *s, dftfit_error *err) {
  size_t n = (size_t)set->nconfig;
  entry *list = malloc(n * sizeof *list);
  s->twin = malloc(n * sizeof *s->twin);
  s->ntwin = 0;
  if (!list || !s->twin) {
    free(list);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  for (size_t c = 0; c < n; c++) {
    int64_t natom = set->first_atom[c + 1] - set->first_atom[c];
    list[c] = (entry){set, s, (int64_t)c, natom, mean_moment(set, s, (int64_t)c), composition_hash(set, (int64_t)c)};
  }
  qsort(list, n, sizeof *list, compare_entries);
  for (size_t e = 0; e < n; e++)
    if (find_earlier(list, (int64_t)n, (int64_t)e, &s->twin[s->ntwin])) s->ntwin++;
  qsort(s->twin, (size_t)s->ntwin, sizeof *s->twin, compare_twins);
  free(list);
  return DFTFIT_OK;
}
