/* SPDX-License-Identifier: BSD-3-Clause */
/* The search on problems of the literature: solutions, standard deviations, bounds, elimination, starts. */
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "search.h"
#include "solve/search/sobol.h"

static void check(const test_problem *p, const nonlinear_fit *fit, const char *how, int start) {
  char what[128];
  snprintf(what, sizeof what, "%s (%s), %s, start %d", p->name, p->source, how, start + 1);
  print_message("%-50s %3d steps %3d passes, sum %.11g, %s\n", what, fit->steps, fit->passes, fit->phi,
                levenberg_end_text(fit->end));
  if (fit->end == END_STEPS || fit->end == END_FAILED) fail_msg("%s: %s", what, levenberg_end_text(fit->end));
  for (int j = 0; j < p->n; j++) {
    double wanted = p->solution[j];
    if (!(fabs(fit->linear.x[j] - wanted) <= p->relative * fabs(wanted) + p->absolute))
      fail_msg("%s: unknown %d is %.12g, not %.12g", what, j, fit->linear.x[j], wanted);
    if (p->deviation[j] == 0) continue;
    double s = fit->linear.deviation[j] * sqrt(p->sum / (p->m - p->n));
    if (!(fabs(s - p->deviation[j]) <= 1e-5 * p->deviation[j]))
      fail_msg("%s: standard deviation %d is %.12g, not %.12g", what, j, s, p->deviation[j]);
  }
  assert_close(fit->phi, p->sum, 1e-6 * p->sum + 1e-12);
}

static void test_solutions(void **state) {
  (void)state;
  for (int k = 0; k < nproblems; k++)
    for (int s = 0; s < problems[k].nstart; s++) {
      rows_problem r;
      if (problems[k].far[s]) continue;
      rows_problem_make(&r, &problems[k], problems[k].start[s], false);
      nonlinear_fit fit = solve(&r, &plain, NULL);
      check(&problems[k], &fit, "plain", s);
      nonlinear_fit_destroy(&fit);
    }
}

/* the same answers, from far starts too, and in sum fewer steps than without */
static void test_elimination(void **state) {
  (void)state;
  int with = 0, without = 0;
  for (int k = 0; k < nproblems; k++)
    for (int s = 0; s < problems[k].nstart; s++) {
      rows_problem r;
      bool any = false;
      for (int j = 0; j < problems[k].n; j++) any = any || problems[k].linear[j];
      if (!any) continue;
      rows_problem_make(&r, &problems[k], problems[k].start[s], true);
      nonlinear_fit fit = solve(&r, &plain, NULL);
      check(&problems[k], &fit, "eliminated", s);
      int steps = fit.steps;
      nonlinear_fit_destroy(&fit);
      if (problems[k].far[s]) continue;
      with += steps;
      rows_problem_make(&r, &problems[k], problems[k].start[s], false);
      fit = solve(&r, &plain, NULL);
      without += fit.steps;
      nonlinear_fit_destroy(&fit);
    }
  print_message("steps in all: %d with elimination, %d without\n", with, without);
  assert_true(with < without);
}

/* a rescaled unknown changes nothing but rounding */
static const test_problem *scaled_source;
static double scaled_by[MAX_UNKNOWNS];
static void scaled_row(int i, const double *x, double *value, double *g) {
  double unscaled[MAX_UNKNOWNS];
  for (int j = 0; j < scaled_source->n; j++) unscaled[j] = x[j] * scaled_by[j];
  scaled_source->row(i, unscaled, value, g);
  for (int j = 0; j < scaled_source->n; j++) g[j] *= scaled_by[j];
}

static void test_units(void **state) {
  (void)state;
  scaled_source = problem_named("Bard");
  test_problem p = *scaled_source;
  int steps[2];
  p.row = scaled_row;
  for (int pass = 0; pass < 2; pass++) {
    for (int j = 0; j < p.n; j++) {
      scaled_by[j] = pass ? pow(10, 3 * j - 4) : 1;
      p.start[0][j] = scaled_source->start[0][j] / scaled_by[j];
      p.solution[j] = scaled_source->solution[j] / scaled_by[j];
    }
    rows_problem r;
    rows_problem_make(&r, &p, p.start[0], false);
    nonlinear_fit fit = solve(&r, &plain, NULL);
    check(&p, &fit, pass ? "other units" : "plain", 0);
    steps[pass] = fit.steps;
    nonlinear_fit_destroy(&fit);
  }
  assert_int_equal(steps[0], steps[1]);
}

