/* SPDX-License-Identifier: BSD-3-Clause */
/* Rows of a configuration against finite differences of the model in the parameters: triclinic cells smaller than the
 * cutoff, where most neighbours are images; two elements; open sides; absent targets. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/rows.h"
#include "cmocka_all.h"

static const char potential_text[] = "dftfit: 1\nform: pair\nelements: [Si, C]\ncutoff: 5.0\n"
                                     "core: {type: zbl, inner: 0.8, outer: 1.6}\npair: {knots: 9, inner: 1.0}\n";

enum { NATOM = 3, ROWS = 1 + 3 * NATOM + 6 };
static const double position[NATOM][3] = {{0.1, 0.2, -0.1}, {1.6, 1.4, 1.7}, {0.3, 1.9, 2.2}};
static const char symbol[NATOM][4] = {"Si", "C", "Si"};
static const double force[NATOM][3] = {{0.1, -0.2, 0.3}, {0.4, 0.5, NAN}, {-0.3, 0.1, 0.2}};

typedef struct fixture {
  dataset *set;
  dftfit_potential *pot;
  model model;
  int nparameter;
  double *theta;
  int *column;
} fixture;

static fixture make(bool periodic_z) {
  fixture f = {.set = dataset_create()};
  dftfit_error err = {0};
  dataset_config c = {.natom = NATOM,
                      .symbol = symbol,
                      .position = position,
                      .force = force,
                      .cell = {3.4, 0, 0, 0.7, 3.3, 0, -0.4, 0.5, 3.6},
                      .pbc = {true, true, periodic_z},
                      .energy = -7.5,
                      .stress = {0.01, 0.02, 0.03, NAN, 0.05, 0.06},
                      .group = "bulk",
                      .source = "made"};
  assert_int_equal(dataset_append(f.set, &c, &err), DFTFIT_OK);
  assert_int_equal(dftfit_potential_parse("made", potential_text, strlen(potential_text), &f.pot, &err), DFTFIT_OK);
  assert_int_equal(model_create(&f.model, f.pot, f.set, &err), DFTFIT_OK);
  f.nparameter = dftfit_potential_nparameter(f.pot);
  f.theta = malloc((size_t)f.nparameter * sizeof *f.theta);
  f.column = malloc((size_t)f.nparameter * sizeof *f.column);
  for (int k = 0; k < f.nparameter; k++) {
    f.theta[k] = 0.3 * sin(1.0 + k);
    f.column[k] = 2 + k;
  }
  dftfit_potential_set(f.pot, f.theta);
  return f;
}

static void drop(fixture *f) {
  model_destroy(&f->model);
  dftfit_potential_destroy(f->pot);
  dataset_destroy(f->set);
  free(f->theta);
  free(f->column);
}

/** Collects what is handed over. */
typedef struct collected {
  int n[TARGET_CLASSES], ncolumn;
  double *rows[TARGET_CLASSES]; /* [n][ncolumn+1] */
} collected;

static dftfit_status collect(void *self, target_class which, int n, double *rows, int ld, dftfit_error *err) {
  collected *c = self;
  (void)err;
  c->n[which] = n;
  c->rows[which] = malloc((size_t)n * (size_t)(c->ncolumn + 1) * sizeof(double));
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= c->ncolumn; j++) c->rows[which][i * (c->ncolumn + 1) + j] = rows[j * ld + i];
  return DFTFIT_OK;
}

static collected get_rows(fixture *f, const target_weight *weight) {
  collected c = {.ncolumn = 2 + f->nparameter};
  row_consumer consumer = {&c, collect};
  const double high_energy[1] = {1};
  row_builder r = {.model = &f->model,
                   .weight = weight,
                   .ncomposition = 2,
                   .ncolumn = c.ncolumn,
                   .column = f->column,
                   .stress_offset = -1,
                   .high_energy = high_energy};
  dftfit_error err = {0};
  assert_int_equal(rows_of_config(&r, 0, &consumer, &err), DFTFIT_OK);
  rows_destroy(&r);
  return c;
}

static void drop_rows(collected *c) {
  for (int k = 0; k < TARGET_CLASSES; k++) free(c->rows[k]);
}

/** Energy, forces, stress of the model as they stand. */
static void targets(fixture *f, double *out) {
  dftfit_error err = {0};
  assert_int_equal(model_evaluate(&f->model, 0, &err), DFTFIT_OK);
  out[0] = f->model.energy;
  memcpy(out + 1, f->model.force, 3 * NATOM * sizeof(double));
  memcpy(out + 1 + 3 * NATOM, f->model.stress, sizeof f->model.stress);
}

static const target_weight weights[TARGET_KINDS] = {
    {true, 0.5, TARGET_ENERGY}, {true, 0.25, TARGET_FORCE}, {true, 2, TARGET_STRESS}};

