/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/noise.h"

#include <math.h>
#include <stdlib.h>

#include "check/noise_match.h"
#include "check/robust.h"

void noise_report_destroy(noise_report *r) {
  free(r->match);
  free(r->offset);
  free(r->group);
  *r = (noise_report){0};
}

typedef struct difference {
  double value;
  int64_t config; /* of a */
  int group;
} difference;

typedef struct differences {
  int64_t n, capacity;
  difference *item;
} differences;

static dftfit_status add(differences *d, double value, int64_t config, int group, dftfit_error *err) {
  if (isnan(value)) return DFTFIT_OK;
  if (d->n == d->capacity) {
    int64_t capacity = 2 * d->capacity + 1024;
    void *memory = realloc(d->item, (size_t)capacity * sizeof *d->item);
    DFTFIT_FAIL_IF(!memory, err, DFTFIT_ERR_MEMORY, "out of memory for %lld differences", (long long)capacity);
    d->item = memory;
    d->capacity = capacity;
  }
  d->item[d->n++] = (difference){value, config, group};
  return DFTFIT_OK;
}

/* group < 0: of all; fitted: how many offsets were taken off */
static dftfit_status summarise(const differences *d, int group, double fitted, noise_sigma *out, dftfit_error *err) {
  double *size = malloc((size_t)(d->n + 1) * sizeof *size), sum = 0;
  DFTFIT_FAIL_IF(!size, err, DFTFIT_ERR_MEMORY, "out of memory for %lld differences", (long long)d->n);
  *out = (noise_sigma){.sigma = NAN, .rms = NAN, .largest = NAN, .config = -1};
  for (int64_t i = 0; i < d->n; i++) {
    const difference *one = &d->item[i];
    if (group >= 0 && one->group != group) continue;
    size[out->n++] = fabs(one->value);
    sum += one->value * one->value;
    if (out->config < 0 || fabs(one->value) > out->largest) {
      out->largest = fabs(one->value);
      out->config = one->config;
    }
  }
  if (out->n >= NOISE_LEAST) {
    const double n = (double)out->n, freedom = n > fitted ? n / (n - fitted) : 1;
    out->sigma = ROBUST_SIGMA_PER_MAD * robust_median(size, out->n) * sqrt(freedom);
    out->rms = sqrt(sum / n * freedom);
  }
  free(size);
  return DFTFIT_OK;
}

static dftfit_status summarise_all(const dataset *a, const differences *d, target_class kind, double fitted,
                                   noise_report *r, dftfit_error *err) {
  DFTFIT_TRY(summarise(d, -1, fitted, &r->all[kind], err));
  for (int g = 0; g < a->ngroup; g++) DFTFIT_TRY(summarise(d, g, 0, &r->group[g][kind], err));
  return DFTFIT_OK;
}

/* ---- energies: less an offset per element, as far as the compositions tell them apart ---- */

typedef struct energy_rows {
  int64_t n;
  double *x, *y, *work;
  const noise_match **match;
} energy_rows;

static void fill_rows(const dataset *a, const dataset *b, const noise_report *r, const int *column, int m,
                      energy_rows *rows) {
  rows->n = 0;
  for (int64_t i = 0; i < r->nmatch; i++) {
    const noise_match *p = &r->match[i];
    const double higher = b->energy[p->b] - a->energy[p->a];
    const int64_t first = a->first_atom[p->a], end = a->first_atom[p->a + 1];
    if (isnan(higher)) continue;
    double *x = rows->x + rows->n * m;
    for (int k = 0; k < m; k++) {
      x[k] = 0;
      for (int64_t j = first; j < end; j++) x[k] += column[k] < 0 || a->atom_species[j] == column[k];
      x[k] /= (double)(end - first);
    }
    rows->y[rows->n] = higher / (double)(end - first);
    rows->match[rows->n++] = p;
  }
}

/* Columns of elements are taken one by one, those that depend on the ones before left out; where fewer than all are
 * left, one offset for all atoms takes their place. Returns how many there are in column and fit. */
static int fit_offsets(const dataset *a, const dataset *b, const noise_report *r, energy_rows *rows, int *column,
                       robust_fit *fit) {
  int m = 0;
  for (int s = 0; s < a->nspecies && m < ROBUST_MAX_COLUMNS; s++) {
    column[m] = s;
    fill_rows(a, b, r, column, m + 1, rows);
    if (robust_regress(rows->n, m + 1, rows->x, rows->y, (double)rows->n, rows->work, fit)) m++;
  }
  if (m < a->nspecies) {
    column[0] = -1;
    m = 1;
  }
  fill_rows(a, b, r, column, m, rows);
  return robust_regress(rows->n, m, rows->x, rows->y, (double)rows->n, rows->work, fit) ? m : 0;
}

