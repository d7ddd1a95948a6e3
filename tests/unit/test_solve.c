/* SPDX-License-Identifier: BSD-3-Clause */
/* The solver against dense normal equations: QR over leaves, ridge path, folds, evidence, covariance, spectrum. */
#include <mpi.h>

#include "dense.h"
#include "solve/linear/accumulate.h"
#include "solve/linear/linear.h"
#include "solve/linear/linear_solver.h"
#include "solve/linear/systems.h"

static const double ones[TARGET_CLASSES] = {1, 1, 1, 1};
static const double unequal[TARGET_CLASSES] = {7, 1.5, 0.3, 1};

typedef struct fixture {
  dense *d;
  triangles t;
} fixture;

static fixture make(int ncomposition, int rank, int p, int nfold, int nleaf) {
  fixture f = {.d = dense_create(ncomposition, rank, p, nfold, nleaf)};
  dftfit_error err = {0};
  assert_int_equal(accumulate(MPI_COMM_WORLD, &f.d->problem, NULL, &f.t, &err), DFTFIT_OK);
  return f;
}

static void drop(fixture *f) {
  triangles_destroy(&f->t);
  dense_destroy(f->d);
}

static ridge make_ridge(const fixture *f, int system, const double *factor) {
  bool *wanted = calloc((size_t)f->t.nfold + 1, sizeof *wanted);
  triangle *systems = calloc((size_t)f->t.nfold + 1, sizeof *systems);
  dftfit_error err = {0};
  ridge g;
  wanted[system] = true;
  assert_int_equal(systems_create(&f->t, factor, wanted, systems, &err), DFTFIT_OK);
  assert_int_equal(ridge_create(&g, &systems[system], f->d->problem.ncomposition, f->d->prior, &err), DFTFIT_OK);
  for (int k = 0; k <= f->t.nfold; k++) triangle_destroy(&systems[k]);
  free(systems);
  free(wanted);
  return g;
}

static void compare(const double *x, const double *expected, int n, double tolerance) {
  for (int i = 0; i < n; i++) assert_close(x[i], expected[i], tolerance);
}

static void test_triangles_hold_all(void **state) {
  (void)state;
  fixture f = make(2, 2, 15, 3, 7);
  double x[17], extended[18], scratch[18];
  int64_t rows = 0;
  for (int i = 0; i < 17; i++) x[i] = extended[i] = random_uniform(1, 1, (uint64_t)i) - 0.5;
  extended[17] = -1;
  for (int k = 0; k < 3 * TARGET_CLASSES; k++) {
    double expected = dense_rss(f.d, k / TARGET_CLASSES, k % TARGET_CLASSES, ones, x);
    assert_close(triangle_norm2(&f.t.part[k], extended, scratch), expected, 1e-11 * (1 + expected));
    rows += f.t.rows[k];
  }
  assert_int_equal(rows, f.d->nrow);
  drop(&f);
}

/* lambdas over eight decades, unequal sigmas, all data and each fold left out */
static void test_ridge_is_dense(void **state) {
  (void)state;
  fixture f = make(2, 2, 15, 4, 9);
  const double lambda[] = {1e4, 10, 1, 1e-2, 1e-4};
  enum { N = 17, NL = 5 };
  double x[N * NL], expected[N];
  ridge_fit fit[NL];
  dftfit_error err = {0};
  for (int system = 0; system <= 4; system++) {
    ridge g = make_ridge(&f, system, unequal);
    assert_int_equal(g.rank, 2);
    assert_int_equal(ridge_solve(&g, NL, lambda, x, fit, &err), DFTFIT_OK);
    for (int l = 0; l < NL; l++) {
      dense_solve(f.d, lambda[l], 0, system - 1, unequal, expected);
      compare(x + l * N, expected, N, 1e-9);
      double rss =
          dense_rss(f.d, -1, -1, unequal, expected) - (system ? dense_rss(f.d, system - 1, -1, unequal, expected) : 0);
      double penalty = 0;
      for (int i = 2; i < N; i++) penalty += expected[i] * expected[i] * f.d->prior[i] * f.d->prior[i];
      assert_close(fit[l].residual2, rss, 1e-9 * rss);
      assert_close(fit[l].penalty2, penalty, 1e-9 * (1 + penalty));
    }
    ridge_destroy(&g);
  }
  drop(&f);
}

/* without ridge it is least squares */
static void test_least_squares(void **state) {
  (void)state;
  fixture f = make(1, 1, 12, 1, 5);
  double x[13], expected[13], zero = 0;
  ridge_fit fit;
  dftfit_error err = {0};
  ridge g = make_ridge(&f, 0, ones);
  assert_int_equal(ridge_solve(&g, 1, &zero, x, &fit, &err), DFTFIT_OK);
  dense_solve(f.d, 0, 0, -1, ones, expected);
  compare(x, expected, 13, 1e-10);
  ridge_destroy(&g);
  drop(&f);
}

