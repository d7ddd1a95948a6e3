/* SPDX-License-Identifier: BSD-3-Clause */
/* A restraint: its random structures; its rows beside those of the data, in systems with and without each fold, against
 * dense solutions of all rows together; after a selection. */
#include <mpi.h>

#include "data/dataset_neighbours.h"
#include "dense.h"
#include "restraint/structures.h"
#include "solve/linear/linear.h"
#include "solve/selection/select.h"

enum { NC = 2, P = 12, N = NC + P, FOLDS = 3, ROWS = 25, WIDTH = N + FOLDS };

/* ---- rows ---- */

/* Columns of the fit, energies by fold and of all data: [ROWS][WIDTH + 1] */
typedef struct beside {
  problem problem;
  double row[ROWS][WIDTH + 1];
} beside;

static dftfit_status eval(void *self, int leaf, const double *theta, const row_consumer *consumer, dftfit_error *err) {
  const beside *b = self;
  double rows[(WIDTH + 1) * ROWS];
  (void)leaf, (void)theta;
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j <= WIDTH; j++) rows[j * ROWS + i] = b->row[i][j];
  return consumer->take(consumer->self, TARGET_FIXED, ROWS, rows, ROWS, err);
}

static void make_beside(beside *b) {
  static const int fold[] = {0};
  static const double cost[] = {1};
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j <= WIDTH; j++)
      b->row[i][j] = random_uniform(31, (uint64_t)i, (uint64_t)j) - 0.5 + (j >= N ? 2 : 0);
  b->problem = (problem){.ncolumn = WIDTH,
                         .ncomposition = NC,
                         .nfold = 1,
                         .nleaf = 1,
                         .leaf_fold = fold,
                         .leaf_cost = cost,
                         .self = b,
                         .eval = eval};
}

/* The solution of the rows of d but fold left_out and of b with right-hand side `which`, columns of gone held at 0. */
static void solve_together(const dense *d, const beside *b, double lambda, int left_out, int which, const bool *gone,
                           double *x) {
  static const double ones[TARGET_CLASSES] = {1, 1, 1, 1};
  double s[N * N];
  dense without = *d;
  without.a = malloc((size_t)(d->nrow * N) * sizeof(double));
  for (int i = 0; i < d->nrow; i++)
    for (int j = 0; j < N; j++) without.a[i * N + j] = gone && gone[j] ? 0 : d->a[i * N + j];
  dense_normal(&without, lambda, 0, left_out, ones, s, x);
  free(without.a);
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < N; j++) {
      if (gone && gone[j]) continue;
      x[j] += b->row[i][j] * b->row[i][N + which];
      for (int k = 0; k < N; k++)
        if (!gone || !gone[k]) s[j * N + k] += b->row[i][j] * b->row[i][k];
    }
  cholesky(N, s);
  cholesky_solve(N, s, x);
}

static void compare(const double *x, const double *expected) {
  for (int j = 0; j < N; j++) assert_close(x[j], expected[j], 1e-10);
}

static void fit_beside(dense *d, beside *b, bool by_fold, double lambda, triangles *t, linear_fit *fit) {
  dftfit_error err = {0};
  linear_options o = {.choice = CHOOSE_GIVEN, .lambda = lambda, .nlambda = 1};
  d->problem.restraint = &b->problem;
  d->problem.restraint_folds = FOLDS;
  d->problem.restraint_by_fold = by_fold;
  assert_int_equal(accumulate(MPI_COMM_WORLD, &d->problem, NULL, t, &err), DFTFIT_OK);
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &d->problem, t, &o, fit, &err), DFTFIT_OK);
}

