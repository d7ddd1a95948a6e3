/* SPDX-License-Identifier: BSD-3-Clause */
/* The part of a prior that the data give, from triangles, against the rows themselves. */
#include <math.h>
#include <mpi.h>

#include "assemble/prior.h"
#include "dense.h"
#include "solve/linear/accumulate.h"

enum { NC = 2, P = 9, N = NC + P };

static double force_size(const dense *d, int column) {
  double sum = 0;
  for (int i = 0; i < d->nrow; i++)
    if (d->which[i] == TARGET_FORCE) sum += d->a[i * N + column] * d->a[i * N + column];
  return sqrt(sum);
}

/* Columns of many sizes: 0 has no forces, 1 nearly none. */
static dense *uneven(int nleaf) {
  dense *d = dense_create(NC, NC, P, 3, nleaf);
  for (int i = 0; i < d->nrow; i++)
    for (int k = 0; k < P; k++)
      d->a[i * N + NC + k] *= k == 0 && d->which[i] == TARGET_FORCE ? 0 : k == 1 ? 1e-9 : pow(3, k - 4);
  return d;
}

static void check(int nleaf, double power) {
  dense *from = uneven(nleaf);
  triangles t;
  dftfit_error err = {0};
  double prior[N], mean = 0;
  assert_int_equal(accumulate(MPI_COMM_WORLD, &from->problem, NULL, &t, &err), DFTFIT_OK);
  memcpy(prior, from->prior, sizeof prior);
  double force2[N];
  design d = {.problem = from->problem, .prior = prior, .force2 = force2};
  triangles_norms2(&t, TARGET_FORCE, force2);
  prior_by_forces(&d, power);
  for (int k = 1; k < P; k++) mean += log(force_size(from, NC + k)) / (P - 1);
  for (int j = 0; j < N; j++) {
    double ratio = j < NC + 1 ? 1 : force_size(from, j) / exp(mean);
    assert_close(prior[j], from->prior[j] * pow(j == NC + 1 ? 0.01 : ratio, power), 1e-12);
  }
  triangles_destroy(&t);
  dense_destroy(from);
}

static void as_the_rows(void **state) {
  (void)state;
  check(9, 0.5);
  check(9, 1);
  check(3, 0.5); /* fewer rows of forces in a fold than would fill another triangle */
}

static void power_zero_changes_nothing(void **state) {
  (void)state;
  check(9, 0);
}

static void without_forces(void **state) {
  (void)state;
  dense *from = uneven(9);
  triangles t;
  dftfit_error err = {0};
  double prior[N];
  for (int i = 0; i < from->nrow; i++) from->which[i] = TARGET_ENERGY;
  assert_int_equal(accumulate(MPI_COMM_WORLD, &from->problem, NULL, &t, &err), DFTFIT_OK);
  memcpy(prior, from->prior, sizeof prior);
  double force2[N];
  design d = {.problem = from->problem, .prior = prior, .force2 = force2};
  triangles_norms2(&t, TARGET_FORCE, force2);
  prior_by_forces(&d, 1);
  for (int j = 0; j < N; j++) assert_true(prior[j] == from->prior[j]);
  triangles_destroy(&t);
  dense_destroy(from);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(as_the_rows), cmocka_unit_test(power_zero_changes_nothing),
                                     cmocka_unit_test(without_forces)};
  MPI_Init(&argc, &argv);
  int failed = cmocka_run_group_tests_name("prior", tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
