/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/hull.h"

#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Energies nearer to the hull than this are on it, eV/atom; a smaller share is none. */
static const double ON_HULL = 1e-9, NO_SHARE = 1e-9;
/* steps of the simplex method: bound for programmes of a few rows */
enum { STEPS = 1000 };

void hull_destroy(hull *h) {
  free(h->x);
  free(h->energy);
  free(h->work);
  *h = (hull){0};
}

/* Column -1 - z is the element z alone, far above all energies. */
static double share(const hull *h, int64_t column, int row) {
  return column < 0 ? (double)(row == -1 - column) : h->x[column * h->nelement + row];
}

static double energy_of(const hull *h, int64_t column) { return column < 0 ? h->far : h->energy[column]; }

/* Solves B y = x in place, or B^T y = x, for the matrix B of the columns of the basis. false: singular */
static bool solve(const hull *h, const int64_t *basis, bool transposed, double *matrix, lapack_int *pivot, double *y) {
  const int n = h->nelement;
  for (int j = 0; j < n; j++)
    for (int i = 0; i < n; i++) matrix[transposed ? i * n + j : j * n + i] = share(h, basis[j], i);
  return LAPACKE_dgesv(LAPACK_COL_MAJOR, n, 1, matrix, n, pivot, y, n) == 0;
}

/* The first column (Bland's rule: no cycles) whose energy is below the plane mu; nvertex: none. */
static int64_t entering(const hull *h, const double *mu) {
  for (int64_t k = 0; k < h->nvertex; k++) {
    double below = -h->energy[k];
    for (int z = 0; z < h->nelement; z++) below += mu[z] * h->x[k * h->nelement + z];
    if (below > ON_HULL) return k;
  }
  return h->nvertex;
}

/* Row that leaves: the share that falls to zero first, of several the one with the least column; -1: none */
static int leaving(const hull *h, const int64_t *basis, const double *now, const double *change) {
  int row = -1;
  double least = INFINITY;
  for (int i = 0; i < h->nelement; i++) {
    if (change[i] <= NO_SHARE) continue;
    const double ratio = fmax(now[i], 0) / change[i];
    if (ratio < least - NO_SHARE || (ratio < least + NO_SHARE && basis[i] < basis[row])) {
      least = fmin(ratio, least);
      row = i;
    }
  }
  return row;
}

/* one step; false at the end */
static bool step(const hull *h, const double *x, int64_t *basis, lapack_int *pivot, double *work) {
  const int n = h->nelement;
  double *matrix = work, *mu = matrix + n * n, *now = mu + n, *change = now + n;
  for (int i = 0; i < n; i++) mu[i] = energy_of(h, basis[i]);
  if (!solve(h, basis, true, matrix, pivot, mu)) return false;
  const int64_t column = entering(h, mu);
  if (column == h->nvertex) return false;
  memcpy(now, x, (size_t)n * sizeof *now);
  for (int i = 0; i < n; i++) change[i] = share(h, column, i);
  if (!solve(h, basis, false, matrix, pivot, now) || !solve(h, basis, false, matrix, pivot, change)) return false;
  const int row = leaving(h, basis, now, change);
  if (row >= 0) basis[row] = column;
  return row >= 0;
}

double hull_energy(const hull *h, const double *x) {
  const int n = h->nelement;
  double *now = h->work + n * n, sum = 0;
  int64_t *basis = (int64_t *)(h->work + n * n + 3 * n);
  lapack_int *pivot = (lapack_int *)(basis + n);
  for (int z = 0; z < n; z++) basis[z] = -1 - z;
  for (int k = 0; k < STEPS && step(h, x, basis, pivot, h->work); k++) {}
  memcpy(now, x, (size_t)n * sizeof *now);
  if (!solve(h, basis, false, h->work, pivot, now)) return INFINITY;
  for (int i = 0; i < n; i++) {
    if (basis[i] < 0 && now[i] > 1e-6) return INFINITY;
    sum += basis[i] < 0 ? 0 : now[i] * h->energy[basis[i]];
  }
  return sum;
}

/* phases by composition, the lowest first */
typedef struct phase {
  const double *x;
  double energy;
  int nelement;
} phase;

static int compare_shares(const phase *a, const phase *b) {
  for (int z = 0; z < a->nelement; z++)
    if (fabs(a->x[z] - b->x[z]) > NO_SHARE) return a->x[z] < b->x[z] ? -1 : 1;
  return 0;
}

static int compare(const void *left, const void *right) {
  const phase *a = left, *b = right;
  const int order = compare_shares(a, b);
  return order ? order : (a->energy > b->energy) - (a->energy < b->energy);
}

/* The lowest phase of every composition; returns how many there are. */
static int64_t lowest(int64_t n, phase *list) {
  int64_t kept = 0;
  qsort(list, (size_t)n, sizeof *list, compare);
  for (int64_t i = 0; i < n; i++)
    if (kept == 0 || compare_shares(&list[kept - 1], &list[i])) list[kept++] = list[i];
  return kept;
}

static void add_vertex(hull *h, const phase *p) {
  memcpy(h->x + h->nvertex * h->nelement, p->x, (size_t)h->nelement * sizeof *h->x);
  h->energy[h->nvertex++] = p->energy;
}

static double largest_share(const phase *p) {
  double largest = 0;
  for (int z = 0; z < p->nelement; z++) largest = fmax(largest, p->x[z]);
  return largest;
}

/* Adds the phase that is farthest below the hull of those before, until none is. Those that no mixture of the phases
 * before can make come first, the purest of them before the others. */
static void grow(hull *h, int64_t n, const phase *list) {
  for (;;) {
    int64_t deepest = -1;
    double depth = ON_HULL;
    for (int64_t i = 0; i < n; i++) {
      double below = hull_energy(h, list[i].x) - list[i].energy;
      if (isinf(below)) below = DBL_MAX * largest_share(&list[i]);
      if (!(below > depth)) continue;
      depth = below;
      deepest = i;
    }
    if (deepest < 0) return;
    add_vertex(h, &list[deepest]);
  }
}

dftfit_status hull_create(hull *h, int nelement, int64_t n, const double *x, const double *energy, dftfit_error *err) {
  const size_t p = (size_t)nelement;
  phase *list = malloc(((size_t)n + 1) * sizeof *list);
  *h = (hull){.nelement = nelement,
              .x = malloc(((size_t)n + 1) * p * sizeof *h->x),
              .energy = malloc(((size_t)n + 1) * sizeof *h->energy),
              .work = malloc((p * p + 6 * p) * sizeof *h->work)};
  if (!list || !h->x || !h->energy || !h->work) {
    free(list);
    hull_destroy(h);
    return dftfit_no_memory(err, "the hull of %lld energies", (long long)n);
  }
  for (int64_t i = 0; i < n; i++) {
    list[i] = (phase){x + i * nelement, energy[i], nelement};
    h->far = fmax(h->far, fabs(energy[i]));
  }
  h->far = 1e3 * (1 + h->far);
  grow(h, lowest(n, list), list);
  free(list);
  return DFTFIT_OK;
}
