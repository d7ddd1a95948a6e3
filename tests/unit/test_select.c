/* SPDX-License-Identifier: BSD-3-Clause */
/* Selection on triangles against dense re-solves: prices, the order of elimination, the path, a model with few terms.
 */
#include <mpi.h>

#include "dense.h"
#include "solve/linear/systems.h"
#include "solve/selection/eliminate.h"
#include "solve/selection/select.h"

static const double ones[TARGET_CLASSES] = {1, 1, 1, 1};
enum { NC = 2, P = 14, N = NC + P, FOLDS = 4 };

static triangles fold_all(const dense *d) {
  triangles t;
  dftfit_error err = {0};
  assert_int_equal(accumulate(MPI_COMM_WORLD, &d->problem, NULL, &t, &err), DFTFIT_OK);
  return t;
}

/** The objective at its minimum with the columns of gone [N] held at zero, and that minimum. */
static double least_objective(const dense *d, double lambda, const bool *gone, double *x) {
  dense without = *d;
  without.a = malloc((size_t)(d->nrow * N) * sizeof(double));
  for (int i = 0; i < d->nrow; i++)
    for (int j = 0; j < N; j++) without.a[i * N + j] = gone[j] ? 0 : d->a[i * N + j];
  dense_solve(&without, lambda, 0, -1, ones, x);
  double sum = dense_rss(&without, -1, -1, ones, x);
  for (int j = NC; j < N; j++) sum += lambda * x[j] * x[j] * d->prior[j] * d->prior[j];
  free(without.a);
  return sum;
}

static ridge ridge_of(const dense *d, const triangles *t) {
  bool wanted[FOLDS + 1] = {true};
  triangle system[FOLDS + 1];
  dftfit_error err = {0};
  ridge g;
  assert_int_equal(systems_create(t, ones, wanted, system, &err), DFTFIT_OK);
  assert_int_equal(ridge_create(&g, &system[0], NC, d->prior, &err), DFTFIT_OK);
  return g;
}

/* every step: the cheapest by brute force goes, the price is the rise of the objective, the solution is that without */
static void test_elimination(void **state) {
  (void)state;
  dense *d = dense_create(NC, NC, P, FOLDS, 8);
  triangles t = fold_all(d);
  ridge g = ridge_of(d, &t);
  enum { COUNT = P - 1 };
  const double lambda = 3;
  double x[N], expected[N], price[COUNT], before;
  int dropped[COUNT];
  bool gone[N] = {false};
  ridge_fit fit;
  dftfit_error err = {0};
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_OK);
  before = fit.residual2 + lambda * fit.penalty2;
  assert_int_equal(eliminate(&g, lambda, x + NC, NULL, COUNT, dropped, price, &err), DFTFIT_OK);
  for (int i = 0; i < COUNT; i++) {
    double least = INFINITY;
    int which = -1;
    for (int j = NC; j < N; j++) {
      if (gone[j]) continue;
      gone[j] = true;
      double objective = least_objective(d, lambda, gone, expected);
      gone[j] = false;
      if (objective < least) least = objective, which = j;
    }
    assert_int_equal(dropped[i], which - NC);
    assert_close(price[i], least - before, 1e-9 * least);
    gone[which] = true;
    before = least;
  }
  least_objective(d, lambda, gone, expected);
  for (int j = NC; j < N; j++) assert_close(x[j], expected[j], 1e-10);
  assert_int_equal(eliminate(&g, lambda, x + NC, NULL, P, dropped, price, &err), DFTFIT_ERR_USAGE);
  ridge_destroy(&g);
  triangles_destroy(&t);
  dense_destroy(d);
}

/* price over weight decides: the heaviest go first where weights differ by more than the prices do */
static void test_weights(void **state) {
  (void)state;
  dense *d = dense_create(NC, NC, P, FOLDS, 8);
  triangles t = fold_all(d);
  ridge g = ridge_of(d, &t);
  const double lambda = 1e-3;
  double x[N], weight[P], price[3];
  int dropped[3];
  ridge_fit fit;
  dftfit_error err = {0};
  for (int k = 0; k < P; k++) weight[k] = k == 3 ? 1e40 : k == 9 ? 1e60 : k == 6 ? 1e20 : 1;
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_OK);
  assert_int_equal(eliminate(&g, lambda, x + NC, weight, 3, dropped, price, &err), DFTFIT_OK);
  assert_int_equal(dropped[0], 9);
  assert_int_equal(dropped[1], 3);
  assert_int_equal(dropped[2], 6);
  ridge_destroy(&g);
  triangles_destroy(&t);
  dense_destroy(d);
}

