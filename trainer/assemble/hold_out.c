/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/hold_out.h"

#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "check/robust.h"

/* Windows of a run; draws of which the best is taken, where so many are held out that quantiles say something. */
enum { WINDOWS = 5, DRAWS = 64, LEAST_DRAWN = 3, QUANTILES = 5, QUANTITIES = 2 };
enum { STREAM_HOLDOUT = 1, STREAM_RANDOM = 5 }; /* independent streams of random numbers */

static double natoms(const dataset *set, int64_t c) { return (double)(set->first_atom[c + 1] - set->first_atom[c]); }

/* energy or volume of an atom; NaN: not known */
static double quantity(const dataset *set, int64_t c, int which) {
  if (which == 0) return set->energy ? set->energy[c] / natoms(set, c) : NAN;
  return set->cell ? dataset_volume(set, c) / natoms(set, c) : NAN;
}

/* quantiles 0.1, 0.3, ... 0.9 of the known ones of n configurations; returns how many are known. value [n] for work */
static int64_t quantiles(const dataset *set, const int64_t *config, int64_t n, int which, double *value,
                         double out[QUANTILES]) {
  int64_t known = 0;
  for (int64_t i = 0; i < n; i++) {
    value[known] = quantity(set, config[i], which);
    known += isfinite(value[known]);
  }
  for (int q = 0; q < QUANTILES; q++) out[q] = robust_quantile(value, known, (2 * q + 1) / (2.0 * QUANTILES));
  return known;
}

typedef struct drawing {
  const dataset *set;
  const data_run *run;
  uint64_t seed, number; /* of the run */
  double target[QUANTITIES][QUANTILES], width[QUANTITIES];
  int64_t take, *picked; /* [take] */
  double *value;         /* [run->n] for work */
} drawing;

/* picks one window in each of as many stretches */
static void draw(const drawing *d, uint64_t attempt) {
  const int64_t n = d->run->n, windows = d->take < WINDOWS ? d->take : WINDOWS;
  int64_t picked = 0;
  for (int64_t w = 0; w < windows; w++) {
    const int64_t from = n * w / windows, length = n * (w + 1) / windows - from;
    const int64_t size = d->take * (w + 1) / windows - d->take * w / windows;
    const uint64_t lot = (d->number * DRAWS + attempt) * WINDOWS + (uint64_t)w;
    const int64_t start = from + random_below(d->seed, STREAM_HOLDOUT, lot, length - size + 1);
    for (int64_t i = start; i < start + size; i++) d->picked[picked++] = d->run->config[i];
  }
}

/* how far the quantiles of what is picked are from those of the run, in units of their spread */
static double unlikeness(const drawing *d) {
  double sum = 0, own[QUANTILES];
  for (int k = 0; k < QUANTITIES; k++) {
    if (!(d->width[k] > 0) || !quantiles(d->set, d->picked, d->take, k, d->value, own)) continue;
    for (int q = 0; q < QUANTILES; q++) sum += fabs(own[q] - d->target[k][q]) / d->width[k];
  }
  return sum;
}

static void hold_out_of_run(drawing *d, int *fold_of) {
  uint64_t best = 0;
  double least = INFINITY;
  for (int k = 0; k < QUANTITIES; k++) {
    quantiles(d->set, d->run->config, d->run->n, k, d->value, d->target[k]);
    d->width[k] = d->target[k][QUANTILES - 1] - d->target[k][0];
  }
  for (uint64_t a = 0; a < DRAWS && d->take >= LEAST_DRAWN; a++) {
    draw(d, a);
    const double value = unlikeness(d);
    if (value < least) {
      least = value;
      best = a;
    }
  }
  draw(d, best);
  for (int64_t i = 0; i < d->take; i++) fold_of[d->picked[i]] = SPLIT_HOLDOUT;
}

dftfit_status hold_out_windows(const dataset *set, const runs *r, double fraction, uint64_t seed, int *fold_of,
                               dftfit_error *err) {
  const size_t n = (size_t)set->nconfig + 1;
  drawing d = {.set = set, .seed = seed, .picked = malloc(n * sizeof *d.picked), .value = malloc(n * sizeof *d.value)};
  dftfit_status status = d.picked && d.value ? DFTFIT_OK : dftfit_no_memory(err, "the hold-out");
  double carry = 0;
  for (int k = 0; k < r->n && !status; k++) {
    const double wanted = fraction * (double)r->run[k].n + carry;
    int64_t take = (int64_t)floor(wanted + 0.5);
    if (take > r->run[k].n - 1) take = r->run[k].n - 1; /* never a whole run */
    if (take < 0) take = 0;
    carry = wanted - (double)take;
    d.run = &r->run[k];
    d.number = (uint64_t)k;
    d.take = take;
    if (take) hold_out_of_run(&d, fold_of);
  }
  free(d.picked);
  free(d.value);
  return status;
}

