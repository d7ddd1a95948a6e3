/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks built by hand and given to the form itself: padding adds nothing, everything is overwritten, and a site does
 * not depend on the others of its block. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"
#include "core/potential.h"

enum { MAX_SITES = 16, MAX_ROWS = 16384, BEYOND = 64 };

typedef struct hand_block {
  int site[MAX_SITES], element[MAX_SITES], first[MAX_SITES * DFTFIT_MAX_ELEMENTS + 1];
  int count[MAX_SITES * DFTFIT_MAX_ELEMENTS], *neighbour;
  double *dx, *dy, *dz, *r, *weight, *gx, *gy, *gz, energy[MAX_SITES];
  void *memory;
  dftfit_block block;
} hand_block;

static void *aligned(size_t bytes) {
  void *p = aligned_alloc(DFTFIT_ALIGN, (bytes + DFTFIT_ALIGN - 1) / DFTFIT_ALIGN * DFTFIT_ALIGN);
  assert_non_null(p);
  return p;
}

static void put(hand_block *h, int row, int j, double dx, double dy, double dz, double r, double weight) {
  h->neighbour[row] = j;
  h->dx[row] = dx;
  h->dy[row] = dy;
  h->dz[row] = dz;
  h->r[row] = r;
  h->weight[row] = weight;
}

/* The block of atoms begin .. end-1 of c with `extra` lanes of padding more than needed in every segment. */
static hand_block *build(const dftfit_potential *pot, const cluster *c, int begin, int end, int extra) {
  hand_block *h = calloc(1, sizeof *h);
  double **array[] = {&h->dx, &h->dy, &h->dz, &h->r, &h->weight, &h->gx, &h->gy, &h->gz};
  int n = pot->header.nelement, row = 0;
  assert_non_null(h);
  h->memory = aligned(9 * MAX_ROWS * sizeof(double));
  for (int k = 0; k < 8; k++) *array[k] = (double *)h->memory + k * MAX_ROWS;
  h->neighbour = (int *)((double *)h->memory + 8 * MAX_ROWS);
  for (int k = 0; k < 8 * MAX_ROWS; k++)
    ((double *)h->memory)[k] = NAN; /* what the form must not look at, or overwrite */
  for (int s = 0; s < end - begin; s++) {
    h->site[s] = begin + s;
    h->element[s] = c->element[begin + s];
    h->energy[s] = NAN;
    for (int e = 0; e < n; e++) {
      int segment = s * n + e, first = row;
      double cutoff = pot->header.cutoff[h->element[s] * n + e];
      h->first[segment] = row;
      for (int j = 0; j < c->n; j++) {
        const double *a = c->x[begin + s], *b = c->x[j], d[3] = {b[0] - a[0], b[1] - a[1], b[2] - a[2]};
        double r = sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        if (j != begin + s && c->element[j] == e && r < cutoff) put(h, row++, j, d[0], d[1], d[2], r, 1);
      }
      h->count[segment] = row - first;
      for (; row % DFTFIT_LANES; row++) put(h, row, -1, cutoff, 0, 0, cutoff, 0);
      for (int k = 0; k < extra * DFTFIT_LANES; k++) put(h, row++, -1, cutoff, 0, 0, cutoff, 0);
    }
  }
  h->first[(end - begin) * n] = row;
  assert_true(row + BEYOND < MAX_ROWS);
  h->block = (dftfit_block){end - begin, n,     row,   h->site, h->element, h->first, h->count, h->neighbour,
                            h->dx,       h->dy, h->dz, h->r,    h->weight,  NULL,     0};
  return h;
}

static hand_block *evaluate(const dftfit_potential *pot, const cluster *c, int begin, int end, int extra) {
  hand_block *h = build(pot, c, begin, end, extra);
  size_t bytes = pot->form->scratch(pot->self, h->block.nsite, h->block.nrow);
  unsigned char *scratch = aligned(bytes + BEYOND), guard[BEYOND];
  memset(scratch, 0xFF, bytes + BEYOND); /* NaN: scratch comes as it is */
  memset(guard, 0xFF, BEYOND);
  dftfit_block_result result = {h->energy, h->gx, h->gy, h->gz};
  pot->form->evaluate(pot->self, &h->block, scratch, &result);
  assert_memory_equal(scratch + bytes, guard, BEYOND);
  free(scratch);
  for (int row = 0; row < h->block.nrow; row++)
    if (h->weight[row] == 0) assert_true(h->gx[row] == 0 && h->gy[row] == 0 && h->gz[row] == 0);
  for (int row = h->block.nrow; row < h->block.nrow + BEYOND; row++)
    assert_true(isnan(h->gx[row]) && isnan(h->gy[row]) && isnan(h->gz[row]));
  return h;
}

static void destroy(hand_block *h) {
  free(h->memory);
  free(h);
}

/* Sites of h from `offset` on equal those of g; rows are matched by their place in the segment. */
static void compare(const hand_block *g, const hand_block *h, int offset) {
  int n = g->block.nelement;
  for (int s = 0; s < g->block.nsite; s++) {
    double scale = 1e-3;
    for (int row = h->first[(s + offset) * n]; row < h->first[(s + offset + 1) * n]; row++)
      scale = fmax(scale, fmax(fabs(h->gx[row]), fmax(fabs(h->gy[row]), fabs(h->gz[row]))));
    assert_close(g->energy[s], h->energy[s + offset], 1e-12 * (scale + fabs(h->energy[s + offset])));
    for (int e = 0; e < n; e++) {
      int a = g->first[s * n + e], b = h->first[(s + offset) * n + e];
      assert_int_equal(g->count[s * n + e], h->count[(s + offset) * n + e]);
      for (int k = 0; k < g->count[s * n + e]; k++) {
        assert_close(g->gx[a + k], h->gx[b + k], 1e-12 * scale);
        assert_close(g->gy[a + k], h->gy[b + k], 1e-12 * scale);
        assert_close(g->gz[a + k], h->gz[b + k], 1e-12 * scale);
      }
    }
  }
}

void check_padding(dftfit_potential *pot) {
  cluster c = cluster_random(pot, 13, 51);
  hand_block *plain = evaluate(pot, &c, 0, c.n, 0), *padded = evaluate(pot, &c, 0, c.n, 2);
  compare(plain, padded, 0);
  destroy(plain);
  destroy(padded);
}

void check_block_independence(dftfit_potential *pot) {
  cluster c = cluster_random(pot, 13, 52);
  c.x[4][0] += 100; /* one site without neighbours */
  hand_block *all = evaluate(pot, &c, 0, c.n, 0);
  for (int begin = 0; begin < c.n; begin++)
    for (int end = begin + 1; end <= c.n; end += 5) {
      hand_block *some = evaluate(pot, &c, begin, end, 0);
      compare(some, all, begin);
      destroy(some);
    }
  destroy(all);
}