/* a bound that holds: the solution on it by hand; the other unknowns at their best there; bounds off: as before */
static void test_bounds(void **state) {
  (void)state;
  for (int eliminate = 0; eliminate < 2; eliminate++) {
    const test_problem *p = problem_named("Rosenbrock");
    rows_problem r;
    rows_problem_make(&r, p, p->start[0], eliminate);
    r.upper[0] = 0.5; /* then x1 = 1/4 and 1 - x0 = 1/2 remains */
    nonlinear_fit fit = solve(&r, &plain, NULL);
    assert_true(fit.linear.x[0] == 0.5);
    assert_close(fit.linear.x[1], 0.25, 1e-8); /* 10 (x1 - 1/4): squared, below the tolerance of the sum */
    assert_close(fit.phi, 0.25, 1e-10);
    assert_true(fit.linear.deviation[0] == 0);
    assert_int_equal(fit.linear.nsingular, 1);
    nonlinear_fit_destroy(&fit);

    rows_problem_make(&r, p, p->start[0], eliminate);
    r.upper[1] = 0.5; /* on the linear unknown: 10 (0.5 - x0^2), 1 - x0: stationary in x0 */
    fit = solve(&r, &plain, NULL);
    double x = fit.linear.x[0];
    assert_true(fit.linear.x[1] == 0.5);
    assert_close(-400 * x * (0.5 - x * x) - 2 * (1 - x), 0, 1e-7);
    nonlinear_fit_destroy(&fit);

    p = problem_named("Bard");
    rows_problem_make(&r, p, p->start[0], eliminate);
    for (int j = 0; j < p->n; j++) {
      r.lower[j] = 0;
      r.upper[j] = 10;
    }
    fit = solve(&r, &plain, NULL);
    check(p, &fit, "bounds that do not hold", 0);
    nonlinear_fit_destroy(&fit);
  }
}

/* a start outside of the bounds is moved to them; both bounds the same: held there */
static void test_held(void **state) {
  (void)state;
  const test_problem *p = problem_named("Misra1a");
  rows_problem r;
  rows_problem_make(&r, p, p->start[0], true);
  r.lower[1] = r.upper[1] = p->solution[1];
  nonlinear_fit fit = solve(&r, &plain, NULL);
  assert_true(fit.linear.x[1] == p->solution[1]);
  assert_close(fit.linear.x[0], p->solution[0], 1e-6 * p->solution[0]);
  nonlinear_fit_destroy(&fit);
}

/* the prior: stationary point of the sum with lambda |x - x0|^2, and the limit of a strong one */
static void test_prior(void **state) {
  (void)state;
  const test_problem *p = problem_named("Bard");
  for (int eliminate = 0; eliminate < 2; eliminate++)
    for (int strong = 0; strong < 2; strong++) {
      rows_problem r;
      nonlinear_options o = plain;
      o.weights.lambda = strong ? 1e12 : 0.03;
      rows_problem_make(&r, p, p->start[0], eliminate);
      r.prior[1] = 2;
      nonlinear_fit fit = solve(&r, &o, NULL);
      double g[3] = {0}, row[3], value, size = 0;
      for (int i = 0; i < p->m; i++) {
        p->row(i, fit.linear.x, &value, row);
        for (int j = 0; j < 3; j++) g[j] += (value - p->target[i]) * row[j];
      }
      for (int j = 0; j < 3; j++) {
        size = fmax(size, fabs(g[j]));
        g[j] += o.weights.lambda * r.prior[j] * r.prior[j] * (fit.linear.x[j] - r.start[j]);
      }
      for (int j = 0; j < 3; j++) {
        if (strong) /* where rounding of x drowns the gradient */
          assert_close(fit.linear.x[j], r.start[j], 1e-9);
        else
          assert_close(g[j], 0, 1e-6 * size);
      }
      nonlinear_fit_destroy(&fit);
    }
}

/* no prior: the certified solution; deviations of (J^T J + diag 1/size^2)^-1 by hand; a prior on some alone is refused
 */