typedef struct ticket {
  uint64_t lot;
  int64_t config;
} ticket;

static int compare_tickets(const void *left, const void *right) {
  const ticket *a = left, *b = right;
  if (a->lot != b->lot) return a->lot < b->lot ? -1 : 1;
  return (a->config > b->config) - (a->config < b->config);
}

dftfit_status hold_out_random(const dataset *set, double fraction, uint64_t seed, int *fold_of, dftfit_error *err) {
  ticket *list = malloc(((size_t)set->nconfig + 1) * sizeof *list);
  DFTFIT_FAIL_IF(!list, err, DFTFIT_ERR_MEMORY, "out of memory for the hold-out");
  int64_t n = 0;
  for (int64_t c = 0; c < set->nconfig; c++)
    if (!fold_of[c]) list[n++] = (ticket){random_bits(seed, STREAM_RANDOM, (uint64_t)c), c};
  qsort(list, (size_t)n, sizeof *list, compare_tickets);
  const int64_t take = (int64_t)floor(fraction * (double)n + 0.5);
  for (int64_t i = 0; i < take; i++) fold_of[list[i].config] = SPLIT_HOLDOUT;
  free(list);
  return DFTFIT_OK;
}

/* largest difference of the cumulative distributions of two sorted lists */
static double distance(const double *a, int64_t n, const double *b, int64_t m) {
  double largest = 0;
  for (int64_t i = 0, j = 0; i < n && j < m;) {
    const double x = fmin(a[i], b[j]);
    while (i < n && a[i] <= x) i++;
    while (j < m && b[j] <= x) j++;
    largest = fmax(largest, fabs((double)i / (double)n - (double)j / (double)m));
  }
  return largest;
}

static void judge(const dataset *set, const int *fold_of, int group, int which, double *held, double *all,
                  representation *out) {
  int64_t n = 0, m = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    const double x = quantity(set, c, which);
    if (set->config_group[c] != group || fold_of[c] == SPLIT_EXCLUDED || !isfinite(x)) continue;
    all[m++] = x;
    if (fold_of[c] == SPLIT_HOLDOUT) held[n++] = x;
  }
  if (n < HOLD_OUT_JUDGED || n == m) return;
  const double low = robust_quantile(all, m, 0), high = robust_quantile(all, m, 1); /* which sort */
  robust_quantile(held, n, 0.5);
  const double d = distance(held, n, all, m), usual = 0.87 * sqrt(1 / (double)n - 1 / (double)m);
  if (!(high - low > 1e-9 * fabs(high)) || (out->group >= 0 && d / usual <= out->distance / out->expected)) return;
  out->group = group;
  out->of_volume = which == 1;
  out->distance = d;
  out->expected = usual;
  for (int q = 0; q < 3; q++) {
    out->held[q] = robust_quantile(held, n, 0.1 + 0.4 * q);
    out->all[q] = robust_quantile(all, m, 0.1 + 0.4 * q);
  }
}

static void count_group(const dataset *set, const int *fold_of, int group, representation *out) {
  int64_t part = 0, held = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (set->config_group[c] != group) continue;
    part += fold_of[c] != SPLIT_EXCLUDED;
    held += fold_of[c] == SPLIT_HOLDOUT;
  }
  out->ngroup += part > 0;
  out->without += part > 0 && held == 0;
}

dftfit_status hold_out_judge(const dataset *set, const int *fold_of, representation *out, dftfit_error *err) {
  const size_t n = (size_t)set->nconfig + 1;
  double *held = malloc(n * sizeof *held), *all = malloc(n * sizeof *all);
  *out = (representation){.group = -1};
  for (int g = 0; g < set->ngroup && held && all; g++) {
    count_group(set, fold_of, g, out);
    for (int k = 0; k < QUANTITIES; k++) judge(set, fold_of, g, k, held, all, out);
  }
  const bool good = held && all;
  free(held);
  free(all);
  return good ? DFTFIT_OK : dftfit_no_memory(err, "the hold-out");
}
