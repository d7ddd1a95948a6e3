/* SPDX-License-Identifier: BSD-3-Clause */
/* Blocks against what block.h promises; masks, NULL types, scale, long lists, many blocks; no growth once warm. */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "core/gather.h"

static const char text[] = "dftfit: 1\nform: pair\nelements: [Si, C]\ncutoff: {Si-Si: 2.2, Si-C: 1.9, C-C: 1.6}\n"
                           "reference_energy: {Si: -1, C: -2}\n"
                           "pair:\n  knots: 5\n  inner: 0.5\n  coefficients:\n    Si-Si: [1, 2, 3, 4]\n"
                           "    Si-C: [5, 6, 7, 8]\n    C-C: [9, 10, 11, 12]\n";

/* Types 1: C, 2: NULL, 3: Si. */
static const int element_of_type[] = {0, 1, -1, 0};

typedef struct system_ {
  int n, *type, *ilist, *numneigh, **firstneigh, *list;
  double *x;
  dftfit_atoms atoms;
} system_;

/* n atoms on places of a distorted cubic lattice; every list holds all others, with flags in the high bits. */
static system_ make(int n, double spacing) {
  size_t m = (size_t)n;
  system_ s = {.n = n};
  unsigned noise = 12345;
  s.type = malloc(m * sizeof(int));
  s.ilist = malloc(m * sizeof(int));
  s.numneigh = malloc(m * sizeof(int));
  s.firstneigh = malloc(m * sizeof(int *));
  s.list = malloc(m * m * sizeof(int));
  s.x = malloc(3 * m * sizeof(double));
  int edge = (int)ceil(cbrt(n));
  for (int i = 0; i < n; i++) {
    const int place[3] = {i % edge, i / edge % edge, i / edge / edge};
    for (int k = 0; k < 3; k++) {
      noise = noise * 1664525u + 1013904223u;
      s.x[3 * i + k] = spacing * (place[k] + 0.3 * (noise / 4294967296.0));
    }
    noise = noise * 1664525u + 1013904223u;
    s.type[i] = 1 + (int)(noise >> 16) % 3;
    s.ilist[i] = n - 1 - i; /* not in the order of the atoms */
    s.firstneigh[i] = s.list + (size_t)i * m;
    s.numneigh[i] = 0;
    for (int j = 0; j < n; j++)
      if (j != i) s.firstneigh[i][s.numneigh[i]++] = j | (int)((unsigned)(j % 4) << 30);
  }
  s.atoms =
      (dftfit_atoms){n, s.ilist, s.numneigh, s.firstneigh, 0x1FFFFFFF, s.x, s.type, element_of_type, NULL, n, NULL, 0};
  return s;
}

static void release(system_ *s) {
  free(s->type);
  free(s->ilist);
  free(s->numneigh);
  free(s->firstneigh);
  free(s->list);
  free(s->x);
}

static dftfit_potential *potential(void) {
  dftfit_potential *pot;
  dftfit_error err;
  if (dftfit_potential_parse("p.yaml", text, strlen(text), &pot, &err)) fail_msg("%s", err.message);
  return pot;
}

typedef struct tally_of_blocks {
  int next, blocks, sites, rows;
} tally_of_blocks;