static void test_no_prior(void **state) {
  (void)state;
  const test_problem *p = problem_named("Misra1a");
  for (int eliminate = 0; eliminate < 2; eliminate++) {
    rows_problem r;
    rows_problem_make(&r, p, p->start[1], eliminate);
    r.prior[0] = r.prior[1] = 0;
    const double size[] = {10, 0}; /* 0: as large as the value */
    r.problem.size = size;
    nonlinear_options o = plain;
    o.weights.choice = CHOOSE_CROSS_VALIDATION; /* counts nothing: there is no lambda */
    nonlinear_fit fit = solve(&r, &o, NULL);
    assert_false(fit.prior);
    double a = 0, b = 0, c = 0, row[2], value;
    for (int j = 0; j < 2; j++) assert_close(fit.linear.x[j], p->solution[j], 1e-7 * p->solution[j]);
    for (int i = 0; i < p->m; i++) {
      p->row(i, fit.linear.x, &value, row);
      a += row[0] * row[0];
      b += row[0] * row[1];
      c += row[1] * row[1];
    }
    a += 1 / (size[0] * size[0]);
    c += 1 / (fit.linear.x[1] * fit.linear.x[1]);
    const double variance[] = {c / (a * c - b * b), a / (a * c - b * b)};
    for (int j = 0; j < 2; j++) {
      assert_close(fit.linear.deviation[j], sqrt(variance[j]), 1e-6 * sqrt(variance[j]));
      double known = j == 0 ? size[0] : fit.linear.x[j];
      assert_close(fit.linear.share[j], 1 - variance[j] / (known * known), 1e-6);
    }
    nonlinear_fit_destroy(&fit);
    r.prior[0] = 1;
    dftfit_error err = {0};
    assert_int_equal(nonlinear_solve(MPI_COMM_WORLD, &r.problem, &plain, NULL, "", NULL, 0, &fit, &err),
                     DFTFIT_ERR_VALUE);
  }
}

/* the best of several starts is kept; the same seed gives the same bits */
static void test_starts(void **state) {
  (void)state;
  const test_problem *p = problem_named("MGH09");
  nonlinear_options o = plain;
  double first[MAX_UNKNOWNS];
  o.nstart = 6;
  o.seed = 3;
  for (int turn = 0; turn < 2; turn++) {
    rows_problem r;
    rows_problem_make(&r, p, p->start[0], true);
    for (int j = 1; j < p->n; j++) {
      r.lower[j] = 0;
      r.upper[j] = 100;
    }
    nonlinear_fit fit = solve(&r, &o, NULL);
    check(p, &fit, "six starts", 0);
    assert_int_equal(fit.nstart, 6);
    for (int k = 0; k < 6; k++) assert_true(!(fit.start[k].phi < fit.start[fit.best].phi));
    for (int j = 0; j < p->n; j++) assert_true(turn == 0 || first[j] == fit.linear.x[j]);
    memcpy(first, fit.linear.x, (size_t)p->n * sizeof *first);
    nonlinear_fit_destroy(&fit);
  }
}

/* starts of a seed: one in each of 2^m equal intervals of every unknown; more of them leave the first ones as they are
 */
static void test_start_points(void **state) {
  (void)state;
  const test_problem *p = problem_named("MGH09");
  enum { N = 16 };
  rows_problem r;
  rows_problem_make(&r, p, p->start[1], false);
  for (int j = 0; j < p->n; j++) {
    r.lower[j] = -1;
    r.upper[j] = 3;
  }
  int seen[MAX_UNKNOWNS][N] = {0};
  double x[MAX_UNKNOWNS], other[MAX_UNKNOWNS];
  for (int k = 1; k <= N; k++) {
    nonlinear_start_point(&r.problem, 5, k, x);
    nonlinear_start_point(&r.problem, 6, k, other);
    for (int j = 0; j < p->n; j++) {
      seen[j][(int)((x[j] + 1) / 4 * N)]++;
      assert_true(x[j] != other[j]);
    }
  }
  for (int j = 0; j < p->n; j++)
    for (int k = 0; k < N; k++) assert_int_equal(seen[j][k], 1);
  const double low[] = {0, 0, 2.5, 0}, high[] = {0, 0.125, 9, 0}; /* narrower than the bounds; cut off by them */
  r.problem.start_lower = low;
  r.problem.start_upper = high;
  nonlinear_start_point(&r.problem, 5, 7, x);
  r.problem.start_lower = r.problem.start_upper = NULL;
  nonlinear_start_point(&r.problem, 5, 7, other);
  assert_true(x[0] == other[0]);
  assert_close(x[1] / 0.125, (other[1] + 1) / 4, 1e-14);
  assert_close((x[2] - 2.5) / 0.5, (other[2] + 1) / 4, 1e-14);
  nonlinear_start_point(&r.problem, 5, 0, x);
  assert_memory_equal(x, r.start, (size_t)p->n * sizeof *x);
}

