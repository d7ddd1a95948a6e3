/* SPDX-License-Identifier: BSD-3-Clause */
/* The lambda that scores of folds and evidence choose, and the path that it is chosen from. */
#include "solve/linear/score.h"

#include <mpi.h>

#include "dense.h"
#include "solve/linear/linear.h"
#include "solve/linear/systems.h"

enum { NLAMBDA = 7, NFOLD = 2 };
static const double lambda[NLAMBDA] = {1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1};

/* both folds with this score, but for the difference: as much more in one as less in the other */
static score_choice choose(const double *mean, const double *difference, const double *evidence) {
  double score[NLAMBDA * NFOLD];
  for (int l = 0; l < NLAMBDA; l++) {
    score[2 * l] = mean[l] + difference[l];
    score[2 * l + 1] = mean[l] - difference[l];
  }
  return score_choose(&(score_path){NLAMBDA, NFOLD, lambda, score, evidence});
}

static void test_least_score(void **state) {
  (void)state;
  const double same[NLAMBDA] = {0}, inside[NLAMBDA] = {9, 4, 1, 0, 1, 4, 9}, falling[NLAMBDA] = {6, 5, 4, 3, 2, 1, 0};
  score_choice c = choose(inside, same, NULL);
  assert_close(c.lambda, 1e3, 1e-6);
  assert_int_equal(c.end, PATH_INSIDE);
  c = choose(falling, same, NULL);
  assert_close(c.lambda, 1, 0);
  assert_int_equal(c.end, PATH_SMALLEST);
}

/* where folds do not tell lambdas apart evidence decides; where they do it has no say */
static void test_evidence_decides_the_rest(void **state) {
  (void)state;
  const double flat[NLAMBDA] = {9, 4, 1, 0.02, 0.01, 0.01, 0}, noisy[NLAMBDA] = {0, 0, 0, 0.5, 1, 0.5, -0.5};
  const double evidence[NLAMBDA] = {100, 50, 9, 0, 8, 0, -8};
  score_choice c = choose(flat, noisy, evidence);
  assert_int_equal(c.nearest, 4);
  assert_close(c.lambda, 1e2, 1e-6);
  assert_int_equal(c.end, PATH_SMALLEST);
  c = choose(flat, noisy, NULL);
  assert_close(c.lambda, 1e3, 1e-6);
}

/* what a lambda without a finite score says does not count */
static void test_scores_without_end(void **state) {
  (void)state;
  const double mean[NLAMBDA] = {9, 4, 1, 0, 1, INFINITY, INFINITY}, same[NLAMBDA] = {0};
  score_choice c = choose(mean, same, NULL);
  assert_close(c.lambda, 1e3, 1e-6);
}

/* The path ends four decades below the square of the smallest singular value, and targets without noise find its end:
 * neither cross-validation nor evidence is best inside. */
static void test_path_without_noise(void **state) {
  (void)state;
  dense *d = dense_create(1, 1, 8, 4, 12);
  dftfit_error err = {0};
  triangles t;
  linear_fit fit;
  linear_options o = {.choice = CHOOSE_CROSS_VALIDATION, .nlambda = 30};
  for (int i = 0; i < d->nrow; i++) {
    d->b[i] = 0;
    for (int j = 0; j < 9; j++) d->b[i] += d->a[i * 9 + j] * (1 + j);
  }
  assert_int_equal(accumulate(MPI_COMM_WORLD, &d->problem, NULL, &t, &err), DFTFIT_OK);
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &d->problem, &t, &o, &fit, &err), DFTFIT_OK);
  double least = pow(fit.singular[fit.nsingular - 1], 2);
  assert_true(fit.lambda[29] <= 1.0001e-4 * least);
  assert_int_equal(fit.cv_end, PATH_SMALLEST);
  assert_close(fit.chosen, fit.lambda[29], 0);
  linear_fit_destroy(&fit);
  o.short_path = true;
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &d->problem, &t, &o, &fit, &err), DFTFIT_OK);
  assert_true(fit.lambda[29] <= 1.0001 * least);
  linear_fit_destroy(&fit);
  triangles_destroy(&t);
  dense_destroy(d);
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_least_score), cmocka_unit_test(test_evidence_decides_the_rest),
      cmocka_unit_test(test_scores_without_end), cmocka_unit_test(test_path_without_noise)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