/* two columns that are the same but for 1e-7: one of them goes for nothing, then the other one is dear */
static void test_twins(void **state) {
  (void)state;
  dense *d = dense_create(NC, NC, P, FOLDS, 8);
  for (int i = 0; i < d->nrow; i++) {
    double *row = d->a + i * N;
    row[NC + 5] = row[NC + 2] + 1e-7 * row[NC + 5];
    d->b[i] = 4 * row[NC + 2] + row[NC + 1] + 0.01 * d->b[i];
  }
  triangles t = fold_all(d);
  ridge g = ridge_of(d, &t);
  const double lambda = 1e-6;
  double x[N], price[P - 2];
  int dropped[P - 2];
  ridge_fit fit;
  dftfit_error err = {0};
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_OK);
  assert_int_equal(eliminate(&g, lambda, x + NC, NULL, P - 2, dropped, price, &err), DFTFIT_OK);
  int twins = 0;
  for (int i = 0; i < P - 2; i++) {
    twins += dropped[i] == 2 || dropped[i] == 5;
    assert_int_not_equal(dropped[i], 1);
  }
  assert_int_equal(twins, 1);
  assert_close(x[NC + 2] + x[NC + 5], 4, 0.05);
  ridge_destroy(&g);
  triangles_destroy(&t);
  dense_destroy(d);
}

static double count_cost(void *self, const bool *keep, double *share) {
  const problem *p = self;
  double sum = 0;
  for (int k = 0; k < p->ncolumn; k++) {
    if (share) share[k] = keep[k] ? 1 + k : 0;
    sum += keep[k] ? 1 + k : 0;
  }
  return sum;
}

/* targets made by seven of forty columns, and noise: the seven stay, the others go; scores are those of brute force */
static void test_path(void **state) {
  (void)state;
  enum { WIDE = 40, COLUMNS = NC + WIDE, PLANTED = 7 };
  dense *d = dense_create(NC, NC, WIDE, FOLDS, 40);
  for (int i = 0; i < d->nrow; i++) {
    d->b[i] *= 0.05;
    for (int k = 0; k < PLANTED; k++) d->b[i] += (k % 2 ? -1 : 1) * d->a[i * COLUMNS + NC + 5 * k + 3];
  }
  triangles t = fold_all(d);
  linear_options options = {.choice = CHOOSE_CROSS_VALIDATION, .nlambda = 20};
  linear_fit fit;
  sparse_path path;
  dftfit_error err = {0};
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &d->problem, &t, &options, &fit, &err), DFTFIT_OK);
  select_options o = {.all = &fit, .cost = {&d->problem, count_cost}, .wanted = 9};
  assert_int_equal(select_path(MPI_COMM_WORLD, &d->problem, &t, &o, &path, &err), DFTFIT_OK);
  assert_int_equal(path.stage[0].kept, WIDE);
  int nine = -1;
  for (int k = 0; k < path.nstage; k++) {
    const select_stage *stage = &path.stage[k];
    double score = 0;
    bool keep[COLUMNS];
    int kept = 0;
    select_columns(&path, k, keep);
    for (int j = 0; j < COLUMNS; j++) kept += keep[j];
    assert_int_equal(kept, NC + stage->kept);
    if (stage->kept == 9) nine = k;
    for (int f = 0; f < FOLDS; f++) {
      const double *x = path.fold_x + (k * FOLDS + f) * COLUMNS;
      double part = 0;
      for (int c = 0; c < TARGET_CLASSES; c++)
        part += score_part(dense_rss(d, f, c, ones, x), (double)t.rows[f * TARGET_CLASSES + c], 1, c < TARGET_KINDS);
      int terms = 0;
      for (int j = NC; j < COLUMNS; j++) terms += x[j] != 0;
      assert_int_equal(terms, stage->kept);
      assert_close(path.fold_score[k * FOLDS + f], part, 1e-9 * fabs(part));
      score += part;
    }
    assert_close(stage->score, score, 1e-9 * fabs(score));
    if (k == 0) continue;
    assert_true(stage->kept < path.stage[k - 1].kept && stage->cost < path.stage[k - 1].cost);
    if (stage->kept >= PLANTED)
      for (int j = 0; j < PLANTED; j++) assert_true(keep[NC + 5 * j + 3]);
  }
  assert_true(nine >= 0);
  /* too many terms fit noise, too few miss some: what is taken holds the seven and not many more */
  int chosen = select_by_score(&path, -1);
  assert_true(path.stage[chosen].kept >= PLANTED && path.stage[chosen].kept <= 2 * PLANTED);
  assert_true(path.stage[chosen].score < path.stage[0].score);
  double few = path.stage[path.nstage - 1].score;
  assert_true(few - path.stage[chosen].score > log(3) * path.expected);
  assert_int_equal(path.stage[select_by_cost(&path, 1)].kept, WIDE);
  assert_true(path.stage[select_by_cost(&path, 0.5)].cost <= 0.5 * path.stage[0].cost);
  assert_int_equal(select_by_cost(&path, 1e-9), -1);
  sparse_path_destroy(&path);
  linear_fit_destroy(&fit);
  triangles_destroy(&t);
  dense_destroy(d);
}

