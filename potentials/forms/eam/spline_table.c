/* SPDX-License-Identifier: BSD-3-Clause */
/* Splines as tables, for the files of other codes. docs/forms/eam.md */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/pair_values.h"
#include "forms/eam/spline.h"

enum { DEFAULT_POINTS = 5000 }; /* where nobody asks for a number */

typedef enum quantity { PHI, RHO, EMBEDDING } quantity;

/* phi of a pair, the density with that index, F of an element: value at x. */
static double value_at(const eam_spline *f, quantity what, int index, double x) {
  const double *c = what == PHI ? f->phi : f->density;
  if (what == EMBEDDING)
    return dftfit_eam_embedding_at(&f->embedding, eam_spline_curvatures(f) + index * f->embedding.n, x).value;
  dftfit_spline_basis b = dftfit_spline_at(what == PHI ? &f->knots[index] : dftfit_eam_spline_knots(f, index), x);
  double sum = 0;
  for (int k = 0; k < 4; k++) sum += c[index * (f->n + EAM_SPLINE_DROPPED) + b.first + k] * b.value[k];
  return sum;
}

/* Fills the table (r phi for PHI); largest difference to LAMMPS's interpolation halfway between points, of phi itself.
 * Leaves out the first interval, where phi is r phi over nearly nothing. slope [n]: room. */
static double sample(const eam_spline *f, quantity what, int index, int n, double step, double *slope, double *table) {
  double worst = 0;
  for (int k = 0; k < n; k++) table[k] = value_at(f, what, index, k * step) * (what == PHI ? k * step : 1);
  dftfit_eam_table_slopes(n, table, slope, 1);
  for (int k = 1; k < n - 1; k++) {
    double x = (k + 0.5) * step, between = 0.5 * (table[k] + table[k + 1]) + 0.125 * (slope[k] - slope[k + 1]);
    worst = fmax(worst, fabs(between / (what == PHI ? x : 1) - value_at(f, what, index, x)));
  }
  return worst;
}

static void fill(const eam_spline *f, eam_table *t, double *slope, dftfit_table_error *error) {
  int n = t->nelement;
  for (int a = 0; a < n; a++)
    error->embedding =
        fmax(error->embedding, sample(f, EMBEDDING, a, t->nrho, t->drho, slope, eam_table_embedding(t, a)));
  for (int a = 0; a < (t->finnis_sinclair ? n : 1); a++)
    for (int b = 0; b < n; b++)
      error->density = fmax(
          error->density, sample(f, RHO, eam_spline_density(f, a, b), t->nr, t->dr, slope, eam_table_density(t, a, b)));
  for (int a = 0; a < n; a++)
    for (int b = 0; b <= a; b++)
      error->pair =
          fmax(error->pair, sample(f, PHI, dftfit_pair_index(n, a, b), t->nr, t->dr, slope, eam_table_pair(t, a, b)));
}

dftfit_status dftfit_eam_spline_tabulate(const eam_spline *f, bool finnis_sinclair, int points, eam_table *out,
                                         dftfit_table_error *error, dftfit_error *err) {
  int n = points > 0 ? points : DEFAULT_POINTS;
  *error = (dftfit_table_error){0};
  DFTFIT_FAIL_IF(points != 0 && (points < EAM_MIN_POINTS || points > EAM_MAX_POINTS), err, DFTFIT_ERR_USAGE,
                 "%d points per table; expected %d to %d", points, EAM_MIN_POINTS, EAM_MAX_POINTS);
  DFTFIT_FAIL_IF(f->finnis_sinclair && !finnis_sinclair && f->header.nelement > 1, err, DFTFIT_ERR_USAGE,
                 "densities that depend on the host cannot stand in an eam/alloy file; write an eam/fs file");
  *out = (eam_table){.nelement = f->header.nelement, .finnis_sinclair = finnis_sinclair, .nrho = n, .nr = n};
  out->dr = f->header.cutoff[0] / (n - 1);
  /* one interval beyond the last knot F has become a straight line, and so LAMMPS goes on from there */
  out->drho = (f->embedding_max + f->embedding.step) / (n - 1);
  for (int a = 0; a < out->nelement; a++) snprintf(out->lattice[a].type, sizeof out->lattice[a].type, "none");
  double *slope = malloc((size_t)n * sizeof *slope);
  DFTFIT_FAIL_IF(!slope, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = dftfit_eam_table_allocate(out, err);
  if (!status) fill(f, out, slope, error);
  free(slope);
  return status;
}