/* each system has the rows, with the energies that belong to it */
static void test_systems(void **state) {
  (void)state;
  const double lambda = 2;
  beside b;
  double expected[N];
  make_beside(&b);
  for (int by_fold = 0; by_fold < 2; by_fold++) {
    dense *d = dense_create(NC, NC, P, FOLDS, 6);
    triangles t;
    linear_fit fit;
    fit_beside(d, &b, by_fold, lambda, &t, &fit);
    solve_together(d, &b, lambda, -1, FOLDS, NULL, expected);
    compare(fit.x, expected);
    for (int f = 0; f < FOLDS; f++) {
      solve_together(d, &b, lambda, f, by_fold ? f : FOLDS, NULL, expected);
      compare(fit.fold_x + f * N, expected);
    }
    assert_int_equal(t.restraint_rows, ROWS);
    linear_fit_destroy(&fit);
    triangles_destroy(&t);
    dense_destroy(d);
  }
}

/* columns that a selection has kept, others in every fold */
static void test_selected(void **state) {
  (void)state;
  const double lambda = 0.7;
  beside b;
  double expected[N], x[FOLDS * N];
  bool gone[FOLDS + 1][N] = {{false}}, keep[N];
  dftfit_error err = {0};
  select_stage stage = {.lambda = lambda};
  sparse_path path = {.nstage = 1, .nfold = FOLDS, .ncolumn = N, .stage = &stage};
  dense *d = dense_create(NC, NC, P, FOLDS, 6);
  triangles t, some;
  linear_fit fit;
  make_beside(&b);
  fit_beside(d, &b, true, lambda, &t, &fit);
  for (int f = 0; f <= FOLDS; f++)
    for (int j = NC; j < N; j++) gone[f][j] = (j + f) % 3 == 0;
  for (int k = 0; k < FOLDS * N; k++) x[k] = gone[k / N][k % N] ? 0 : 1; /* what is not zero was kept */
  assert_int_equal(select_restrain(MPI_COMM_WORLD, &d->problem, &t, &fit, &path, 0, x, &err), DFTFIT_OK);
  for (int f = 0; f < FOLDS; f++) {
    solve_together(d, &b, lambda, f, f, gone[f], expected);
    compare(x + f * N, expected);
  }
  int n = 0;
  double few[N], prior[N];
  for (int j = 0; j < N; j++) {
    keep[j] = !gone[FOLDS][j];
    if (keep[j]) prior[n++] = d->prior[j];
  }
  assert_int_equal(select_triangles(&t, keep, &some, &err), DFTFIT_OK);
  problem reduced = d->problem;
  linear_fit after;
  linear_options o = {.choice = CHOOSE_GIVEN, .lambda = lambda, .nlambda = 1};
  reduced.ncolumn = n;
  reduced.prior = prior;
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &reduced, &some, &o, &after, &err), DFTFIT_OK);
  for (int f = -1; f < FOLDS; f++) {
    solve_together(d, &b, lambda, f, f < 0 ? FOLDS : f, gone[FOLDS], expected);
    const double *got = f < 0 ? after.x : after.fold_x + f * n;
    for (int j = 0, k = 0; j < N; j++) few[j] = keep[j] ? got[k++] : 0;
    compare(few, expected);
  }
  linear_fit_destroy(&after);
  linear_fit_destroy(&fit);
  triangles_destroy(&some);
  triangles_destroy(&t);
  dense_destroy(d);
}

/* ---- structures ---- */

static const char symbols[2][4] = {"Si", "C"};
static const double shortest[] = {2.0, 1.6, 1.6, 1.3}, volume[] = {20, 8};

static dataset *structures(uint64_t seed, int64_t first, int64_t n) {
  dataset *set = dataset_create();
  dftfit_error err = {0};
  const structure_space space = {2, symbols, shortest, volume, seed};
  assert_non_null(set);
  assert_int_equal(structures_append(set, &space, first, n, &err), DFTFIT_OK);
  return set;
}