/* a parameter that no row touches: an error at lambda 0, zero with a ridge */
static void test_undetermined(void **state) {
  (void)state;
  fixture f = {.d = dense_create(1, 1, 6, 1, 3)};
  double x[7], lambda = 0;
  ridge_fit fit;
  dftfit_error err = {0};
  for (int i = 0; i < f.d->nrow; i++) f.d->a[i * 7 + 4] = 0;
  assert_int_equal(accumulate(MPI_COMM_WORLD, &f.d->problem, NULL, &f.t, &err), DFTFIT_OK);
  ridge g = make_ridge(&f, 0, ones);
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_ERR_NUMERIC);
  lambda = 1e-3;
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_OK);
  assert_close(x[4], 0, 1e-12);
  ridge_destroy(&g);
  drop(&f);
}

/* one stoichiometry: the change of the reference energies is the smallest one */
static void test_one_stoichiometry(void **state) {
  (void)state;
  fixture f = make(3, 1, 8, 2, 6);
  double x[11], expected[11], lambda = 0.5;
  ridge_fit fit;
  dftfit_error err = {0};
  ridge g = make_ridge(&f, 0, ones);
  assert_int_equal(g.rank, 1);
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_OK);
  dense_solve(f.d, lambda, 1e-7, -1, ones, expected); /* a tiny ridge on composition tends to the least norm */
  compare(x, expected, 11, 1e-6);
  assert_close(x[1] / x[0], 2, 1e-9); /* along the composition vector (1, 2, 3)/3 */
  assert_close(x[2] / x[0], 3, 1e-9);
  ridge_destroy(&g);
  drop(&f);
}

/* log N(b; 0, I + A (lambda Gamma^2)^-1 A^T + composition with a prior of variance v), v to infinity */
static void test_evidence(void **state) {
  (void)state;
  fixture f = make(1, 1, 6, 1, 2);
  int m = f.d->nrow, n = f.d->ncolumn;
  double lambda = 0.7, x[7], flat = 1e6, *cov = calloc((size_t)(m * m), sizeof(double)),
         *r = malloc((size_t)m * sizeof(double));
  ridge_fit fit;
  dftfit_error err = {0};
  ridge g = make_ridge(&f, 0, ones);
  assert_int_equal(ridge_solve(&g, 1, &lambda, x, &fit, &err), DFTFIT_OK);
  for (int i = 0; i < m; i++) {
    r[i] = f.d->b[i];
    for (int k = 0; k < m; k++) {
      cov[i * m + k] = i == k;
      for (int j = 0; j < n; j++)
        cov[i * m + k] +=
            f.d->a[i * n + j] * f.d->a[k * n + j] * (j ? 1 / (lambda * f.d->prior[j] * f.d->prior[j]) : flat);
    }
  }
  cholesky(m, cov);
  double log_det = cholesky_log_det(m, cov), quadratic = 0;
  cholesky_solve(m, cov, r);
  for (int i = 0; i < m; i++) quadratic += r[i] * f.d->b[i];
  /* the flat prior has density 1 where the wide Gaussian has (2 pi flat)^-1/2 */
  double expected = -0.5 * (quadratic + log_det + m * log(2 * M_PI)) + 0.5 * log(2 * M_PI * flat);
  assert_close(ridge_log_evidence(&g, lambda, fit, m), expected, 1e-4);
  free(cov);
  free(r);
  ridge_destroy(&g);
  drop(&f);
}

static void test_covariance_and_freedom(void **state) {
  (void)state;
  fixture f = make(2, 2, 9, 1, 4);
  enum { N = 11, P = 9 };
  double lambda = 2, s[N * N], ignored[N], column[N], deviation[P], freedom = 0;
  dftfit_error err = {0};
  ridge g = make_ridge(&f, 0, unequal);
  assert_int_equal(ridge_standard_deviations(&g, lambda, deviation, &err), DFTFIT_OK);
  dense_normal(f.d, lambda, 0, -1, unequal, s, ignored);
  cholesky(N, s);
  for (int j = 2; j < N; j++) {
    memset(column, 0, sizeof column);
    column[j] = 1;
    cholesky_solve(N, s, column);
    assert_close(deviation[j - 2], sqrt(column[j]), 1e-10);
    freedom +=
        1 - lambda * f.d->prior[j] * f.d->prior[j] * column[j]; /* tr (S^-1 A^T A) = p - lambda tr (S^-1 Gamma^2) */
  }
  assert_close(ridge_degrees_of_freedom(&g, lambda), freedom, 1e-9);
  ridge_destroy(&g);
  drop(&f);
}