static dftfit_status energies(const dataset *a, const dataset *b, noise_report *r, energy_rows *rows,
                              dftfit_error *err) {
  int column[ROBUST_MAX_COLUMNS] = {0};
  robust_fit fit;
  differences d = {0};
  dftfit_status status = DFTFIT_OK;
  const int m = fit_offsets(a, b, r, rows, column, &fit);
  for (int k = 0; k < m; k++) {
    if (column[k] < 0)
      r->per_atom = fit.beta[k];
    else
      r->offset[column[k]] = fit.beta[k];
  }
  for (int64_t i = 0; i < rows->n && m > 0 && !status; i++) {
    double value = rows->y[i];
    for (int k = 0; k < m; k++) value -= fit.beta[k] * rows->x[i * m + k];
    status = add(&d, value, rows->match[i]->a, a->config_group[rows->match[i]->a], err);
  }
  if (!status) status = summarise_all(a, &d, TARGET_ENERGY, m, r, err);
  free(d.item);
  return status;
}

static dftfit_status fit_energies(const dataset *a, const dataset *b, noise_report *r, dftfit_error *err) {
  const size_t n = (size_t)r->nmatch + 1;
  energy_rows rows = {.x = malloc(n * ROBUST_MAX_COLUMNS * sizeof *rows.x),
                      .y = malloc(n * sizeof *rows.y),
                      .work = malloc(n * sizeof *rows.work),
                      .match = malloc(n * sizeof *rows.match)};
  dftfit_status status = rows.x && rows.y && rows.work && rows.match ? energies(a, b, r, &rows, err)
                                                                     : dftfit_no_memory(err, "%zu pairs", n);
  free(rows.x);
  free(rows.y);
  free(rows.work);
  free(rows.match);
  return status;
}

/* ---- forces and stress: what is zero on both sides is so by symmetry, and says nothing ---- */

static double gap(double x, double y) { return x == 0 && y == 0 ? NAN : y - x; }

static dftfit_status collect_forces(const dataset *a, const dataset *b, const noise_report *r, differences *d,
                                    dftfit_error *err) {
  for (int64_t i = 0; i < r->nmatch; i++) {
    const noise_match *p = &r->match[i];
    const int64_t first = a->first_atom[p->a], natom = a->first_atom[p->a + 1] - first;
    const int64_t other = b->first_atom[p->b];
    for (int64_t j = 0; j < natom; j++)
      for (int k = 0; k < 3; k++)
        DFTFIT_TRY(add(d, gap(a->force[first + j][k], b->force[other + j][k]), p->a, a->config_group[p->a], err));
  }
  return DFTFIT_OK;
}

static double pressure_gap(const dataset *a, const dataset *b, const noise_match *p) {
  const double *s = a->stress[p->a], *t = b->stress[p->b];
  return (t[0] + t[1] + t[2] - s[0] - s[1] - s[2]) / 3;
}

static dftfit_status collect_stress(const dataset *a, const dataset *b, noise_report *r, double *work, differences *d,
                                    dftfit_error *err) {
  int64_t n = 0;
  for (int64_t i = 0; i < r->nmatch; i++) {
    work[n] = pressure_gap(a, b, &r->match[i]);
    n += !isnan(work[n]);
  }
  r->pressure = n >= NOISE_LEAST ? robust_median(work, n) : 0;
  for (int64_t i = 0; i < r->nmatch; i++) {
    const noise_match *p = &r->match[i];
    for (int k = 0; k < 6; k++)
      DFTFIT_TRY(add(d, gap(a->stress[p->a][k], b->stress[p->b][k]) - (k < 3 ? r->pressure : 0), p->a,
                     a->config_group[p->a], err));
  }
  return DFTFIT_OK;
}

static dftfit_status fit_rest(const dataset *a, const dataset *b, noise_report *r, dftfit_error *err) {
  differences forces = {0}, stress = {0};
  double *work = malloc((size_t)(r->nmatch + 1) * sizeof *work);
  dftfit_status status = work ? collect_forces(a, b, r, &forces, err) : dftfit_no_memory(err, "the differences");
  if (!status) status = summarise_all(a, &forces, TARGET_FORCE, 0, r, err);
  if (!status) status = collect_stress(a, b, r, work, &stress, err);
  if (!status) status = summarise_all(a, &stress, TARGET_STRESS, 1, r, err);
  free(forces.item);
  free(stress.item);
  free(work);
  return status;
}

dftfit_status noise_report_create(const dataset *a, const dataset *b, noise_report *out, dftfit_error *err) {
  *out = (noise_report){.per_atom = NAN};
  DFTFIT_TRY(noise_match_find(a, b, &out->match, &out->nmatch, err));
  out->offset = malloc((size_t)a->nspecies * sizeof *out->offset);
  out->group = malloc((size_t)a->ngroup * sizeof *out->group);
  dftfit_status status = out->offset && out->group ? DFTFIT_OK : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  for (int s = 0; s < a->nspecies && !status; s++) out->offset[s] = NAN;
  if (!status) status = fit_energies(a, b, out, err);
  if (!status) status = fit_rest(a, b, out, err);
  if (status) noise_report_destroy(out);
  return status;
}
