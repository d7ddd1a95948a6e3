/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/gather.h"

#include <math.h>

static int pad(int n) { return (n + DFTFIT_LANES - 1) / DFTFIT_LANES * DFTFIT_LANES; }

enum { ROW_BYTES = sizeof(int) + 8 * sizeof(double) }; /* of the block and its results */

static dftfit_status bad_distance(int i, int j, double r2, dftfit_error *err) {
  dftfit_status status =
      r2 == 0 ? dftfit_fail(err, DFTFIT_ERR_NUMERIC, "atoms %d and %d (indices from 0) are at the same place", i, j)
              : dftfit_fail(err, DFTFIT_ERR_NUMERIC,
                            "the distance of atoms %d and %d (indices from 0) is not a finite number", i, j);
  if (err) err->atom = i;
  return status;
}

/* Neighbours of atom i inside their cutoffs -> ws->stage. cutoff2 [nelement]: squared cutoffs of the element of i. */
static dftfit_status stage_site(const dftfit_atoms *atoms, int i, int nelement, const double *cutoff2,
                                dftfit_stage *stage, dftfit_error *err) {
  const double xi = atoms->x[3 * i], yi = atoms->x[3 * i + 1], zi = atoms->x[3 * i + 2];
  const int *list = atoms->firstneigh[i];
  int n = 0;
  for (int e = 0; e < nelement; e++) stage->count[e] = 0;
  for (int k = 0; k < atoms->numneigh[i]; k++) {
    int j = list[k] & atoms->neighmask;
    int e = atoms->element_of_type[atoms->type[j]];
    if (e < 0) continue;
    double dx = atoms->x[3 * j] - xi, dy = atoms->x[3 * j + 1] - yi, dz = atoms->x[3 * j + 2] - zi;
    double r2 = dx * dx + dy * dy + dz * dz;
    if (r2 >= cutoff2[e]) continue;
    if (!(r2 > 0)) return bad_distance(i, j, r2, err); /* zero, or NaN, which fails both comparisons */
    stage->neighbour[n] = j;
    stage->element[n] = e;
    stage->dx[n] = dx;
    stage->dy[n] = dy;
    stage->dz[n] = dz;
    stage->r[n] = sqrt(r2);
    stage->count[e]++;
    n++;
  }
  stage->n = n;
  stage->nrow = 0;
  for (int e = 0; e < nelement; e++) stage->nrow += pad(stage->count[e]);
  return DFTFIT_OK;
}

/* Appends the staged site to the block. cutoff [nelement]: cutoffs of its element. */
static void place_site(dftfit_workspace *ws, int i, int element, int nelement, const double *cutoff) {
  const dftfit_stage *stage = &ws->stage;
  int s = ws->block.nsite, next[DFTFIT_MAX_ELEMENTS], row = ws->block.nrow;
  ws->site[s] = i;
  ws->element[s] = element;
  for (int e = 0; e < nelement; e++) {
    int *first = &ws->first[s * nelement + e], n = stage->count[e];
    *first = next[e] = row;
    ws->count[s * nelement + e] = n;
    for (int p = row + n; p < row + pad(n); p++) {
      ws->neighbour[p] = -1;
      ws->dx[p] = ws->r[p] = cutoff[e];
      ws->dy[p] = ws->dz[p] = ws->weight[p] = 0;
    }
    row += pad(n);
  }
  ws->first[(s + 1) * nelement] = row;
  for (int k = 0; k < stage->n; k++) {
    int p = next[stage->element[k]]++;
    ws->neighbour[p] = stage->neighbour[k];
    ws->dx[p] = stage->dx[k];
    ws->dy[p] = stage->dy[k];
    ws->dz[p] = stage->dz[k];
    ws->r[p] = stage->r[k];
    ws->weight[p] = 1;
  }
  ws->block.nsite = s + 1;
  ws->block.nrow = row;
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
  DFTFIT_TRY(dftfit_workspace_reserve(ws, (int)longest, (int)capacity, err));
  ws->block.nelement = n;
  ws->first[0] = 0;
  return DFTFIT_OK;
}

dftfit_status dftfit_gather(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                            dftfit_block_visitor visit, void *self, dftfit_error *err) {
  int n = pot->header.nelement;
  double cutoff2[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
  for (int p = 0; p < n * n; p++) cutoff2[p] = pot->header.cutoff[p] * pot->header.cutoff[p];
  DFTFIT_TRY(reserve(pot, atoms, ws, err));
  for (int k = 0; k < atoms->inum; k++) {
    int i = atoms->ilist[k], element = atoms->element_of_type[atoms->type[i]];
    if (element < 0) continue;
    DFTFIT_TRY(stage_site(atoms, i, n, cutoff2 + element * n, &ws->stage, err));
    if (full(pot, &ws->block)) DFTFIT_TRY(close_block(pot, atoms, ws, visit, self, err));
    place_site(ws, i, element, n, pot->header.cutoff + element * n);
  }
  return close_block(pot, atoms, ws, visit, self, err);
}