static dftfit_status look(void *self, const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                          dftfit_error *err) {
  tally_of_blocks *seen = self;
  const dftfit_block *b = &ws->block;
  (void)err;
  assert_in_range(b->nsite, 1, DFTFIT_BLOCK_SITES);
  assert_int_equal(b->nelement, 2);
  assert_int_equal(b->first[0], 0);
  assert_int_equal(b->nrow, b->first[b->nsite * 2]);
  const void *arrays[] = {b->dx, b->dy, b->dz, b->r, b->weight, b->neighbour, ws->gx, ws->gy, ws->gz, ws->scratch.data};
  for (size_t k = 0; k < sizeof arrays / sizeof arrays[0]; k++)
    assert_int_equal((uintptr_t)arrays[k] % DFTFIT_ALIGN, 0);
  for (int s = 0; s < b->nsite; s++) {
    int i = b->site[s];
    while (element_of_type[atoms->type[atoms->ilist[seen->next]]] < 0) seen->next++;
    assert_int_equal(i, atoms->ilist[seen->next++]); /* in the order of ilist, NULL types left out */
    assert_int_equal(b->element[s], element_of_type[atoms->type[i]]);
    for (int e = 0; e < 2; e++) {
      int first = b->first[2 * s + e], count = b->count[2 * s + e], end = b->first[2 * s + e + 1], row = first;
      double cutoff = dftfit_potential_pair_cutoff(pot, b->element[s], e);
      assert_int_equal(first % DFTFIT_LANES, 0);
      assert_int_equal(end - first, (count + DFTFIT_LANES - 1) / DFTFIT_LANES * DFTFIT_LANES);
      for (int k = 0; k < atoms->numneigh[i]; k++) { /* exactly the neighbours inside, in the order of the list */
        int j = atoms->firstneigh[i][k] & 0x1FFFFFFF;
        double dx = atoms->x[3 * j] - atoms->x[3 * i], dy = atoms->x[3 * j + 1] - atoms->x[3 * i + 1];
        double dz = atoms->x[3 * j + 2] - atoms->x[3 * i + 2], r2 = dx * dx + dy * dy + dz * dz;
        if (element_of_type[atoms->type[j]] != e || r2 >= cutoff * cutoff) continue;
        assert_int_equal(b->neighbour[row], j);
        assert_true(b->dx[row] == dx && b->dy[row] == dy && b->dz[row] == dz && b->weight[row] == 1);
        assert_close(b->r[row] * b->r[row], r2, 1e-14 * r2);
        row++;
      }
      assert_int_equal(row, first + count);
      for (; row < end; row++)
        assert_true(b->neighbour[row] == -1 && b->weight[row] == 0 && b->dx[row] == cutoff && b->dy[row] == 0 &&
                    b->dz[row] == 0 && b->r[row] == cutoff);
    }
  }
  seen->blocks++;
  seen->sites += b->nsite;
  seen->rows += b->nrow;
  return DFTFIT_OK;
}

static void block_contract(void **state) {
  (void)state;
  dftfit_potential *pot = potential();
  system_ s = make(300, 0.9);
  dftfit_workspace *ws = dftfit_workspace_create();
  tally_of_blocks seen = {0};
  dftfit_error err;
  int ours = 0;
  for (int i = 0; i < s.n; i++) ours += element_of_type[s.type[i]] >= 0;
  assert_int_equal(dftfit_gather(pot, &s.atoms, ws, look, &seen, &err), DFTFIT_OK);
  assert_int_equal(seen.sites, ours);
  assert_true(seen.blocks >= (ours + DFTFIT_BLOCK_SITES - 1) / DFTFIT_BLOCK_SITES && seen.rows > 0);
  dftfit_workspace_destroy(ws);
  release(&s);
  dftfit_potential_destroy(pot);
}

