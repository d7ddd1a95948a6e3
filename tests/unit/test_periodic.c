/* SPDX-License-Identifier: BSD-3-Clause */
/** Periodic neighbour lists against a sum over all images, and the bookkeeping of ghosts. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "data/dataset_neighbours.h"

enum { MAX_ATOMS = 4000 };

typedef struct pair {
  int i, j;    /* atoms of the configuration */
  double d[3]; /* from i to the image of j   */
} pair;

/* numbers that are the same on every machine */
static unsigned long long state;
static double uniform(double low, double high) {
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  return low + (high - low) * (double)(state >> 11) / 9007199254740992.0;
}

static char symbols[MAX_ATOMS][4];
static double positions[MAX_ATOMS][3];

static dataset *make_set(int natom, const double cell[9], const bool pbc[3], double spread) {
  dataset *set = dataset_create();
  dftfit_error err;
  dataset_config config = {.natom = natom,
                           .symbol = (const char(*)[4])symbols,
                           .position = (const double(*)[3])positions,
                           .energy = 0,
                           .group = "",
                           .source = "test"};
  memcpy(config.cell, cell, sizeof config.cell);
  memcpy(config.pbc, pbc, sizeof config.pbc);
  for (int i = 0; i < natom; i++) {
    double s[3];
    strcpy(symbols[i], i % 3 ? "Si" : "C");
    for (int k = 0; k < 3; k++) s[k] = uniform(-spread, 1 + spread); /* outside of the cell, too */
    for (int m = 0; m < 3; m++) positions[i][m] = s[0] * cell[m] + s[1] * cell[3 + m] + s[2] * cell[6 + m];
  }
  assert_int_equal(dataset_append(set, &config, &err), DFTFIT_OK);
  return set;
}

static int compare_pairs(const void *left, const void *right) {
  const pair *a = left, *b = right;
  if (a->i != b->i) return a->i - b->i;
  if (a->j != b->j) return a->j - b->j;
  for (int k = 0; k < 3; k++)
    if (fabs(a->d[k] - b->d[k]) > 1e-7) return a->d[k] < b->d[k] ? -1 : 1;
  return 0;
}

/* every pair within the cutoff, by trying all images up to `reach` cells away */
static int brute_force(const dataset *set, double cutoff, int reach, pair *out) {
  int n = 0, natom = (int)set->natom;
  const double *cell = set->cell[0];
  int r[3];
  for (int k = 0; k < 3; k++) r[k] = set->pbc[0][k] ? reach : 0;
  for (int i = 0; i < natom; i++)
    for (int j = 0; j < natom; j++)
      for (int a = -r[0]; a <= r[0]; a++)
        for (int b = -r[1]; b <= r[1]; b++)
          for (int c = -r[2]; c <= r[2]; c++) {
            if (i == j && !a && !b && !c) continue;
            pair p = {i, j, {0}};
            for (int m = 0; m < 3; m++)
              p.d[m] = set->position[j][m] - set->position[i][m] + a * cell[m] + b * cell[3 + m] + c * cell[6 + m];
            if (p.d[0] * p.d[0] + p.d[1] * p.d[1] + p.d[2] * p.d[2] < cutoff * cutoff) out[n++] = p;
          }
  return n;
}

static int listed_pairs(const dftfit_periodic *p, pair *out) {
  int n = 0;
  for (int i = 0; i < p->nlocal; i++)
    for (int m = 0; m < p->atoms.numneigh[i]; m++) {
      int j = p->atoms.firstneigh[i][m] & p->atoms.neighmask;
      assert_in_range(j, 0, p->nall - 1);
      out[n] = (pair){i, p->owner[j], {0}};
      for (int k = 0; k < 3; k++) out[n].d[k] = p->atoms.x[3 * j + k] - p->atoms.x[3 * i + k];
      n++;
    }
  return n;
}

