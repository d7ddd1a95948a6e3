/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/leaves.h"

#include <stdlib.h>

/* A merge of two triangles costs 2/3 n^3 operations, a leaf of m rows 2 m n^2: with 8 n rows merging is 4 % of the
 * work. */
enum { ROWS_PER_COLUMN = 8, LEAST_ROWS = 4096 };
/* Enough for an even share among some tens of ranks; triangles of all leaves are never in memory at once. */
enum { MOST_LEAVES = 128 };
/* Operations that count for one neighbour and one parameter in the Jacobian, in units of those of a matrix product,
 * which runs an order of magnitude faster. */
enum { JACOBIAN_OPERATIONS = 200 };

double config_cost(double natom, int ncolumn, double neighbours) {
  double n = ncolumn + 1, m = 1 + 3 * natom + 6;
  return 2 * m * n * n + JACOBIAN_OPERATIONS * natom * neighbours * n;
}

static double rows_of(const dataset *set, int64_t c) {
  return 1 + 3 * (double)(set->first_atom[c + 1] - set->first_atom[c]) + 6;
}

/** Cuts the configurations begin .. end-1 of out->config, all of fold f, into leaves. */
static void cut_fold(const dataset *set, int f, int nfold, int ncolumn, double neighbours, int64_t begin, int64_t end,
                     leaves *out) {
  double total = 0, so_far = 0, least = (double)ROWS_PER_COLUMN * (ncolumn + 1);
  if (least < LEAST_ROWS) least = LEAST_ROWS;
  for (int64_t i = begin; i < end; i++) total += rows_of(set, out->config[i]);
  int most = MOST_LEAVES / nfold > 1 ? MOST_LEAVES / nfold : 1, n = (int)(total / least < most ? total / least : most);
  if (n < 1) n = 1;
  int in_fold = 0;
  for (int64_t i = begin; i < end; i++) {
    int64_t c = out->config[i];
    if (i == begin || (in_fold < n && so_far >= total * in_fold / n)) {
      in_fold++;
      out->fold[out->n] = f;
      out->cost[out->n] = 0;
      out->first[out->n++] = i;
    }
    so_far += rows_of(set, c);
    out->cost[out->n - 1] += config_cost((double)(set->first_atom[c + 1] - set->first_atom[c]), ncolumn, neighbours);
  }
  out->first[out->n] = end;
}

dftfit_status leaves_create(const dataset *set, const int *fold_of, int nfold, int ncolumn, double neighbours,
                            leaves *out, dftfit_error *err) {
  size_t most = (size_t)MOST_LEAVES + (size_t)nfold;
  *out = (leaves){.fold = malloc(most * sizeof(int)),
                  .cost = malloc(most * sizeof(double)),
                  .first = malloc((most + 1) * sizeof(int64_t)),
                  .config = malloc(((size_t)set->nconfig + 1) * sizeof(int64_t))};
  if (!out->fold || !out->cost || !out->first || !out->config) {
    leaves_destroy(out);
    return dftfit_no_memory(err, "%lld configurations", (long long)set->nconfig);
  }
  int64_t filled = 0;
  for (int f = 0; f < nfold; f++) {
    int64_t begin = filled;
    for (int64_t c = 0; c < set->nconfig; c++)
      if (fold_of[c] == f) out->config[filled++] = c;
    cut_fold(set, f, nfold, ncolumn, neighbours, begin, filled, out);
  }
  return DFTFIT_OK;
}

void leaves_destroy(leaves *l) {
  free(l->fold);
  free(l->cost);
  free(l->first);
  free(l->config);
  *l = (leaves){0};
}
