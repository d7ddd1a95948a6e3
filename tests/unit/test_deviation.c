/* SPDX-License-Identifier: BSD-3-Clause */
/* Standard deviations against the truth: balanced rows weigh more than their errors say, and count as one observation
 * all the same. */
#include <mpi.h>

#include "dense.h"
#include "solve/linear/linear.h"

enum { P = 10, COLUMNS = P + 1, REPLICAS = 16 };
static const double balance[TARGET_KINDS] = {7, 1, 2.5};
static const double noise[TARGET_CLASSES] = {0.02, 0.3, 0.005, 0};

static double truth(int j) { return 1 + j; }

static double gaussian(int replica, uint64_t *k) {
  double sum = 0; /* of twelve uniform numbers: variance one */
  for (int j = 0; j < 12; j++) sum += random_uniform(5, (uint64_t)replica, (*k)++) - 0.5;
  return sum;
}

static linear_fit fit_replica(int replica, int nleaf, bool given) {
  dense *d = dense_create(1, 1, P, 5, nleaf);
  dftfit_error err = {0};
  triangles t;
  linear_fit fit;
  uint64_t k = 0;
  linear_options o = {.choice = CHOOSE_CROSS_VALIDATION, .nlambda = 30};
  for (int i = 0; i < d->nrow; i++) {
    d->b[i] = noise[d->which[i]] * gaussian(replica, &k);
    for (int j = 0; j < COLUMNS; j++) d->b[i] += d->a[i * COLUMNS + j] * truth(j);
  }
  d->problem.balance = balance;
  for (int c = 0; c < TARGET_KINDS; c++) o.estimated[c] = !given, o.sigma[c] = noise[c];
  assert_int_equal(accumulate(MPI_COMM_WORLD, &d->problem, NULL, &t, &err), DFTFIT_OK);
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &d->problem, &t, &o, &fit, &err), DFTFIT_OK);
  triangles_destroy(&t);
  dense_destroy(d);
  return fit;
}

/* root mean square of (value - truth)/deviation over parameters and replicas */
static double rms_z(bool given) {
  double sum = 0;
  for (int r = 0; r < REPLICAS; r++) {
    linear_fit fit = fit_replica(r, 60, given);
    for (int j = 0; j < P; j++) sum += pow((fit.x[1 + j] - truth(1 + j)) / fit.deviation[j], 2);
    linear_fit_destroy(&fit);
  }
  return sqrt(sum / (P * REPLICAS));
}

static void test_calibrated(void **state) {
  (void)state;
  double given = rms_z(true), estimated = rms_z(false);
  assert_true(given > 0.8 && given < 1.3);
  assert_true(estimated > 0.8 && estimated < 1.3);
}

/* twice the data, independent of each other: deviations are smaller by the root of two */
static void test_doubling(void **state) {
  (void)state;
  double ratio = 0;
  for (int r = 0; r < REPLICAS; r++) {
    linear_fit once = fit_replica(r, 60, true), twice = fit_replica(r, 120, true);
    for (int j = 0; j < P; j++) ratio += twice.deviation[j] / once.deviation[j] / (P * REPLICAS);
    linear_fit_destroy(&once);
    linear_fit_destroy(&twice);
  }
  assert_close(ratio, sqrt(0.5), 0.05);
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_calibrated), cmocka_unit_test(test_doubling)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