/* Compares a random configuration of these settings; returns the number of pairs. */
static int check(dftfit_periodic *p, int natom, const double cell[9], const bool pbc[3], double spread, double cutoff,
                 int reach) {
  static const int element[2] = {0, 1};
  enum { MAX_PAIRS = 4000000 };
  dftfit_error err;
  dataset *set = make_set(natom, cell, pbc, spread);
  pair *want = malloc(MAX_PAIRS * sizeof *want), *have = malloc(MAX_PAIRS * sizeof *have);
  assert_non_null(want);
  assert_non_null(have);
  assert_int_equal(dataset_neighbours(p, set, 0, element, cutoff, &err), DFTFIT_OK);
  int nwant = brute_force(set, cutoff, reach, want), nhave = listed_pairs(p, have);
  assert_int_equal(nhave, nwant);
  qsort(want, (size_t)nwant, sizeof *want, compare_pairs);
  qsort(have, (size_t)nhave, sizeof *have, compare_pairs);
  for (int k = 0; k < nwant; k++)
    if (compare_pairs(&want[k], &have[k])) fail_msg("pair %d differs: atoms %d %d", k, want[k].i, want[k].j);
  for (int g = 0; g < p->nall; g++) assert_int_equal(p->atoms.type[g], set->atom_species[p->owner[g]] + 1);
  for (int i = 0; i < p->nlocal; i++) assert_int_equal(p->owner[i], i);
  dataset_destroy(set);
  free(want);
  free(have);
  return nwant;
}

static const bool all[3] = {true, true, true};

static void test_small_cells(void **unused) {
  (void)unused;
  /* heights of 1.7 to 2.5 A, far below the cutoff */
  const double cells[][9] = {{2.5, 0, 0, 0, 2.5, 0, 0, 0, 2.5},
                             {0, 2.7, 2.7, 2.7, 0, 2.7, 2.7, 2.7, 0},
                             {2.5, 0.3, -0.2, 1.9, 2.1, 0.1, -1.1, 0.9, 2.2}};
  dftfit_periodic *p = dftfit_periodic_create();
  state = 1;
  for (int c = 0; c < 3; c++)
    for (int natom = 1; natom <= 3; natom++) assert_true(check(p, natom, cells[c], all, 2.0, 5.5, 12) > 15);
  dftfit_periodic_destroy(p);
}

static void test_sheared_cell(void **unused) {
  (void)unused;
  /* a cell tilted so much that its height along a is 0.3 A: images lie up to 20 cells apart */
  const double cell[9] = {4, 0, 0, 17, 4, 0, -9, 13, 5};
  dftfit_periodic *p = dftfit_periodic_create();
  state = 2;
  assert_true(check(p, 6, cell, all, 1.0, 5.1, 22) > 100);
  dftfit_periodic_destroy(p);
}

static void test_boundaries(void **unused) {
  (void)unused;
  const double cell[9] = {6, 0.5, 0, -1, 7, 0.4, 0.3, 0.2, 9};
  dftfit_periodic *p = dftfit_periodic_create();
  state = 3;
  for (int mask = 0; mask < 8; mask++) {
    const bool pbc[3] = {mask & 1, mask & 2, mask & 4};
    assert_true(check(p, 20, cell, pbc, 0.4, 4.5, 4) > 0);
  }
  dftfit_periodic_destroy(p);
}

static void test_open_rows_may_be_zero(void **unused) {
  (void)unused;
  const double slab[9] = {5, 1, 0, -0.5, 6, 0.2, 0, 0, 0}, wire[9] = {0, 0, 0, 1, 3, 2, 0, 0, 0}, none[9] = {0};
  const bool along_ab[3] = {true, true, false}, along_b[3] = {false, true, false}, open[3] = {false, false, false};
  dftfit_periodic *p = dftfit_periodic_create();
  state = 4;
  assert_true(check(p, 8, slab, along_ab, 0.3, 5, 6) > 0);
  assert_true(check(p, 4, wire, along_b, 0.3, 5, 6) > 0);
  assert_true(check(p, 4, none, open, 0.3, 5, 1) > 0); /* all at the origin: distances of zero are listed */
  dftfit_periodic_destroy(p);
}

