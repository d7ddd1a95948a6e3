/* SPDX-License-Identifier: BSD-3-Clause */
/* From a block of sites to groups of sites side by side, as the kernels take them, and back. */
#include <string.h>

#include "forms/tersoff/form.h"

size_t dftfit_tersoff_form_evaluate_scratch(const void *self, int nrow) {
  const tersoff_form *f = self;
  return (size_t)nrow * (size_t)f->kernels->width * TERSOFF_ROW_ARRAYS * sizeof(double);
}

/* Sites in the order of their elements, and of the number of their neighbours, so that few rows of a group are empty.
 */
static void sort_sites(const dftfit_block *b, int *order) {
  int key[DFTFIT_BLOCK_SITES];
  const int n = b->nelement;
  for (int s = 0; s < b->nsite; s++) {
    int neighbours = 0, at = s;
    for (int e = 0; e < n; e++) neighbours += b->count[s * n + e];
    const int own = b->element[s] * (b->nrow + 1) + neighbours;
    for (; at > 0 && key[at - 1] > own; at--) {
      key[at] = key[at - 1];
      order[at] = order[at - 1];
    }
    key[at] = own;
    order[at] = s;
  }
}

/* Cuts the arrays of a group out of memory; empty places get a neighbour beyond every cutoff. */
static void open_rows(const tersoff_form *f, const dftfit_block *b, int nsite, const int *site, void *memory,
                      tersoff_rows *rows) {
  const int n = b->nelement, width = f->kernels->width;
  rows->nelement = n;
  rows->first[0] = 0;
  for (int e = 0; e < n; e++) {
    int most = 0;
    for (int lane = 0; lane < nsite; lane++)
      if (b->count[site[lane] * n + e] > most) most = b->count[site[lane] * n + e];
    rows->first[e + 1] = rows->first[e] + most;
  }
  const long size = (long)rows->first[n] * width;
  double *array = memory, **place[TERSOFF_ROW_ARRAYS] = {&rows->x,
                                                         &rows->y,
                                                         &rows->z,
                                                         &rows->r,
                                                         &rows->gx,
                                                         &rows->gy,
                                                         &rows->gz,
                                                         &rows->inverse,
                                                         &rows->fc,
                                                         &rows->slope,
                                                         &rows->cosine,
                                                         &rows->by_cosine,
                                                         &rows->by_difference,
                                                         &rows->by_far};
  for (int i = 0; i < TERSOFF_ROW_ARRAYS; i++, array += size) *place[i] = array;
}

static void fill_lane(const dftfit_block *b, int s, int lane, int width, double beyond, const tersoff_rows *rows) {
  const int n = b->nelement;
  for (int e = 0; e < n; e++) {
    const int row = s < 0 ? 0 : b->first[s * n + e], count = s < 0 ? 0 : b->count[s * n + e];
    long at = (long)rows->first[e] * width + lane;
    for (int k = 0; k < count; k++, at += width) {
      rows->x[at] = b->dx[row + k];
      rows->y[at] = b->dy[row + k];
      rows->z[at] = b->dz[row + k];
      rows->r[at] = b->r[row + k];
    }
    for (; at < (long)rows->first[e + 1] * width; at += width) {
      rows->x[at] = rows->r[at] = beyond;
      rows->y[at] = rows->z[at] = 0;
    }
  }
}

static void hand_back(const dftfit_block *b, int s, int lane, int width, const tersoff_rows *rows,
                      const dftfit_block_result *result) {
  const int n = b->nelement;
  for (int e = 0; e < n; e++) {
    const int row = b->first[s * n + e], count = b->count[s * n + e], end = b->first[s * n + e + 1];
    long at = (long)rows->first[e] * width + lane;
    for (int k = 0; k < count; k++, at += width) {
      result->gx[row + k] = rows->gx[at];
      result->gy[row + k] = rows->gy[at];
      result->gz[row + k] = rows->gz[at];
    }
    for (int k = row + count; k < end; k++) result->gx[k] = result->gy[k] = result->gz[k] = 0;
  }
}

static void evaluate_group(const tersoff_form *f, const dftfit_block *b, int nsite, const int *site, void *memory,
                           const dftfit_block_result *result) {
  const int n = b->nelement, element = b->element[site[0]], width = f->kernels->width;
  double energy[TERSOFF_MAX_WIDTH];
  tersoff_rows rows;
  open_rows(f, b, nsite, site, memory, &rows);
  for (int lane = 0; lane < width; lane++)
    fill_lane(b, lane < nsite ? site[lane] : -1, lane, width, 2 * f->longest, &rows);
  f->kernels->evaluate(&f->model, &f->entry[tersoff_triple(n, element, 0, 0)], &rows, energy);
  for (int lane = 0; lane < nsite; lane++) {
    result->energy[site[lane]] = energy[lane];
    hand_back(b, site[lane], lane, width, &rows, result);
  }
}

void dftfit_tersoff_form_evaluate(const void *self, const dftfit_block *b, void *scratch,
                                  const dftfit_block_result *result) {
  const tersoff_form *f = self;
  int order[DFTFIT_BLOCK_SITES];
  if (f->reference) {
    dftfit_tersoff_reference_evaluate(f, b, scratch, result);
    return;
  }
  sort_sites(b, order);
  for (int s = 0, n; s < b->nsite; s += n) {
    for (n = 1; n < f->kernels->width && s + n < b->nsite; n++)
      if (b->element[order[s + n]] != b->element[order[s]]) break;
    evaluate_group(f, b, n, order + s, scratch, result);
  }
}
