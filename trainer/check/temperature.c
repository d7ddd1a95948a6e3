/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/temperature.h"

#include <math.h>
#include <stdlib.h>

#include "check/shape.h"

static const double BOLTZMANN = 8.617333262e-5; /* eV/K, CODATA 2018 */
static const double SAME_CELL = 1e-4;           /* strain */
/* Root mean square displacements beyond this fraction of (volume per atom)^(1/3) are no vibrations: Lindemann's limit
 * of melting is 0.10 to 0.15 of the nearest distance, which is about this length. */
static const double VIBRATION = 0.15;

/* Cartesian displacement of fractional shift s */
static void to_cartesian(const double s[3], const double frame[9], double u[3]) {
  for (int k = 0; k < 3; k++) u[k] = s[0] * frame[k] + s[1] * frame[3 + k] + s[2] * frame[6 + k];
}

/* a run: the entries `member` [n] of s; shift [n][natom][3] from the first of them, mean [natom][3] */
static void fill_run(const dataset *set, const shapes *s, int64_t n, const int64_t *member, double (*shift)[3],
                     double (*mean)[3], double *out) {
  const int64_t natom = s->natom;
  const shape *first = &s->shape[member[0]];
  for (int64_t i = 0; i < natom; i++) mean[i][0] = mean[i][1] = mean[i][2] = 0;
  for (int64_t m = 0; m < n; m++) {
    shapes_displacement(s, member[0], member[m], INFINITY, shift + m * natom);
    for (int64_t i = 0; i < natom; i++)
      for (int k = 0; k < 3; k++) mean[i][k] += shift[m * natom + i][k] / (double)n;
  }
  for (int64_t m = 0; m < n; m++) {
    const int64_t c = s->config[member[m]];
    double work = 0, square = 0;
    for (int64_t i = 0; i < natom; i++) {
      double from_mean[3], u[3];
      for (int k = 0; k < 3; k++) from_mean[k] = shift[m * natom + i][k] - mean[i][k];
      to_cartesian(from_mean, first->frame, u);
      for (int k = 0; k < 3; k++) {
        work -= u[k] * set->force[set->first_atom[c] + i][k];
        square += u[k] * u[k];
      }
    }
    const double kelvin = work / (3 * (double)(natom - 1) * BOLTZMANN) * (double)n / (double)(n - 1);
    if (sqrt(square / (double)natom) < VIBRATION * cbrt(first->volume / (double)natom) && kelvin > 0) out[c] = kelvin;
  }
}

/* runs among configurations with the same order of elements: the first one not yet taken gives source and cell */
static dftfit_status find_runs(const dataset *set, int64_t n, const int64_t *config, double *out, dftfit_error *err) {
  shapes s;
  DFTFIT_TRY(shapes_create(set, n, config, &s, err));
  bool *taken = calloc((size_t)n, sizeof *taken);
  int64_t *member = malloc((size_t)n * sizeof *member);
  double(*shift)[3] = malloc((size_t)(n * s.natom) * sizeof *shift),
  (*mean)[3] = malloc((size_t)s.natom * sizeof *mean);
  dftfit_status status = DFTFIT_OK;
  if (!taken || !member || !shift || !mean) status = dftfit_no_memory(err, "%lld atoms", (long long)(n * s.natom));
  for (int64_t i = 0; i + TEMPERATURE_RUN <= n && !status; i++) {
    int64_t nmember = 0;
    double strain[9];
    for (int64_t j = i; j < n && !taken[i]; j++) {
      const bool same = !taken[j] && set->config_source[config[j]] == set->config_source[config[i]] &&
                        shape_strain(&s.shape[i], &s.shape[j], strain) < SAME_CELL;
      if (same) member[nmember++] = j;
    }
    for (int64_t m = 0; m < nmember; m++) taken[member[m]] = true;
    if (nmember >= TEMPERATURE_RUN) fill_run(set, &s, nmember, member, shift, mean, out);
  }
  free(taken);
  free(member);
  free(shift);
  free(mean);
  shapes_destroy(&s);
  return status;
}

dftfit_status temperature_find(const dataset *set, const composition_class *class, double *out, dftfit_error *err) {
  const int64_t c = class->config[0];
  if (set->first_atom[c + 1] - set->first_atom[c] < 2) return DFTFIT_OK;
  for (int64_t i = 0, same; i < class->n; i += same) {
    same = composition_same_order(set, class->n - i, class->config + i);
    if (same >= TEMPERATURE_RUN) DFTFIT_TRY(find_runs(set, same, class->config + i, out, err));
  }
  return DFTFIT_OK;
}