static void test_many_atoms(void **unused) {
  (void)unused;
  const double cell[9] = {30, 0, 0, 6, 28, 0, -5, 4, 26};
  dftfit_periodic *p = dftfit_periodic_create();
  state = 5;
  assert_true(check(p, 1200, cell, all, 0, 4.0, 1) > 1200);
  dftfit_periodic_destroy(p);
}

/* The number of pairs that are tried grows with the number of atoms, not its square: bins of a widely spread cluster
 * are limited in number, and a large one is built at once. */
static void test_spread_cluster(void **unused) {
  (void)unused;
  const double cell[9] = {1e7, 0, 0, 0, 1e7, 0, 0, 0, 1e7};
  const bool open[3] = {false, false, false};
  static const int element[2] = {0, 1};
  dftfit_error err;
  state = 6;
  dataset *set = make_set(MAX_ATOMS, cell, open, 0);
  dftfit_periodic *p = dftfit_periodic_create();
  assert_int_equal(dataset_neighbours(p, set, 0, element, 5.0, &err), DFTFIT_OK);
  assert_int_equal(p->nall, MAX_ATOMS);
  dftfit_periodic_destroy(p);
  dataset_destroy(set);
}

static void test_order_repeats(void **unused) {
  (void)unused;
  static const int element[2] = {0, 1};
  const double cell[9] = {6, 0, 0, 1, 6, 0, 0, 1, 6};
  dftfit_error err;
  state = 7;
  dataset *set = make_set(30, cell, all, 0.5);
  dftfit_periodic *p = dftfit_periodic_create(), *q = dftfit_periodic_create();
  assert_int_equal(dataset_neighbours(p, set, 0, element, 7.0, &err), DFTFIT_OK); /* leaves memory larger than needed */
  assert_int_equal(dataset_neighbours(p, set, 0, element, 5.0, &err), DFTFIT_OK);
  assert_int_equal(dataset_neighbours(q, set, 0, element, 5.0, &err), DFTFIT_OK);
  assert_int_equal(p->nall, q->nall);
  assert_memory_equal(p->atoms.x, q->atoms.x, 3 * (size_t)p->nall * sizeof(double));
  for (int i = 0; i < p->nlocal; i++) {
    assert_int_equal(p->atoms.numneigh[i], q->atoms.numneigh[i]);
    assert_memory_equal(p->atoms.firstneigh[i], q->atoms.firstneigh[i], (size_t)p->atoms.numneigh[i] * sizeof(int));
  }
  dftfit_periodic_destroy(p);
  dftfit_periodic_destroy(q);
  dataset_destroy(set);
}

static void test_foreign_element(void **unused) {
  (void)unused;
  const double cell[9] = {6, 0, 0, 0, 6, 0, 0, 0, 6};
  const int element[2] = {0, -1};
  dftfit_error err = {0};
  dataset *set = make_set(4, cell, all, 0);
  strcpy(set->path, "some.h5");
  dftfit_periodic *p = dftfit_periodic_create();
  assert_int_equal(dataset_neighbours(p, set, 0, element, 5.0, &err), DFTFIT_ERR_ELEMENT);
  assert_non_null(strstr(err.input, "some.h5:/configs[0]"));
  assert_non_null(strstr(err.message, "Si"));
  dftfit_periodic_destroy(p);
  dataset_destroy(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_small_cells),   cmocka_unit_test(test_sheared_cell),
      cmocka_unit_test(test_boundaries),    cmocka_unit_test(test_open_rows_may_be_zero),
      cmocka_unit_test(test_many_atoms),    cmocka_unit_test(test_spread_cluster),
      cmocka_unit_test(test_order_repeats), cmocka_unit_test(test_foreign_element),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