/* where row r of all rows is handed over, given the absent targets (force 6, stress 3) */
static double entry(const collected *c, int r, int column) {
  int kind = r == 0 ? TARGET_ENERGY : r <= 3 * NATOM ? TARGET_FORCE : TARGET_STRESS;
  int i = r == 0 ? 0 : r <= 3 * NATOM ? r - 1 - (r > 6) : r - 1 - 3 * NATOM - (r > 1 + 3 * NATOM + 3);
  return c->rows[kind][i * (c->ncolumn + 1) + column] *
         (kind == TARGET_ENERGY ? weights[kind].sigma * NATOM : weights[kind].sigma);
}

static bool absent(int r) { return r == 6 || r == 1 + 3 * NATOM + 3; }

static void test_jacobian(void **state) {
  (void)state;
  fixture f = make(true);
  collected c = get_rows(&f, weights);
  double plus[ROWS], minus[ROWS], h = 1e-3; /* linear: the step may be large */
  assert_int_equal(c.n[TARGET_ENERGY], 1);
  assert_int_equal(c.n[TARGET_FORCE], 3 * NATOM - 1);
  assert_int_equal(c.n[TARGET_STRESS], 5);
  assert_true(f.model.lists->nall > 20 * NATOM); /* images abound: the cell is smaller than the cutoff */
  for (int k = 0; k < f.nparameter; k++) {
    double old = f.theta[k];
    f.theta[k] = old + h;
    dftfit_potential_set(f.pot, f.theta);
    targets(&f, plus);
    f.theta[k] = old - h;
    dftfit_potential_set(f.pot, f.theta);
    targets(&f, minus);
    f.theta[k] = old;
    for (int r = 0; r < ROWS; r++)
      if (!absent(r)) assert_close(entry(&c, r, 2 + k), (plus[r] - minus[r]) / (2 * h), 1e-9);
  }
  drop_rows(&c);
  drop(&f);
}

static void test_right_hand_side(void **state) {
  (void)state;
  fixture f = make(true);
  collected c = get_rows(&f, weights);
  double now[ROWS];
  targets(&f, now);
  for (int r = 0; r < ROWS; r++) {
    if (absent(r)) continue;
    double dft = r == 0           ? f.set->energy[0]
                 : r <= 3 * NATOM ? (&force[0][0])[r - 1]
                                  : f.set->stress[0][r - 1 - 3 * NATOM];
    assert_close(entry(&c, r, c.ncolumn), dft - now[r], 1e-12);
    assert_close(entry(&c, r, 0), r == 0 ? 2 : 0, 1e-12); /* two Si, one C */
    assert_close(entry(&c, r, 1), r == 0 ? 1 : 0, 1e-12);
  }
  drop_rows(&c);
  drop(&f);
}

/* no stress where a side is open, nothing of what is off, rows of a given sigma where they belong */
static void test_absent(void **state) {
  (void)state;
  fixture f = make(false);
  const target_weight some[TARGET_KINDS] = {
      {false, 1, TARGET_ENERGY}, {true, 0.25, TARGET_FIXED}, {true, 2, TARGET_STRESS}};
  collected c = get_rows(&f, some);
  assert_int_equal(c.n[TARGET_ENERGY], 0);
  assert_int_equal(c.n[TARGET_FORCE], 0);
  assert_int_equal(c.n[TARGET_FIXED], 3 * NATOM - 1);
  assert_int_equal(c.n[TARGET_STRESS], 0);
  drop_rows(&c);
  drop(&f);
}

/* a fixed parameter has no column and stays in the model */
static void test_fixed_parameter(void **state) {
  (void)state;
  fixture f = make(true);
  collected all = get_rows(&f, weights);
  f.column[0] = -1;
  collected less = get_rows(&f, weights);
  for (int r = 0; r < ROWS; r++) {
    if (absent(r)) continue;
    assert_close(entry(&less, r, 2), 0, 0);
    for (int k = 3; k <= all.ncolumn; k++) assert_close(entry(&less, r, k), entry(&all, r, k), 0);
  }
  drop_rows(&all);
  drop_rows(&less);
  drop(&f);
}

/* the row of an energy is the same where derivatives by positions are not asked for */
static void test_energy_alone(void **state) {
  (void)state;
  fixture f = make(true);
  const target_weight alone[TARGET_KINDS] = {{true, 0.5, TARGET_ENERGY}};
  collected all = get_rows(&f, weights), energy = get_rows(&f, alone);
  assert_int_equal(energy.n[TARGET_ENERGY], 1);
  assert_int_equal(energy.n[TARGET_FORCE] + energy.n[TARGET_STRESS], 0);
  for (int k = 0; k <= all.ncolumn; k++) assert_close(entry(&energy, 0, k), entry(&all, 0, k), 1e-13);
  drop_rows(&all);
  drop_rows(&energy);
  drop(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_jacobian), cmocka_unit_test(test_right_hand_side),
                                     cmocka_unit_test(test_absent), cmocka_unit_test(test_fixed_parameter),
                                     cmocka_unit_test(test_energy_alone)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
