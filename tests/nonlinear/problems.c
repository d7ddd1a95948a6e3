/* SPDX-License-Identifier: BSD-3-Clause */
#include "problems.h"

#include <math.h>
#include <string.h>

/* J. J. More, B. S. Garbow, K. E. Hillstrom, ACM Trans. Math. Softw. 7 (1981) 17: numbers 1, 13, 8. */
static void rosenbrock(int i, const double *x, double *value, double *g) {
  *value = i == 0 ? 10 * (x[1] - x[0] * x[0]) : 1 - x[0];
  g[0] = i == 0 ? -20 * x[0] : -1;
  g[1] = i == 0 ? 10 : 0;
}

static void powell(int i, const double *x, double *value, double *g) {
  memset(g, 0, 4 * sizeof *g);
  if (i == 0) {
    *value = x[0] + 10 * x[1];
    g[0] = 1;
    g[1] = 10;
  } else if (i == 1) {
    *value = sqrt(5) * (x[2] - x[3]);
    g[2] = sqrt(5);
    g[3] = -sqrt(5);
  } else if (i == 2) {
    double d = x[1] - 2 * x[2];
    *value = d * d;
    g[1] = 2 * d;
    g[2] = -4 * d;
  } else {
    double d = x[0] - x[3];
    *value = sqrt(10) * d * d;
    g[0] = 2 * sqrt(10) * d;
    g[3] = -2 * sqrt(10) * d;
  }
}

static const double bard_y[] = {.14, .18, .22, .25, .29, .32, .35, .39, .37, .58, .73, .96, 1.34, 2.10, 4.39};

static void bard(int i, const double *x, double *value, double *g) {
  double u = i + 1, v = 15 - i, w = u < v ? u : v, d = v * x[1] + w * x[2];
  *value = x[0] + u / d;
  g[0] = 1;
  g[1] = -u * v / (d * d);
  g[2] = -u * w / (d * d);
}

/* NIST/ITL StRD, Nonlinear Regression: Misra1a, Thurber, MGH09 (Kowalik and Osborne), MGH10 (Meyer), certified values
 */
static const double misra_x[] = {77.6,  114.9, 141.1, 190.8, 239.9, 289.0, 332.8,
                                 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0};
static const double misra_y[] = {10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02,
                                 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78};

static void misra(int i, const double *b, double *value, double *g) {
  double e = exp(-b[1] * misra_x[i]);
  *value = b[0] * (1 - e);
  g[0] = 1 - e;
  g[1] = b[0] * misra_x[i] * e;
}

static const double thurber_x[] = {-3.067, -2.981, -2.921, -2.912, -2.840, -2.797, -2.702, -2.699, -2.633, -2.481,
                                   -2.363, -2.322, -1.501, -1.460, -1.274, -1.212, -1.100, -1.046, -0.915, -0.714,
                                   -0.566, -0.545, -0.400, -0.309, -0.109, -0.103, 0.010,  0.119,  0.377,  0.790,
                                   0.963,  1.006,  1.115,  1.572,  1.841,  2.047,  2.200};
static const double thurber_y[] = {80.574,   84.248,   87.264,   87.195,   89.076,   89.608,   89.868,   90.101,
                                   92.405,   95.854,   100.696,  101.060,  401.672,  390.724,  567.534,  635.316,
                                   733.054,  759.087,  894.206,  990.785,  1090.109, 1080.914, 1122.643, 1178.351,
                                   1260.531, 1273.514, 1288.339, 1327.543, 1353.863, 1414.509, 1425.208, 1421.384,
                                   1442.962, 1464.350, 1468.705, 1447.894, 1457.628};

static void thurber(int i, const double *b, double *value, double *g) {
  double x = thurber_x[i], x2 = x * x, x3 = x2 * x;
  double a = b[0] + b[1] * x + b[2] * x2 + b[3] * x3, d = 1 + b[4] * x + b[5] * x2 + b[6] * x3;
  const double powers[] = {1, x, x2, x3};
  *value = a / d;
  for (int k = 0; k < 4; k++) g[k] = powers[k] / d;
  for (int k = 1; k < 4; k++) g[3 + k] = -a / (d * d) * powers[k];
}

static const double mgh09_x[] = {4, 2, 1, .5, .25, .167, .125, .1, .0833, .0714, .0625};
static const double mgh09_y[] = {.1957, .1947, .1735, .1600, .0844, .0627, .0456, .0342, .0323, .0235, .0246};

static void mgh09(int i, const double *b, double *value, double *g) {
  double x = mgh09_x[i], a = x * x + x * b[1], d = x * x + x * b[2] + b[3];
  *value = b[0] * a / d;
  g[0] = a / d;
  g[1] = b[0] * x / d;
  g[2] = -b[0] * a * x / (d * d);
  g[3] = -b[0] * a / (d * d);
}

static const double mgh10_y[] = {34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744,
                                 8261,  7030,  6005,  5147,  4427,  3820,  3307,  2872};

static void mgh10(int i, const double *b, double *value, double *g) {
  double x = 50 + 5 * i, e = exp(b[1] / (x + b[2]));
  *value = b[0] * e;
  g[0] = e;
  g[1] = b[0] * e / (x + b[2]);
  g[2] = -b[0] * e * b[1] / ((x + b[2]) * (x + b[2]));
}