/* |A Gamma^-1 v| is the singular value that comes with v, and the v are orthonormal */
static void test_weakest(void **state) {
  (void)state;
  fixture f = make(0, 0, 20, 1, 4);
  enum { N = 20, K = 4 };
  double s[K], v[K * N], x[N];
  dftfit_error err = {0};
  for (int i = 0; i < f.d->nrow; i++) f.d->b[i] = 0;
  triangles_destroy(&f.t);
  assert_int_equal(accumulate(MPI_COMM_WORLD, &f.d->problem, NULL, &f.t, &err), DFTFIT_OK);
  ridge g = make_ridge(&f, 0, ones);
  assert_int_equal(ridge_weakest(&g, K, s, v, &err), DFTFIT_OK);
  for (int l = 0; l < K; l++) {
    for (int i = 0; i < N; i++) x[i] = v[l * N + i] / f.d->prior[i];
    assert_close(sqrt(dense_rss(f.d, -1, -1, ones, x)), s[l], 1e-9);
    assert_close(s[l], g.singular[N - 1 - l], 1e-6 * g.singular[0]);
    for (int k = 0; k <= l; k++) {
      double dot = 0;
      for (int i = 0; i < N; i++) dot += v[l * N + i] * v[k * N + i];
      assert_close(dot, k == l, 1e-12);
    }
  }
  ridge_destroy(&g);
  drop(&f);
}

enum { MOST = 64 };
/* docs/fit.md (2') by refits: a fold with a scale of its own for every class */
static double score_of_folds(const dense *d, const linear_fit *fit, double lambda) {
  double factor[TARGET_CLASSES], x[MOST], score = 0;
  for (int c = 0; c < TARGET_CLASSES; c++) factor[c] = fit->balance[c] / fit->sigma[c];
  for (int k = 0; k < fit->nfold; k++) {
    dense_solve(d, lambda, 0, k, factor, x);
    for (int c = 0; c < TARGET_KINDS; c++) {
      double expected = 0;
      for (int i = 0; i < d->nrow; i++)
        if (d->fold[i] == k && (int)d->which[i] == c) expected += fit->balance[c] * fit->balance[c];
      if (expected > 0) score += expected * (1 + log(dense_rss(d, k, c, factor, x) / expected));
    }
  }
  return score;
}

/* the whole choice: scores along the path are brute-force refits, the best is chosen, solutions belong to it */
static void test_cross_validation(void **state) {
  (void)state;
  fixture f = make(1, 1, 30, 5, 10);
  enum { N = 31 };
  linear_options o = {.choice = CHOOSE_CROSS_VALIDATION, .nlambda = 12};
  linear_fit fit;
  double x[N], best = INFINITY;
  dftfit_error err = {0};
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &f.d->problem, &f.t, &o, &fit, &err), DFTFIT_OK);
  for (int l = 0; l < fit.nlambda; l++) {
    double score = score_of_folds(f.d, &fit, fit.lambda[l]);
    assert_close(fit.score[l], score, 1e-8 * fabs(score));
    best = fmin(best, score);
    if (l) assert_true(fit.lambda[l] < fit.lambda[l - 1]);
  }
  double at_chosen = 0;
  for (int k = 0; k < 5; k++) {
    dense_solve(f.d, fit.chosen, 0, k, ones, x);
    compare(fit.fold_x + k * N, x, N, 1e-8);
  }
  at_chosen = score_of_folds(f.d, &fit, fit.chosen);
  assert_true(at_chosen <= best + 0.01 * fit.rows); /* as good as the best one, but for the noise of the folds */
  dense_solve(f.d, fit.chosen, 0, -1, ones, x);
  compare(fit.x, x, N, 1e-8);
  linear_fit_destroy(&fit);
  drop(&f);
}

/* the maximum of the evidence: no neighbour is better */
static void test_evidence_maximum(void **state) {
  (void)state;
  fixture f = {.d = dense_create(1, 1, 30, 1, 10)};
  for (int i = 0; i < f.d->nrow; i++) /* noise alone would be best explained by lambda without end */
    for (int j = 0; j < 31; j++) f.d->b[i] += f.d->a[i * 31 + j] * cos(j);
  dftfit_error err = {0};
  assert_int_equal(accumulate(MPI_COMM_WORLD, &f.d->problem, NULL, &f.t, &err), DFTFIT_OK);
  linear_options o = {.choice = CHOOSE_EVIDENCE, .nlambda = 30};
  linear_fit fit;
  double x[31], value[3];
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &f.d->problem, &f.t, &o, &fit, &err), DFTFIT_OK);
  ridge g = make_ridge(&f, 0, ones);
  for (int k = 0; k < 3; k++) {
    double lambda = fit.chosen * pow(1.1, k - 1);
    ridge_fit one;
    assert_int_equal(ridge_solve(&g, 1, &lambda, x, &one, &err), DFTFIT_OK);
    value[k] = ridge_log_evidence(&g, lambda, one, f.d->nrow);
  }
  assert_true(value[1] > value[0] && value[1] > value[2]);
  assert_close(fit.log_evidence, value[1], 1e-6 * fabs(value[1]));
  ridge_destroy(&g);
  linear_fit_destroy(&fit);
  drop(&f);
}

