/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/eam/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table with the slopes of its interpolation. */
typedef struct curve {
  int n;
  double step;
  const double *f;
  double *slope; /* [n] per interval */
} curve;

static double at(const curve *c, double x) {
  double position = x / c->step;
  int k = (int)fmax(0, fmin(position, c->n - 2));
  double cubic[4];
  eam_cubic(c->f[k], c->slope[k], c->f[k + 1], c->slope[k + 1], cubic);
  return eam_cubic_at(cubic, position - k).value;
}

/* Fills the table g of the curve `to` from the curve `from`; returns the largest difference halfway between the new
 * points, divided by x where the table holds x times the function. */
static double resample(curve *from, const double *f, curve *to, double *g, bool times_x) {
  double worst = 0;
  from->f = f;
  to->f = g;
  dftfit_eam_table_slopes(from->n, f, from->slope, 1);
  for (int k = 0; k < to->n; k++) g[k] = from->n == to->n ? f[k] : at(from, k * to->step);
  dftfit_eam_table_slopes(to->n, g, to->slope, 1);
  for (int k = 1; k < to->n - 1; k++) { /* phi itself diverges in the first interval */
    double x = (k + 0.5) * to->step;
    worst = fmax(worst, fabs(at(to, x) - at(from, x)) / (times_x ? x : 1));
  }
  return worst;
}

static dftfit_status check_hosts(const eam_table *t, const dftfit_header *header, dftfit_error *err) {
  for (int b = 0; b < t->nelement; b++)
    for (int a = 1; a < t->nelement; a++)
      if (memcmp(eam_table_density(t, a, b), eam_table_density(t, 0, b), (size_t)t->nr * sizeof(double)) != 0)
        return dftfit_fail(err, DFTFIT_ERR_USAGE,
                           "the density of %s differs between hosts %s and %s, which an eam/alloy file cannot hold; "
                           "write an eam/fs file",
                           header->element[b], header->element[0], header->element[a]);
  return DFTFIT_OK;
}

static void fill(const eam_table *from, eam_table *to, curve *old, curve *new, dftfit_table_error *error) {
  int n = from->nelement;
  old->n = from->nrho, old->step = from->drho;
  new->n = to->nrho, new->step = to->drho;
  for (int a = 0; a < n; a++)
    error->embedding =
        fmax(error->embedding, resample(old, eam_table_embedding(from, a), new, eam_table_embedding(to, a), false));
  old->n = from->nr, old->step = from->dr;
  new->n = to->nr, new->step = to->dr;
  for (int a = 0; a < n; a++)
    for (int b = 0; b < n; b++) {
      if (to->finnis_sinclair || a == 0)
        error->density =
            fmax(error->density, resample(old, eam_table_density(from, a, b), new, eam_table_density(to, a, b), false));
      if (b <= a)
        error->pair = fmax(error->pair, resample(old, eam_table_pair(from, a, b), new, eam_table_pair(to, a, b), true));
    }
}

dftfit_status dftfit_eam_resample(const eam_table *from, const dftfit_header *header, bool finnis_sinclair, int points,
                                  eam_table *out, dftfit_table_error *error, dftfit_error *err) {
  *error = (dftfit_table_error){0};
  *out = *from;
  out->embedding = out->density = out->pair = NULL;
  out->finnis_sinclair = finnis_sinclair;
  DFTFIT_FAIL_IF(points != 0 && (points < EAM_MIN_POINTS || points > EAM_MAX_POINTS), err, DFTFIT_ERR_USAGE,
                 "%d points per table; expected %d to %d", points, EAM_MIN_POINTS, EAM_MAX_POINTS);
  if (from->finnis_sinclair && !finnis_sinclair) DFTFIT_TRY(check_hosts(from, header, err));
  if (points > 0) {
    out->drho *= (double)(from->nrho - 1) / (points - 1);
    out->dr *= (double)(from->nr - 1) / (points - 1);
    out->nrho = out->nr = points;
  }
  int longest = from->nr > from->nrho ? from->nr : from->nrho;
  int longest_new = out->nr > out->nrho ? out->nr : out->nrho;
  curve old = {.slope = malloc((size_t)longest * sizeof(double))};
  curve new = {.slope = malloc((size_t)longest_new * sizeof(double))};
  dftfit_status status = DFTFIT_OK;
  if (!old.slope || !new.slope) status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (!status) status = dftfit_eam_table_allocate(out, err);
  if (!status) fill(from, out, &old, &new, error);
  free(old.slope);
  free(new.slope);
  return status;
}
