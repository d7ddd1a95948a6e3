/* SPDX-License-Identifier: BSD-3-Clause */
/* Sites with a repulsive core, docs/forms/pace.md (16), (17): few neighbours are so near, so they are taken one by one.
 */
#include <math.h>

#include "forms/pace/form.h"
#include "functions/cutoff.h"

/* 1 for x <= end - width, 0 for x >= end */
static dftfit_switch fall(double x, double end, double width) {
  if (width > 0) return dftfit_cutoff_quintic(x, end - width, end);
  return (dftfit_switch){x < end ? 1 : 0, 0, 0};
}

/* Sum of the core over the neighbours of site s. */
static double core_density(const pace_form *f, const dftfit_block *b, int s) {
  double sum = 0, slope;
  for (int e = 0, n = b->nelement; e < n; e++) {
    const pace_core *core = &f->core[b->element[s] * n + e];
    int first = b->first[s * n + e], end = first + b->count[s * n + e];
    for (int row = first; row < end; row++)
      if (b->r[row] < core->reach) sum += pace_core_at(core, b->r[row], &slope);
  }
  return sum;
}

static void add_along(const dftfit_block *b, int row, double slope, const dftfit_block_result *result) {
  double g = slope / b->r[row];
  result->gx[row] += g * b->dx[row];
  result->gy[row] += g * b->dy[row];
  result->gz[row] += g * b->dz[row];
}

/* Adds factor times the gradient of the core's sum. */
static void add_core_gradient(const pace_form *f, const dftfit_block *b, int s, double factor,
                              const dftfit_block_result *result) {
  double slope;
  for (int e = 0, n = b->nelement; e < n; e++) {
    const pace_core *core = &f->core[b->element[s] * n + e];
    int first = b->first[s * n + e], end = first + b->count[s * n + e];
    for (int row = first; row < end; row++) {
      if (b->r[row] >= core->reach) continue;
      pace_core_at(core, b->r[row], &slope);
      add_along(b, row, factor * slope, result);
    }
  }
}

/* The row of the neighbour that is deepest in its inner cutoff, and its bond; -1: there is no neighbour. */
static int deepest(const pace_form *f, const dftfit_block *b, int s, const pace_bond **bond) {
  int found = -1;
  double least = INFINITY;
  for (int e = 0, n = b->nelement; e < n; e++) {
    const pace_bond *own = &f->file.bond[b->element[s] * n + e];
    int first = b->first[s * n + e], end = first + b->count[s * n + e];
    for (int row = first; row < end; row++) {
      double depth = b->r[row] - (own->inner_cutoff - own->inner_width);
      if (b->r[row] >= own->cutoff || depth >= least) continue;
      least = depth;
      found = row;
      *bond = own;
    }
  }
  return found;
}

void dftfit_pace_site_finish(const pace_form *f, const dftfit_block *b, int s, int lane, double expansion,
                             const ace_workspace *w, const dftfit_block_result *result) {
  const pace_embedding *embedding = &f->file.embedding[b->element[s]];
  const pace_bond *bond = NULL;
  double core = core_density(f, b, s);
  dftfit_switch on = {1, 0, 0};
  if (f->file.inner != PACE_INNER_ZBL) {
    on = fall(core, embedding->core_cutoff, embedding->core_width);
    dftfit_ace_site_gradient(&f->model, b, s, lane, on.value, w, result);
    add_core_gradient(f, b, s, 1 + expansion * on.slope, result);
    result->energy[s] = expansion * on.value + core;
    return;
  }
  int row = deepest(f, b, s, &bond);
  if (row >= 0) on = fall(bond->inner_cutoff - b->r[row], bond->inner_width, bond->inner_width);
  dftfit_ace_site_gradient(&f->model, b, s, lane, on.value, w, result);
  add_core_gradient(f, b, s, 1 - on.value, result);
  if (row >= 0) add_along(b, row, -(expansion - core) * on.slope, result);
  result->energy[s] = expansion * on.value + core * (1 - on.value);
}
