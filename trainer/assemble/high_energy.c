/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/high_energy.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/energy_outliers.h"

/* Of a line through data with a long tail upwards, this many times the upper half is left out. */
enum { HALVINGS = 3 };

/* energies that are counted from another zero say nothing of those */
static bool counts(const dataset *set, const int *fold_of, int zero, int64_t c) {
  return fold_of[c] >= 0 && (set->zero ? set->zero[c] : 0) == zero && isfinite(set->energy[c]) &&
         set->first_atom[c + 1] > set->first_atom[c];
}

static void composition(const dataset *set, int64_t c, double *x) {
  double n = (double)(set->first_atom[c + 1] - set->first_atom[c]);
  for (int z = 0; z < set->nspecies; z++) x[z] = 0;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) x[set->atom_species[i]] += 1 / n;
}

/* Energies of the elements mu [nspecies] of the n configurations listed: least squares of least norm. */
static dftfit_status element_energies(const dataset *set, const int64_t *config, int64_t n, double *mu,
                                      dftfit_error *err) {
  int p = set->nspecies;
  lapack_int rank, rows = (lapack_int)(n > p ? n : p);
  double *a = calloc((size_t)rows * (size_t)p, sizeof *a), *b = calloc((size_t)rows, sizeof *b);
  double *s = malloc(sizeof(double) * (size_t)p), *x = malloc(sizeof(double) * (size_t)p);
  dftfit_status status = DFTFIT_OK;
  if (!a || !b || !s || !x) {
    status = dftfit_no_memory(err, "the energies of the elements");
  } else {
    for (int64_t i = 0; i < n; i++) {
      composition(set, config[i], x);
      for (int z = 0; z < p; z++) a[(size_t)z * (size_t)rows + (size_t)i] = x[z];
      b[i] = set->energy[config[i]] / (double)(set->first_atom[config[i] + 1] - set->first_atom[config[i]]);
    }
    if (LAPACKE_dgelsd(LAPACK_COL_MAJOR, rows, p, 1, a, rows, b, rows, s, 1e-10, &rank))
      status = dftfit_fail(err, DFTFIT_ERR_NUMERIC, "the energies of the elements could not be estimated");
    for (int z = 0; z < p; z++) mu[z] = b[z];
  }
  free(a);
  free(b);
  free(s);
  free(x);
  return status;
}