static void test_triangles_of_columns(void **state) {
  (void)state;
  dense *d = dense_create(NC, NC, P, FOLDS, 8);
  triangles t = fold_all(d), some;
  bool keep[N];
  double x[N] = {0}, extended[N + 1], scratch[N + 1];
  int n = 0;
  dftfit_error err = {0};
  for (int j = 0; j < N; j++) {
    keep[j] = j < NC || j % 3 == 0;
    if (!keep[j]) continue;
    x[j] = random_uniform(1, 2, (uint64_t)j) - 0.5;
    extended[n++] = x[j];
  }
  extended[n] = -1;
  assert_int_equal(select_triangles(&t, keep, &some, &err), DFTFIT_OK);
  assert_int_equal(some.n, n + 1);
  for (int k = 0; k < FOLDS * TARGET_CLASSES; k++) {
    double expected = dense_rss(d, k / TARGET_CLASSES, k % TARGET_CLASSES, ones, x);
    assert_close(triangle_norm2(&some.part[k], extended, scratch), expected, 1e-11 * (1 + expected));
    assert_int_equal(some.rows[k], t.rows[k]);
  }
  triangles_destroy(&some);
  triangles_destroy(&t);
  dense_destroy(d);
}

/* what is taken: the fewest parameters within the tolerance, or within the error of the difference */
static void test_choice(void **state) {
  (void)state;
  select_stage stage[] = {{.kept = 40, .score = 104, .cost = 10},
                          {.kept = 30, .score = 100, .cost = 8},
                          {.kept = 20, .score = 101, .cost = 5},
                          {.kept = 10, .score = 108, .cost = 5},
                          {.kept = 5, .score = 200, .cost = 1}};
  /* differences to the best, per fold: stage 2: +3 and -2, error 5; stage 3: +4 and +4, error 0 */
  double fold_score[] = {52, 52, 50, 50, 53, 48, 54, 54, 100, 100};
  sparse_path path = {.expected = 100, .nstage = 5, .nfold = 2, .stage = stage, .fold_score = fold_score};
  assert_int_equal(select_by_score(&path, 0), 1);
  assert_int_equal(select_by_score(&path, 0.02), 2);
  assert_int_equal(select_by_score(&path, 0.1), 3);
  assert_int_equal(select_by_score(&path, -1), 2);
  assert_int_equal(select_by_cost(&path, 0.8), 1);
  assert_int_equal(select_by_cost(&path, 0.05), -1);
  const bool front[] = {false, true, true, false, true};
  for (int k = 0; k < 5; k++) assert_int_equal(select_on_front(&path, k), front[k]);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_elimination), cmocka_unit_test(test_weights), cmocka_unit_test(test_twins),
      cmocka_unit_test(test_path),        cmocka_unit_test(test_choice),  cmocka_unit_test(test_triangles_of_columns),
  };
  MPI_Init(&argc, &argv);
  int failed = cmocka_run_group_tests_name("select", tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