/* Sum over pairs, straight from the spline of the form. */
static double pair_sum(const dftfit_potential *pot, const system_ *s, const double *scale_of_type) {
  double sum = 0, reference[2];
  dftfit_potential_get_reference(pot, reference);
  dftfit_workspace *ws = dftfit_workspace_create();
  for (int i = 0; i < s->n; i++) {
    int ei = element_of_type[s->type[i]];
    double site = 0;
    if (ei < 0) continue;
    for (int j = 0; j < s->n; j++) {
      int ej = element_of_type[s->type[j]];
      if (j == i || ej < 0) continue;
      /* a dimer holds phi once: half on each atom */
      double x[6], e = 0;
      int type[2] = {1, 2}, element[3] = {0, ei, ej}, ilist[2] = {0, 1}, num[2] = {1, 1}, a = 1, b = 0,
          *first[2] = {&a, &b};
      memcpy(x, s->x + 3 * i, sizeof(double[3]));
      memcpy(x + 3, s->x + 3 * j, sizeof(double[3]));
      dftfit_atoms dimer = {2, ilist, num, first, 0x1FFFFFFF, x, type, element, NULL, 2, NULL, 0};
      dftfit_error err;
      assert_int_equal(dftfit_evaluate(pot, &dimer, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
      site += 0.5 * (e - reference[ei] - reference[ej]);
    }
    sum += (site + reference[ei]) * (scale_of_type ? scale_of_type[s->type[i]] : 1);
  }
  dftfit_workspace_destroy(ws);
  return sum;
}

static void sums_and_scale(void **state) {
  (void)state;
  const double scale[] = {0, 2.5, 7, 0.5};
  dftfit_potential *pot = potential();
  system_ s = make(120, 0.9);
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  double e = 0, scaled = 0, *force = calloc(3 * 120, sizeof(double)), sum[3] = {0};
  assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
  assert_close(e, pair_sum(pot, &s, NULL), 1e-10 * fabs(e));
  s.atoms.scale_of_type = scale;
  assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &scaled, .force = force}, &err),
                   DFTFIT_OK);
  assert_close(scaled, pair_sum(pot, &s, scale), 1e-10 * fabs(scaled));
  /* forces are those of the scaled energy */
  for (int i = 0; i < 5; i++) {
    const double h = 1e-5;
    double kept = s.x[3 * i], up = 0, down = 0;
    s.x[3 * i] = kept + h;
    assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &up}, &err), DFTFIT_OK);
    s.x[3 * i] = kept - h;
    assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &down}, &err), DFTFIT_OK);
    s.x[3 * i] = kept;
    assert_close((down - up) / (2 * h), force[3 * i], 1e-5);
  }
  for (int i = 0; i < s.n; i++)
    for (int k = 0; k < 3; k++) sum[k] += force[3 * i + k];
  for (int k = 0; k < 3; k++) assert_close(sum[k], 0, 1e-9);
  assert_int_equal(dftfit_jacobian(pot, &s.atoms, ws, &(dftfit_row_sink){0}, &err), DFTFIT_ERR_USAGE);
  free(force);
  dftfit_workspace_destroy(ws);
  release(&s);
  dftfit_potential_destroy(pot);
}

/* 1,600 neighbours of every atom, all inside the cutoff; blocks then are closed early. */
static void long_lists(void **state) {
  (void)state;
  dftfit_potential *pot = potential();
  system_ s = make(2400, 0.07);
  dftfit_workspace *ws = dftfit_workspace_create();
  tally_of_blocks seen = {0};
  dftfit_error err;
  double e = 0;
  s.atoms.inum = 64;
  assert_int_equal(dftfit_gather(pot, &s.atoms, ws, look, &seen, &err), DFTFIT_OK);
  assert_true(seen.rows / seen.sites > 1000);
  assert_true(seen.blocks > (seen.sites + DFTFIT_BLOCK_SITES - 1) / DFTFIT_BLOCK_SITES);
  assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
  assert_true(isfinite(e) && e != 0);
  dftfit_workspace_destroy(ws);
  release(&s);
  dftfit_potential_destroy(pot);
}

