/* SPDX-License-Identifier: BSD-3-Clause */
/* Equations (1) to (11) of docs/forms/tersoff.md bond by bond, with the functions of libm. Where the block tells atoms
 * apart, what b is not in comes from one end of each bond, the one that LAMMPS takes it from: the coordinates of a
 * ghost are rounded, so that d_ij and -d_ji differ in their last bit, and close to the cutoff forces notice. */
#include <stdint.h>
#include <string.h>

#include "forms/tersoff/bond.h"

static int64_t tag_of(const dftfit_block *b, int atom) {
  return b->tag_bytes == 8 ? ((const int64_t *)b->tag)[atom] : ((const int32_t *)b->tag)[atom];
}

/* Whether the bond of site s to row is taken from this end: the parity of the sum of the tags says whether it is the
 * end of the smaller one; between an atom and its own image the upper one is the other end. */
static bool taken_here(const dftfit_block *b, int s, int row) {
  const int64_t i = tag_of(b, b->site[s]), j = tag_of(b, b->neighbour[row]);
  if (i != j) return (i > j) == ((i + j) % 2 != 0);
  const double d[3] = {b->dz[row], b->dy[row], b->dx[row]};
  int c = 0;
  while (c < 2 && d[c] == 0) c++;
  return d[c] > 0;
}

/* Slope along the bond of what b is not in; e: element of row. */
static double pair_slope(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, double r) {
  const int n = f->nelement, i = b->element[s];
  const double here = dftfit_tersoff_pair_at(f, &f->entry[tersoff_triple(n, i, e, e)], r).slope;
  if (!b->tag) return here;
  return taken_here(b, s, row) ? here + dftfit_tersoff_pair_at(f, &f->entry[tersoff_triple(n, e, i, i)], r).slope : 0;
}

static void add_bond(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, tersoff_leg *leg,
                     const dftfit_block_result *result) {
  const int begin = b->first[s * f->nelement];
  double *gx = result->gx + begin, *gy = result->gy + begin, *gz = result->gz + begin;
  tersoff_bond_of o = dftfit_tersoff_bond_between(f, b, s, e, row);
  dftfit_tersoff_bond_gradient(b, &o, pair_slope(f, b, s, e, row, o.r), 0, leg, 0, 0, gx, gy, gz);
  if (!dftfit_tersoff_bond_at(f, b, s, e, row, leg, &o)) return;
  result->energy[s] += o.energy.value;
  dftfit_tersoff_bond_gradient(b, &o, o.energy.attraction_by_r, o.energy.by_zeta, leg, 0, o.end - o.begin, gx, gy, gz);
}

void dftfit_tersoff_reference_evaluate(const tersoff_form *f, const dftfit_block *b, void *scratch,
                                       const dftfit_block_result *result) {
  const int n = b->nelement;
  const size_t bytes = (size_t)b->nrow * sizeof(double);
  memset(result->gx, 0, bytes);
  memset(result->gy, 0, bytes);
  memset(result->gz, 0, bytes);
  for (int s = 0; s < b->nsite; s++) {
    result->energy[s] = 0;
    for (int e = 0; e < n; e++)
      for (int k = 0; k < b->count[s * n + e]; k++) add_bond(f, b, s, e, b->first[s * n + e] + k, scratch, result);
  }
}
