/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "check/shape.h"

void work_pairs_destroy(work_pairs *p) {
  free(p->pair);
  *p = (work_pairs){0};
}

/* A; an atom that moves less than this does no work that an energy could show, even where forces are not known */
static const double STILL = 1e-6;

static dftfit_status append(work_pairs *p, const work_pair *pair, dftfit_error *err) {
  if (p->n == p->capacity) {
    int64_t capacity = p->capacity ? 2 * p->capacity : 256;
    void *memory = realloc(p->pair, (size_t)capacity * sizeof *p->pair);
    DFTFIT_FAIL_IF(!memory, err, DFTFIT_ERR_MEMORY, "out of memory for %lld pairs", (long long)capacity);
    p->pair = memory;
    p->capacity = capacity;
  }
  p->pair[p->n++] = *pair;
  return DFTFIT_OK;
}

/* half of what one end adds to the trapezoids: strain is that end's H^-1 dH, shift [natom][3] fractional displacements
 */
static void add_end(const dataset *set, int64_t c, const shape *s, const double strain[9], const double (*shift)[3],
                    work_pair *pair) {
  static const int first[3] = {1, 0, 0}, second[3] = {2, 2, 1}; /* yz xz xy */
  const double *stress = set->stress[c], half = 0.5;
  const double(*force)[3] = (const double(*)[3])set->force + set->first_atom[c];
  for (int i = 0; i < pair->natom; i++)
    for (int k = 0; k < 3; k++) {
      double along = shift[i][0] * s->frame[k] + shift[i][1] * s->frame[3 + k] + shift[i][2] * s->frame[6 + k];
      if (fabs(along) > STILL) pair->forces -= half * force[i][k] * along;
    }
  if (!pair->strained) return;
  for (int k = 0; k < 3; k++) {
    pair->normal += half * s->volume * stress[k] * strain[4 * k];
    pair->dilation += half * s->volume * strain[4 * k];
    for (int l = 0; l < 3; l++) {
      double twice = strain[3 * first[l] + second[l]] + strain[3 * second[l] + first[l]];
      pair->shear[k][l] += half * s->volume * stress[3 + k] * twice;
    }
  }
}

/* Whether the list's entries i and j are a pair, and what sort; shift [natom][3] is filled when they are. */
static bool compare(const shapes *all, int64_t i, int64_t j, double strain[2][9], double (*shift)[3], bool *strained) {
  const shape *a = &all->shape[i], *b = &all->shape[j];
  double largest = shape_strain(a, b, strain[0]);
  if (!(largest <= PAIR_LARGEST_STRAIN)) return false;
  *strained = largest > PAIR_SAME_CELL;
  if (*strained && !all->periodic) return false;
  double limit = *strained ? PAIR_STRAINED_DISPLACEMENT : PAIR_LARGEST_DISPLACEMENT;
  double moved = shapes_displacement(all, i, j, limit, shift);
  if (!(moved <= limit) || (!*strained && moved < PAIR_LEAST_DISPLACEMENT)) return false;
  for (int k = 0; k < 9; k++) strain[1][k] = strain[0][k];
  shape_strain(b, a, strain[1]); /* H_b^-1 (H_a - H_b) */
  for (int k = 0; k < 9; k++) strain[1][k] = -strain[1][k];
  return true;
}

/* the pairs of entry i with those after it, up to entry `end` */
static dftfit_status find_partners(const dataset *set, const shapes *all, int64_t i, int64_t end, double (*shift)[3],
                                   work_pairs *out, dftfit_error *err) {
  const int64_t most = PAIR_MOST / all->n < PAIR_PARTNERS ? PAIR_MOST / all->n + 1 : PAIR_PARTNERS;
  int64_t found[2] = {0, 0};
  const int64_t a = all->config[i];
  for (int64_t j = i + 1; j < end && (found[0] < most || found[1] < most); j++) {
    const int64_t b = all->config[j];
    double strain[2][9];
    bool strained;
    if (isnan(set->energy[b]) || !compare(all, i, j, strain, shift, &strained) || found[strained] == most) continue;
    if (strained && (isnan(set->stress[a][0]) || isnan(set->stress[b][0]))) continue;
    work_pair pair = {.a = a, .b = b, .natom = (int)all->natom, .strained = strained};
    pair.energy = set->energy[b] - set->energy[a];
    add_end(set, a, &all->shape[i], strain[0], (const double(*)[3])shift, &pair);
    add_end(set, b, &all->shape[j], strain[1], (const double(*)[3])shift, &pair);
    if (isnan(pair.forces)) continue;
    DFTFIT_TRY(append(out, &pair, err));
    found[strained]++;
  }
  return DFTFIT_OK;
}

dftfit_status work_pairs_find(const dataset *set, int64_t n, const int64_t *config, work_pairs *out,
                              dftfit_error *err) {
  shapes all;
  if (n < 2) return DFTFIT_OK;
  DFTFIT_TRY(shapes_create(set, n, config, &all, err));
  double(*shift)[3] = malloc((size_t)all.natom * sizeof *shift);
  dftfit_status status = shift ? DFTFIT_OK : dftfit_no_memory(err, "%lld atoms", (long long)all.natom);
  const int64_t window = PAIR_COMPARISONS / n + 1;
  progress shown;
  progress_begin(&shown, "pairs of configurations", true);
  for (int64_t i = 0; i < n && !status; i++) {
    if (i % PROGRESS_STEP == 0) progress_update(&shown, (double)i / (double)n);
    if (!isnan(set->energy[config[i]]))
      status = find_partners(set, &all, i, i + 1 + window < n ? i + 1 + window : n, shift, out, err);
  }
  progress_end(&shown);
  free(shift);
  shapes_destroy(&all);
  return status;
}