/* One central atom: half of each term of the virial is on it, half on the neighbour; all of it in cvatom. */
static void shares_of_virial(void **state) {
  (void)state;
  dftfit_potential *pot = potential();
  system_ s = make(60, 0.9);
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  double virial[6] = {0}, *vatom = calloc(6 * 60, sizeof(double)), *cvatom = calloc(9 * 60, sizeof(double));
  int centre = 30, touched = 0;
  s.type[centre] = 3;
  s.atoms.inum = 1;
  s.ilist[0] = centre;
  dftfit_tally tally = {.virial = virial, .vatom = vatom, .cvatom = cvatom};
  assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &tally, &err), DFTFIT_OK);
  for (int c = 0; c < 6; c++) assert_close(vatom[6 * centre + c], 0.5 * virial[c], 1e-12 * fabs(virial[0]));
  for (int c = 0; c < 9; c++) assert_true(cvatom[9 * centre + c] == 0);
  for (int j = 0; j < s.n; j++) {
    if (j == centre) continue;
    touched += cvatom[9 * j] != 0;
    for (int c = 0; c < 6; c++) assert_true(vatom[6 * j + c] == 0.5 * cvatom[9 * j + c]);
  }
  assert_true(touched > 1);
  free(vatom);
  free(cvatom);
  dftfit_workspace_destroy(ws);
  release(&s);
  dftfit_potential_destroy(pot);
}

static void nothing_to_do(void **state) {
  (void)state;
  dftfit_potential *pot = potential();
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  double e = 0, reference[2] = {-1, -2}, x[3] = {0};
  int type[1] = {3}, ilist[1] = {0}, none[1] = {0}, *first[1] = {NULL};
  dftfit_atoms empty = {.inum = 0, .neighmask = 0x1FFFFFFF, .element_of_type = element_of_type};
  assert_int_equal(dftfit_evaluate(pot, &empty, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
  assert_true(e == 0);
  dftfit_atoms one = {1, ilist, none, first, 0x1FFFFFFF, x, type, element_of_type, NULL, 1, NULL, 0};
  assert_int_equal(dftfit_evaluate(pot, &one, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
  assert_true(e == reference[0]);
  type[0] = 2; /* NULL */
  assert_int_equal(dftfit_evaluate(pot, &one, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
  assert_true(e == reference[0]);
  dftfit_workspace_destroy(ws);
  dftfit_potential_destroy(pot);
}

static void no_growth_when_warm(void **state) {
  (void)state;
  dftfit_potential *pot = potential();
  system_ s = make(200, 0.9);
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  double e = 0;
  assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
  size_t warm = dftfit_workspace_bytes(ws);
  assert_true(warm > 0);
  for (int step = 0; step < 20; step++) {
    s.x[3 * step] += 0.01;
    assert_int_equal(dftfit_evaluate(pot, &s.atoms, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_OK);
    assert_int_equal(dftfit_workspace_bytes(ws), warm);
  }
  dftfit_workspace_destroy(ws);
  release(&s);
  dftfit_potential_destroy(pot);
}

/* An energy that overflows is reported with the atom and the distance of its nearest neighbour. */
static void not_finite(void **state) {
  (void)state;
  dftfit_potential *pot = potential();
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  double theta[12], e = 0, x[6] = {0, 0, 0, 1.25, 0, 0};
  int type[2] = {3, 3}, ilist[2] = {1, 0}, num[2] = {1, 1}, a = 1, b = 0, *first[2] = {&a, &b};
  dftfit_atoms dimer = {2, ilist, num, first, 0x1FFFFFFF, x, type, element_of_type, NULL, 2, NULL, 0};
  for (int k = 0; k < 12; k++) theta[k] = k % 2 ? 1.7e308 : -1.7e308;
  dftfit_potential_set(pot, theta);
  assert_int_equal(dftfit_evaluate(pot, &dimer, ws, &(dftfit_tally){.energy = &e}, &err), DFTFIT_ERR_NUMERIC);
  assert_int_equal(err.atom, 1);
  assert_non_null(strstr(err.message, "1.25 A"));
  dftfit_workspace_destroy(ws);
  dftfit_potential_destroy(pot);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(block_contract),   cmocka_unit_test(sums_and_scale), cmocka_unit_test(long_lists),
      cmocka_unit_test(shares_of_virial), cmocka_unit_test(nothing_to_do),  cmocka_unit_test(no_growth_when_warm),
      cmocka_unit_test(not_finite),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