/* F. J. Hickernell, Math. Comp. 67 (1998) 299: the centred discrepancy, squared, of n points in d dimensions */
enum { POINTS = 64, DIMENSIONS = 10 };
static double discrepancy(double (*x)[DIMENSIONS]) {
  double sum = pow(13.0 / 12, DIMENSIONS);
  for (int i = 0; i < POINTS; i++) {
    double one = 1;
    for (int j = 0; j < DIMENSIONS; j++) {
      double a = fabs(x[i][j] - 0.5);
      one *= 1 + 0.5 * a - 0.5 * a * a;
    }
    sum -= 2.0 / POINTS * one;
    for (int k = 0; k < POINTS; k++) {
      double two = 1;
      for (int j = 0; j < DIMENSIONS; j++)
        two *= 1 + 0.5 * (fabs(x[i][j] - 0.5) + fabs(x[k][j] - 0.5) - fabs(x[i][j] - x[k][j]));
      sum += two / (POINTS * POINTS);
    }
  }
  return sum;
}

/* the sequence fills a cube of ten dimensions more evenly than random points do, whatever the seed */
static void test_sobol(void **state) {
  (void)state;
  static double x[POINTS][DIMENSIONS];
  double worst = 0, random = INFINITY;
  for (uint64_t seed = 0; seed < 20; seed++) {
    for (int i = 0; i < POINTS; i++)
      for (int j = 0; j < DIMENSIONS; j++) x[i][j] = random_uniform(seed, (uint64_t)j, (uint64_t)i);
    random = fmin(random, discrepancy(x));
    sobol_dimension s;
    sobol_first(seed, &s);
    for (int j = 0; j < DIMENSIONS; j++, sobol_next(&s))
      for (int i = 0; i < POINTS; i++) x[i][j] = sobol_coordinate(&s, (uint32_t)i);
    worst = fmax(worst, discrepancy(x));
  }
  print_message("discrepancy, squared: %.4f at most; random points %.4f at least\n", worst, random);
  assert_true(worst < random);
}

/* J. Bratley, B. L. Fox, ACM Trans. Math. Softw. 14 (1988) 88: the first primitive polynomials and their degrees */
static void test_polynomials(void **state) {
  (void)state;
  static const struct {
    unsigned bits;
    int degree;
  } known[] = {{3, 1},  {7, 2},  {11, 3}, {13, 3}, {19, 4}, {25, 4},
               {37, 5}, {41, 5}, {47, 5}, {55, 5}, {59, 5}, {61, 5}};
  sobol_dimension s;
  sobol_first(1, &s);
  for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
    sobol_next(&s);
    assert_int_equal(s.polynomial, known[k].bits);
    assert_int_equal(s.degree, known[k].degree);
  }
}

/* a model that is not finite: an error at the only start, another start where there is one, a shorter step on the way
 */
static void undefined_below_zero(int i, const double *x, double *value, double *g) {
  *value = log(x[0]) + 0.1 * i * x[0];
  *g = 1 / x[0] + 0.1 * i;
}

static void test_not_finite(void **state) {
  (void)state;
  static const double target[] = {-1, -0.9};
  test_problem p = {.name = "logarithm", .n = 1, .m = 2, .row = undefined_below_zero, .target = target};
  rows_problem r;
  nonlinear_fit fit;
  dftfit_error err = {0};
  const double bad[] = {-1}, far[] = {20};
  rows_problem_make(&r, &p, bad, false);
  assert_int_equal(nonlinear_solve(MPI_COMM_WORLD, &r.problem, &plain, NULL, "", NULL, 0, &fit, &err),
                   DFTFIT_ERR_NUMERIC);
  rows_problem_make(&r, &p, far, false); /* the first step of Gauss and Newton goes below zero */
  fit = solve(&r, &plain, NULL);
  double x = fit.linear.x[0], g = 0, value, slope;
  for (int i = 0; i < 2; i++) {
    undefined_below_zero(i, &x, &value, &slope);
    g += (value - target[i]) * slope;
  }
  assert_close(g, 0, 1e-9);
  nonlinear_fit_destroy(&fit);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_solutions),  cmocka_unit_test(test_elimination), cmocka_unit_test(test_units),
      cmocka_unit_test(test_bounds),     cmocka_unit_test(test_held),        cmocka_unit_test(test_prior),
      cmocka_unit_test(test_no_prior),   cmocka_unit_test(test_starts),      cmocka_unit_test(test_start_points),
      cmocka_unit_test(test_not_finite), cmocka_unit_test(test_sobol),       cmocka_unit_test(test_polynomials)};
  MPI_Init(&argc, &argv);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