/* targets made of a model and noise of known size in each class: the estimated sigmas are those sizes */
static void test_sigmas(void **state) {
  (void)state;
  fixture f = {.d = dense_create(1, 1, 10, 5, 60)};
  const double noise[TARGET_CLASSES] = {0.02, 0.3, 0.005, 0};
  uint64_t k = 0;
  dftfit_error err = {0};
  for (int i = 0; i < f.d->nrow; i++) {
    double sum = 0; /* of twelve uniform numbers: variance one */
    for (int j = 0; j < 12; j++) sum += random_uniform(3, 3, k++) - 0.5;
    f.d->b[i] = noise[f.d->which[i]] * sum;
    for (int j = 0; j < 11; j++) f.d->b[i] += f.d->a[i * 11 + j] * (1 + j);
  }
  assert_int_equal(accumulate(MPI_COMM_WORLD, &f.d->problem, NULL, &f.t, &err), DFTFIT_OK);
  linear_options o = {.choice = CHOOSE_CROSS_VALIDATION, .nlambda = 20, .estimated = {true, true, true, false}};
  linear_fit fit;
  assert_int_equal(linear_solve(MPI_COMM_WORLD, &f.d->problem, &f.t, &o, &fit, &err), DFTFIT_OK);
  assert_true(fit.converged);
  for (int c = 0; c < TARGET_KINDS; c++) assert_close(log(fit.sigma[c] / noise[c]), 0, 0.1);
  for (int l = 0; l < fit.nlambda; l++) {
    double score = score_of_folds(f.d, &fit, fit.lambda[l]);
    assert_close(fit.score[l], score, 1e-8 * fabs(score));
  }
  assert_close(fit.balance[TARGET_FORCE], 1, 1e-12);
  assert_close(fit.balance[TARGET_ENERGY], cbrt(3.0), 1e-12); /* three force rows for one energy row in every leaf */
  linear_fit_destroy(&fit);
  drop(&f);
}

static void test_dealing(void **state) {
  (void)state;
  const double cost[] = {5, 1, 1, 1, 5, 1, 1, 1};
  int first[5];
  for (int nrank = 1; nrank <= 4; nrank++) {
    double largest = 0, total = 16;
    deal_leaves(8, cost, nrank, first);
    assert_int_equal(first[0], 0);
    assert_int_equal(first[nrank], 8);
    for (int r = 0; r < nrank; r++) {
      double load = 0;
      for (int i = first[r]; i < first[r + 1]; i++) load += cost[i];
      largest = fmax(largest, load);
    }
    const double least[] = {0, 16, 8, 7, 5};
    assert_close(largest, least[nrank], 1e-9);
    assert_true(largest * nrank >= total);
  }
  deal_leaves(2, cost, 4, first); /* more ranks than leaves */
  assert_int_equal(first[4], 2);
}

/* The least of a parabola; where the scores make none, or one whose least lies far away, not beyond the neighbours. */
static void test_lambda_between(void **state) {
  const double lambda[] = {100, 10, 1}, even[] = {2, 1, 2}, steep[] = {2, 1, 1.5}, falling[] = {3, 2, 1.0001},
               flat[] = {1, 1, 1};
  (void)state;
  assert_close(lambda_between(lambda, even), 10, 1e-14);
  assert_close(lambda_between(lambda, steep), 10 * pow(0.1, 0.5 * 0.5 / 1.5), 1e-12);
  assert_close(lambda_between(lambda, falling), 1, 1e-12); /* its least is 10,000 spacings away */
  assert_close(lambda_between(lambda, flat), 10, 1e-14);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_triangles_hold_all),
                                     cmocka_unit_test(test_ridge_is_dense),
                                     cmocka_unit_test(test_least_squares),
                                     cmocka_unit_test(test_undetermined),
                                     cmocka_unit_test(test_one_stoichiometry),
                                     cmocka_unit_test(test_evidence),
                                     cmocka_unit_test(test_covariance_and_freedom),
                                     cmocka_unit_test(test_weakest),
                                     cmocka_unit_test(test_cross_validation),
                                     cmocka_unit_test(test_evidence_maximum),
                                     cmocka_unit_test(test_sigmas),
                                     cmocka_unit_test(test_dealing),
                                     cmocka_unit_test(test_lambda_between)};
  MPI_Init(&argc, &argv);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
