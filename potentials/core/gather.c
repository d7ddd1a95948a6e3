/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/gather.h"

#include <math.h>

static int pad(int n) { return (n + DFTFIT_LANES - 1) / DFTFIT_LANES * DFTFIT_LANES; }

enum { ROW_BYTES = 2 * sizeof(int) + 8 * sizeof(double) }; /* of the block and its results */

static dftfit_status bad_distance(int i, int j, double r2, dftfit_error *err) {
  dftfit_status status =
      r2 == 0 ? dftfit_fail(err, DFTFIT_ERR_NUMERIC, "atoms %d and %d (indices from 0) are at the same place", i, j)
              : dftfit_fail(err, DFTFIT_ERR_NUMERIC,
                            "the distance of atoms %d and %d (indices from 0) is not a finite number", i, j);
  if (err) err->atom = i;
  return status;
}

/* An r^2 was zero or no number: which, of the neighbours of atom i inside cutoff2 of their element or without a
 * distance. */
static dftfit_status report_bad(const dftfit_atoms *atoms, int i, const double *cutoff2, dftfit_error *err) {
  const double *a = atoms->x + 3 * (long)i;
  for (int k = 0; k < atoms->numneigh[i]; k++) {
    int j = atoms->firstneigh[i][k] & atoms->neighmask, element = atoms->element_of_type[atoms->type[j]];
    if (element < 0) continue;
    const double *b = atoms->x + 3 * (long)j;
    double dx = b[0] - a[0], dy = b[1] - a[1], dz = b[2] - a[2], r2 = dx * dx + dy * dy + dz * dz;
    if (!(r2 >= cutoff2[element]) && !(r2 > 0)) return bad_distance(i, j, r2, err);
  }
  dftfit_fail(err, DFTFIT_ERR_NUMERIC, "the position of atom %d (index from 0) is not finite", i);
  if (err) err->atom = i;
  return DFTFIT_ERR_NUMERIC;
}

/* Positions and elements side by side. An atom of no element of ours is put where no cutoff reaches. */
static void pack(const dftfit_atoms *atoms, packed_atom *packed) {
  const packed_atom nowhere = {INFINITY, INFINITY, INFINITY, -1};
  packed[-1] = nowhere;
  for (long i = 0; i < atoms->nall; i++) {
    int element = atoms->element_of_type[atoms->type[i]];
    const double *x = atoms->x + 3 * i;
    packed[i] = element < 0 ? nowhere : (packed_atom){x[0], x[1], x[2], element};
  }
}

/* Appends atom i to the block. cutoff, cutoff2 [nelement]: of its element. */
static dftfit_status place_site(const dftfit_atoms *atoms, dftfit_workspace *ws, int i, int element, int nelement,
                                const double *cutoff, const double *cutoff2, dftfit_error *err) {
  const neighbour_kernels *kernels = ws->kernels;
  const packed_atom *at = &ws->packed[i];
  int s = ws->block.nsite, row = ws->block.nrow, bad = 0;
  neighbour_search search = {nelement, cutoff2, ws->offset, ws->stride, ws->count + s * nelement};
  kernels->within(ws->packed, at, atoms->firstneigh[i], atoms->numneigh[i], atoms->neighmask, &search);
  ws->site[s] = i;
  ws->element[s] = element;
  for (int e = 0; e < nelement; e++) {
    neighbour_rows segment = {ws->neighbour + row, ws->component + row, ws->dx + row,    ws->dy + row,
                              ws->dz + row,        ws->r + row,         ws->weight + row};
    ws->first[s * nelement + e] = row;
    row += kernels->fill(ws->packed, at, ws->offset + (long)e * ws->stride, search.count[e], cutoff[e], &segment, &bad);
  }
  if (bad) return report_bad(atoms, i, cutoff2, err);
  ws->first[(s + 1) * nelement] = row;
  ws->block.nsite = s + 1;
  ws->block.nrow = row;
  return DFTFIT_OK;
}

/* Whether the block takes no more sites: DFTFIT_LANES more of the size of those it has would leave the cache. */
static bool full(const dftfit_potential *pot, const dftfit_block *block) {
  if (block->nsite == DFTFIT_BLOCK_SITES) return true;
  if (block->nsite == 0 || block->nsite % DFTFIT_LANES) return false;
  int nsite = block->nsite + DFTFIT_LANES;
  size_t nrow = (size_t)block->nrow * (size_t)nsite / (size_t)block->nsite;
  size_t bytes = nrow * ROW_BYTES;
  if (bytes <= DFTFIT_BLOCK_BYTES) bytes += pot->form->scratch(pot->self, nsite, pad((int)nrow));
  return bytes > DFTFIT_BLOCK_BYTES;
}

static dftfit_status close_block(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                                 dftfit_block_visitor visit, void *self, dftfit_error *err) {
  if (ws->block.nsite == 0) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_buffer_reserve(&ws->scratch, pot->form->scratch(pot->self, ws->block.nsite, ws->block.nrow), err));
  DFTFIT_TRY(visit(self, pot, atoms, ws, err));
  ws->block.nsite = ws->block.nrow = 0;
  return DFTFIT_OK;
}

/* Room for the longest list, and for the largest block that full() lets grow. */
static dftfit_status reserve(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                             dftfit_error *err) {
  int n = pot->header.nelement;
  long longest = 0;
  for (int k = 0; k < atoms->inum; k++)
    if (atoms->numneigh[atoms->ilist[k]] > longest) longest = atoms->numneigh[atoms->ilist[k]];
  long site_rows = longest + (long)n * (DFTFIT_LANES - 1);
  long capacity = DFTFIT_BLOCK_SITES * site_rows, limit = DFTFIT_BLOCK_BYTES / ROW_BYTES + DFTFIT_LANES * site_rows;
  if (limit < capacity) capacity = limit;
  capacity += longest + DFTFIT_LANES; /* neighbours are first written in their place and then counted */
  DFTFIT_TRY(dftfit_workspace_reserve(ws, atoms->nall, n, (int)longest, (int)capacity, err));
  pack(atoms, ws->packed);
  ws->block.nelement = n;
  ws->block.tag = atoms->tag;
  ws->block.tag_bytes = atoms->tag_bytes;
  ws->first[0] = 0;
  return DFTFIT_OK;
}

dftfit_status dftfit_gather(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                            dftfit_block_visitor visit, void *self, dftfit_error *err) {
  int n = pot->header.nelement;
  double cutoff2[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
  for (int p = 0; p < n * n; p++) cutoff2[p] = pot->header.cutoff[p] * pot->header.cutoff[p];
  DFTFIT_FAIL_IF(atoms->inum > 0 && atoms->nall <= 0, err, DFTFIT_ERR_USAGE,
                 "the number of atoms (nall) is not given with the lists");
  DFTFIT_TRY(reserve(pot, atoms, ws, err));
  for (int k = 0; k < atoms->inum; k++) {
    int i = atoms->ilist[k], element = atoms->element_of_type[atoms->type[i]];
    if (element < 0) continue;
    if (full(pot, &ws->block)) DFTFIT_TRY(close_block(pot, atoms, ws, visit, self, err));
    DFTFIT_TRY(place_site(atoms, ws, i, element, n, pot->header.cutoff + element * n, cutoff2 + element * n, err));
  }
  return close_block(pot, atoms, ws, visit, self, err);
}