/* Distances of all pairs within 4 A, counted where they are short. */
static double closest(const dataset *set, int64_t c, dftfit_periodic *lists) {
  int same[2] = {0, 1};
  double least = INFINITY;
  dftfit_error err = {0};
  assert_int_equal(dataset_neighbours(lists, set, c, same, 4.0, &err), DFTFIT_OK);
  const dftfit_atoms *a = &lists->atoms;
  for (int i = 0; i < lists->nlocal; i++)
    for (int k = 0; k < a->numneigh[i]; k++) {
      int j = a->firstneigh[i][k];
      double r2 = 0;
      for (int q = 0; q < 3; q++) r2 += (a->x[3 * i + q] - a->x[3 * j + q]) * (a->x[3 * i + q] - a->x[3 * j + q]);
      bool carbon = set->species[a->type[i] - 1][0] == 'C', other = set->species[a->type[j] - 1][0] == 'C';
      least = fmin(least, sqrt(r2) / shortest[2 * carbon + other]);
    }
  return least;
}

/* nothing too close, dense and open ones, all compositions */
static void test_structures(void **state) {
  (void)state;
  enum { COUNT = 400 };
  dataset *set = structures(1, 0, COUNT);
  dftfit_periodic *lists = dftfit_periodic_create();
  int pure = 0, even = 0, dense_ones = 0, open_ones = 0;
  assert_int_equal(set->nconfig, COUNT);
  for (int64_t c = 0; c < COUNT; c++) {
    double v = 0;
    int carbon = 0;
    assert_int_equal(set->first_atom[c + 1] - set->first_atom[c], STRUCTURE_ATOMS);
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) {
      int is_carbon = set->species[set->atom_species[i]][0] == 'C';
      carbon += is_carbon;
      v += volume[is_carbon];
    }
    pure += carbon == 0 || carbon == STRUCTURE_ATOMS;
    even += 2 * carbon == STRUCTURE_ATOMS;
    dense_ones += dataset_volume(set, c) < 0.6 * v;
    open_ones += dataset_volume(set, c) > 3 * v;
    assert_true(dataset_volume(set, c) > 0.399 * v);
    assert_true(closest(set, c, lists) >= 0.7499);
    assert_true(isnan(set->energy[c]));
  }
  /* of nine compositions, evenly: each in 44 of 400, standard deviation 6.3; pure ones 89, 8.3 */
  assert_in_range(pure, 45, 135);
  assert_in_range(even, 15, 75);
  assert_true(dense_ones > COUNT / 20 && open_ones > COUNT / 5);
  dftfit_periodic_destroy(lists);
  dataset_destroy(set);
}

/* a structure depends on its number and the seed alone */
static void test_structures_again(void **state) {
  (void)state;
  dataset *all = structures(5, 0, 12), *late = structures(5, 8, 4), *other = structures(6, 8, 4);
  const size_t atoms = 4 * STRUCTURE_ATOMS;
  assert_memory_equal(all->cell[8], late->cell[0], 4 * sizeof *all->cell);
  assert_memory_equal(all->position[8 * STRUCTURE_ATOMS], late->position[0], atoms * sizeof *all->position);
  assert_memory_not_equal(late->cell[0], other->cell[0], sizeof *late->cell);
  assert_memory_not_equal(late->cell[0], late->cell[1], sizeof *late->cell);
  dataset_destroy(all);
  dataset_destroy(late);
  dataset_destroy(other);
}

/* atoms that are far too large for their volume are an error, not an endless search */
static void test_no_room(void **state) {
  (void)state;
  dataset *set = dataset_create();
  dftfit_error err = {0};
  const double huge[] = {60, 60, 60, 60};
  const structure_space space = {2, symbols, huge, volume, 1};
  assert_int_equal(structures_append(set, &space, 0, 1, &err), DFTFIT_ERR_NUMERIC);
  dataset_destroy(set);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_systems), cmocka_unit_test(test_selected),
                                     cmocka_unit_test(test_structures), cmocka_unit_test(test_structures_again),
                                     cmocka_unit_test(test_no_room)};
  MPI_Init(&argc, &argv);
  int failed = cmocka_run_group_tests_name("restraint", tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