static double above(const dataset *set, int64_t c, const double *mu, double *x) {
  double e = set->energy[c] / (double)(set->first_atom[c + 1] - set->first_atom[c]);
  composition(set, c, x);
  for (int z = 0; z < set->nspecies; z++) e -= x[z] * mu[z];
  return e;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Keeps those of the n configurations whose energy is not above the median. */
static int64_t lower_half(const dataset *set, const double *mu, double *x, double *energy, int64_t *config, int64_t n) {
  for (int64_t i = 0; i < n; i++) energy[i] = above(set, config[i], mu, x);
  qsort(energy, (size_t)n, sizeof *energy, compare);
  double median = energy[n / 2];
  int64_t kept = 0;
  for (int64_t i = 0; i < n; i++)
    if (above(set, config[i], mu, x) <= median) config[kept++] = config[i];
  return kept;
}

/* Lists the configurations that count, but for gross outliers; config [nconfig]. */
static dftfit_status list_sound(const dataset *set, const int *fold_of, int zero, int64_t *config, int64_t *n,
                                dftfit_error *err) {
  energy_outlier *wrong = NULL;
  int64_t nwrong;
  bool *leave = calloc((size_t)set->nconfig + 1, sizeof *leave);
  DFTFIT_FAIL_IF(!leave, err, DFTFIT_ERR_MEMORY, "out of memory for the energies of configurations");
  dftfit_status status = energy_outliers_gross(set, fold_of, &wrong, &nwrong, err);
  for (int64_t i = 0; i < nwrong && !status; i++) leave[wrong[i].config] = true;
  for (int64_t c = 0; c < set->nconfig && !status; c++)
    if (counts(set, fold_of, zero, c) && !leave[c]) config[(*n)++] = c;
  free(wrong);
  free(leave);
  return status;
}

static dftfit_status make_hull(const dataset *set, const int64_t *config, int64_t n, ground_state *g,
                               dftfit_error *err) {
  const size_t p = (size_t)set->nspecies;
  double *x = malloc(((size_t)n + 1) * p * sizeof *x), *energy = malloc(((size_t)n + 1) * sizeof *energy);
  dftfit_status status = x && energy ? DFTFIT_OK : dftfit_no_memory(err, "the hull of the energies");
  for (int64_t i = 0; i < n && !status; i++) {
    const int64_t c = config[i];
    composition(set, c, x + (size_t)i * p);
    energy[i] = set->energy[c] / (double)(set->first_atom[c + 1] - set->first_atom[c]);
    g->least = fmin(g->least, above(set, c, g->mu, g->x));
  }
  if (!status) status = hull_create(&g->hull, set->nspecies, n, x, energy, err);
  free(x);
  free(energy);
  return status;
}

/* config, low [nconfig], energy [nconfig] for work */
static dftfit_status find_ground_state(const dataset *set, const int *fold_of, int zero, int64_t *config, int64_t *low,
                                       double *energy, ground_state *g, dftfit_error *err) {
  int64_t n = 0;
  DFTFIT_TRY(list_sound(set, fold_of, zero, config, &n, err));
  memcpy(low, config, (size_t)n * sizeof *low);
  int64_t kept = n;
  for (int k = 0; n > 0 && k <= HALVINGS; k++) {
    DFTFIT_TRY(element_energies(set, low, kept, g->mu, err));
    if (k < HALVINGS && kept > 4 * set->nspecies) kept = lower_half(set, g->mu, g->x, energy, low, kept);
  }
  return make_hull(set, config, n, g, err);
}

static dftfit_status ground_state_of_zero(const dataset *set, const int *fold_of, int zero, ground_state *g,
                                          dftfit_error *err) {
  const size_t n = (size_t)set->nconfig + 1;
  int64_t *config = malloc(n * sizeof *config), *low = malloc(n * sizeof *low);
  double *energy = malloc(n * sizeof *energy);
  *g = (ground_state){.mu = calloc(2 * (size_t)set->nspecies + 1, sizeof *g->mu), .least = INFINITY};
  g->x = g->mu ? g->mu + set->nspecies : NULL;
  dftfit_status status = config && low && energy && g->mu
                             ? find_ground_state(set, fold_of, zero, config, low, energy, g, err)
                             : dftfit_no_memory(err, "the energies of configurations");
  free(config);
  free(low);
  free(energy);
  if (status) ground_state_destroy(g);
  return status;
}

dftfit_status ground_state_create(const dataset *set, const int *fold_of, ground_state *g, dftfit_error *err) {
  return ground_state_of_zero(set, fold_of, 0, g, err);
}

void ground_state_destroy(ground_state *g) {
  hull_destroy(&g->hull);
  free(g->mu);
  *g = (ground_state){0};
}

double ground_state_above(const ground_state *g, const dataset *set, int64_t c) {
  const double plane = above(set, c, g->mu, g->x) - g->least; /* fills x */
  const double best = g->hull.nvertex ? hull_energy(&g->hull, g->x) : INFINITY;
  return isfinite(best) ? set->energy[c] / (double)(set->first_atom[c + 1] - set->first_atom[c]) - best : plane;
}

double high_energy_factor(double above, double scale) { return scale > 0 ? 1 + pow(above / scale, 2) : 1; }

static dftfit_status factors_of_zero(const dataset *set, const int *fold_of, double scale, int zero, double *factor,
                                     dftfit_error *err) {
  ground_state g;
  DFTFIT_TRY(ground_state_of_zero(set, fold_of, zero, &g, err));
  for (int64_t c = 0; c < set->nconfig; c++)
    if (counts(set, fold_of, zero, c)) factor[c] = high_energy_factor(fmax(ground_state_above(&g, set, c), 0), scale);
  ground_state_destroy(&g);
  return DFTFIT_OK;
}

dftfit_status high_energy_factors(const dataset *set, const int *fold_of, double scale, double *factor,
                                  dftfit_error *err) {
  int nzero = 1;
  for (int64_t c = 0; c < set->nconfig; c++) {
    factor[c] = 1;
    if (set->zero && set->zero[c] >= nzero) nzero = set->zero[c] + 1;
  }
  for (int z = 0; z < nzero && scale > 0; z++) DFTFIT_TRY(factors_of_zero(set, fold_of, scale, z, factor, err));
  return DFTFIT_OK;
}