const test_problem problems[] = {
    {.name = "Rosenbrock",
     .source = "MGH 1",
     .n = 2,
     .m = 2,
     .linear = {false, true},
     .nstart = 1,
     .start = {{-1.2, 1}},
     .solution = {1, 1},
     .absolute = 1e-9,
     .row = rosenbrock},
    {.name = "Powell",
     .source = "MGH 13",
     .n = 4,
     .m = 4,
     .nstart = 1,
     .start = {{3, -1, 0, 1}},
     .absolute = 1e-6,
     .row = powell},
    {.name = "Bard",
     .source = "MGH 8",
     .n = 3,
     .m = 15,
     .linear = {true, false, false},
     .nstart = 1,
     .start = {{1, 1, 1}},
     .solution = {.08241056, 1.133036, 2.343695},
     .sum = 8.214877e-3,
     .relative = 1e-6,
     .row = bard,
     .target = bard_y},
    {.name = "Misra1a",
     .source = "NIST StRD",
     .n = 2,
     .m = 14,
     .linear = {true, false},
     .nstart = 2,
     .start = {{500, .0001}, {250, .0005}},
     .solution = {2.3894212918E+02, 5.5015643181E-04},
     .deviation = {2.7070075241E+00, 7.2668688436E-06},
     .sum = 1.2455138894E-01,
     .relative = 1e-8,
     .row = misra,
     .target = misra_y},
    {.name = "Thurber",
     .source = "NIST StRD",
     .n = 7,
     .m = 37,
     .linear = {true, true, true, true, false, false, false},
     .nstart = 2,
     .start = {{1000, 1000, 400, 40, .7, .3, .03}, {1300, 1500, 500, 75, 1, .4, .05}},
     .solution = {1.2881396800E+03, 1.4910792535E+03, 5.8323836877E+02, 7.5416644291E+01, 9.6629502864E-01,
                  3.9797285797E-01, 4.9727297349E-02},
     .deviation = {4.6647963344E+00, 3.9571156086E+01, 2.8698696102E+01, 5.5675370270E+00, 3.1333340687E-02,
                   1.4984928198E-02, 6.5842344623E-03},
     .sum = 5.6427082397E+03,
     .relative = 1e-7,
     .row = thurber,
     .target = thurber_y},
    {.name = "MGH09",
     .source = "NIST StRD",
     .n = 4,
     .m = 11,
     .linear = {true, false, false, false},
     .nstart = 2,
     .start = {{25, 39, 41.5, 39}, {.25, .39, .415, .39}},
     .solution = {1.9280693458E-01, 1.9128232873E-01, 1.2305650693E-01, 1.3606233068E-01},
     .deviation = {1.1435312227E-02, 1.9633220911E-01, 8.0842031232E-02, 9.0025542308E-02},
     .sum = 3.0750560385E-04,
     .relative = 1e-7,
     .row = mgh09,
     .target = mgh09_y},
    {.name = "MGH10",
     .source = "NIST StRD",
     .n = 3,
     .m = 16,
     .linear = {true, false, false},
     .nstart = 2,
     .start = {{2, 400000, 25000}, {.02, 4000, 250}},
     .far = {true},
     .solution = {5.6096364710E-03, 6.1813463463E+03, 3.4522363462E+02},
     .deviation = {1.5687892471E-04, 2.3309021107E+01, 7.8486103508E-01},
     .sum = 8.7945855171E+01,
     .relative = 1e-8,
     .row = mgh10,
     .target = mgh10_y},
};
const int nproblems = sizeof problems / sizeof *problems;

const test_problem *problem_named(const char *name) {
  for (int k = 0; k < nproblems; k++)
    if (!strcmp(problems[k].name, name)) return &problems[k];
  return NULL;
}

enum { LEAVES = 3 };

static dftfit_status eval(void *self, int leaf, const double *theta, const row_consumer *consumer, dftfit_error *err) {
  rows_problem *r = self;
  const test_problem *p = r->source;
  r->evaluations++;
  for (int i = p->m * leaf / LEAVES; i < p->m * (leaf + 1) / LEAVES; i++) {
    double value, row[MAX_UNKNOWNS + 1];
    p->row(i, theta, &value, row);
    row[p->n] = (p->target ? p->target[i] : 0) - value;
    DFTFIT_TRY(consumer->take(consumer->self, TARGET_FIXED, 1, row, 1, err));
  }
  return DFTFIT_OK;
}

void rows_problem_make(rows_problem *r, const test_problem *p, const double *start, bool eliminate) {
  static const bool none[MAX_UNKNOWNS] = {false};
  *r = (rows_problem){.source = p};
  for (int j = 0; j < p->n; j++) {
    r->prior[j] = 1;
    r->lower[j] = -INFINITY;
    r->upper[j] = INFINITY;
    r->start[j] = start[j];
  }
  for (int k = 0; k < LEAVES; k++) r->leaf_cost[k] = 1;
  r->problem = (problem){.ncolumn = p->n,
                         .prior = r->prior,
                         .lower = r->lower,
                         .upper = r->upper,
                         .linear_columns = eliminate ? p->linear : none,
                         .start = r->start,
                         .nfold = 1,
                         .nleaf = LEAVES,
                         .leaf_fold = r->leaf_fold,
                         .leaf_cost = r->leaf_cost,
                         .self = r,
                         .eval = eval};
}
