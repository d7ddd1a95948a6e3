/* SPDX-License-Identifier: BSD-3-Clause */
/* The work test on data of a known potential, as they are and with every mistake that it should find. */
#include "check/mistakes.h"
#include "check/virial.h"
#include "check/work.h"
#include "dftfit/units.h"
#include "unit/made_configs.h"

enum { N = 40 };

/* group 0: strained copies; group 1: the same cell, atoms moved */
static dataset *make_set(void) {
  dataset *set = dataset_create();
  made_append_all(set, N, (made_config){.group = "strain", .strain = 0.01, .rattle = 0.01});
  made_append_all(set, N, (made_config){.group = "md", .number = 1000, .rattle = 0.04});
  return set;
}

typedef struct outcome {
  composition_table table;
  work_report report;
} outcome;

static outcome run(const dataset *set) {
  outcome o;
  dftfit_error err = {0};
  assert_int_equal(composition_table_create(set, &o.table, &err), DFTFIT_OK);
  if (work_report_create(set, &o.table, &o.report, &err)) fail_msg("%s", err.message);
  return o;
}

static const work_result *find(const outcome *o, int group, work_test test) {
  for (int64_t i = 0; i < o->report.n; i++)
    if (o->report.result[i].class->group == group && o->report.result[i].test == test) return &o->report.result[i];
  fail_msg("no result of group %d", group);
  return NULL;
}

static void end(outcome *o, dataset *set) {
  work_report_destroy(&o->report);
  composition_table_destroy(&o->table);
  dataset_destroy(set);
}

static void test_good(void **unused) {
  (void)unused;
  dataset *set = make_set();
  outcome o = run(set);
  const work_result *stress = find(&o, 0, WORK_STRESS), *forces = find(&o, 1, WORK_FORCES);
  assert_int_equal(o.report.n, 2);
  assert_int_equal(stress->verdict, WORK_GOOD);
  assert_int_equal(stress->nconfig, N);
  assert_close(stress->slope, 1, 0.01); /* trapezoids over 2 % of strain */
  assert_close(stress->offset * DFTFIT_GPA_PER_EV_A3, 0, 0.1);
  assert_true(stress->correlation > 0.999);
  assert_false(stress->order_open);
  assert_int_equal(forces->verdict, WORK_GOOD);
  assert_close(forces->slope, 1, 0.02);
  assert_true(forces->correlation > 0.999);
  assert_true(isnan(forces->offset_error));
  end(&o, set);
}

static void test_unit_and_sign(void **unused) {
  (void)unused;
  static const struct {
    double factor; /* the truth is so many times what is stored */
    const char *name;
  } cases[] = {{1000, "kbar read as bar"},
               {0.001, "bar read as kbar"},
               {-1, "the sign is the other one"},
               {-10, "the sign is the other one, and GPa read as kbar"},
               {160.2176634, "eV/A^3 read as GPa"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dataset *set = make_set();
    for (int64_t c = 0; c < N; c++)
      for (int k = 0; k < 6; k++) set->stress[c][k] /= cases[i].factor;
    outcome o = run(set);
    const work_result *r = find(&o, 0, WORK_STRESS);
    mistake known;
    assert_int_equal(r->verdict, WORK_SLOPE);
    assert_close(r->slope / cases[i].factor, 1, 0.02);
    assert_true(mistake_find(UNIT_STRESS, r->slope, &known));
    assert_close(known.factor / cases[i].factor, 1, 1e-9);
    if (!strstr(known.text, cases[i].name)) fail_msg("'%s' lacks '%s'", known.text, cases[i].name);
    end(&o, set);
  }
  mistake known;
  assert_true(mistake_find(UNIT_FORCE, DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR, &known));
  assert_non_null(strstr(known.text, "hartree/bohr read as eV/A"));
  assert_false(mistake_find(UNIT_STRESS, 1.0, &known));
  assert_false(mistake_find(UNIT_STRESS, 3.3, &known));
}

/* stored[k] = true[order[k]] for all five wrong orders */
static void test_order(void **unused) {
  (void)unused;
  static const int orders[5][3] = {{0, 2, 1}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};
  for (int m = 0; m < 5; m++) {
    dataset *set = make_set();
    for (int64_t c = 0; c < N; c++) {
      double shear[3] = {set->stress[c][3], set->stress[c][4], set->stress[c][5]};
      for (int k = 0; k < 3; k++) set->stress[c][3 + k] = shear[orders[m][k]];
    }
    outcome o = run(set);
    const work_result *r = find(&o, 0, WORK_STRESS);
    assert_int_equal(r->verdict, WORK_ORDER);
    for (int k = 0; k < 3; k++) assert_int_equal(r->order[orders[m][k]], k);
    assert_close(r->slope, 1, 0.01);
    end(&o, set);
  }
}

static void test_offset(void **unused) {
  (void)unused;
  dataset *set = make_set();
  const double offset = 2.4 / DFTFIT_GPA_PER_EV_A3;
  for (int64_t c = 0; c < N; c++)
    for (int k = 0; k < 3; k++) set->stress[c][k] += offset;
  outcome o = run(set);
  const work_result *r = find(&o, 0, WORK_STRESS);
  assert_int_equal(r->verdict, WORK_OFFSET);
  assert_close(r->offset * DFTFIT_GPA_PER_EV_A3, -2.4, 0.1);
  assert_true(work_has_offset(r));
  end(&o, set);
}

/* one energy that is wrong is named; energies that are all wrong are called so */
static void test_energies(void **unused) {
  (void)unused;
  dataset *set = make_set();
  set->energy[N + 7] += 3;
  set->energy[5] -= 2;
  outcome o = run(set);
  const work_result *stress = find(&o, 0, WORK_STRESS), *forces = find(&o, 1, WORK_FORCES);
  assert_int_equal(forces->noutlier, 1);
  assert_int_equal(forces->outlier[0], N + 7);
  assert_close(forces->slope, 1, 0.02);
  assert_int_equal(stress->noutlier, 1);
  assert_int_equal(stress->outlier[0], 5);
  work_report_destroy(&o.report);
  composition_table_destroy(&o.table);
  for (int64_t c = 0; c < 2 * N; c++) set->energy[c] += 40 * random_uniform(3, 0, (uint64_t)c);
  o = run(set);
  assert_int_equal(find(&o, 0, WORK_STRESS)->verdict, WORK_SCATTER);
  assert_int_equal(find(&o, 1, WORK_FORCES)->verdict, WORK_SCATTER);
  end(&o, set);
}

static void test_forces(void **unused) {
  (void)unused;
  dataset *set = make_set();
  for (int64_t i = set->first_atom[N]; i < set->natom; i++)
    for (int k = 0; k < 3; k++) set->force[i][k] *= -1;
  outcome o = run(set);
  const work_result *r = find(&o, 1, WORK_FORCES);
  assert_int_equal(r->verdict, WORK_SLOPE);
  assert_close(r->slope, -1, 0.02);
  end(&o, set);
}

/* atoms in other images, a common shift, and a cell of which two sides are open do not matter; no forces do */
static void test_images(void **unused) {
  (void)unused;
  dataset *set = make_set();
  for (int64_t c = 0; c < 2 * N; c++)
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
      for (int k = 0; k < 3; k++)
        set->position[i][k] += 0.3 * (double)c + (double)((c * 7 + i * 5) % 3 - 1) * set->cell[c][3 * (i % 3) + k];
  outcome o = run(set);
  assert_close(find(&o, 0, WORK_STRESS)->slope, 1, 0.01);
  assert_close(find(&o, 1, WORK_FORCES)->slope, 1, 0.02);
  work_report_destroy(&o.report);
  composition_table_destroy(&o.table);
  for (int64_t i = 0; i < set->natom; i++)
    for (int k = 0; k < 3; k++) set->force[i][k] = NAN;
  o = run(set);
  assert_int_equal(o.report.n, 0);
  end(&o, set);
}

/* at a fixed cell no energy tells about the stress, but the forces do: all orders, and the sign; compressed, so that
 * near atoms repel each other as they do in solids */
static void test_virial(void **unused) {
  (void)unused;
  static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};
  for (int m = 0; m < 6; m++)
    for (int sign = -1; sign <= 1; sign += 2) {
      dataset *set = dataset_create();
      virial_report report;
      dftfit_error err = {0};
      made_append_all(set, N,
                      (made_config){.group = "md", .number = 1000, .rattle = 0.3, .silicon = true, .expansion = -0.2});
      for (int64_t c = 0; c < N; c++) {
        double stored[6];
        memcpy(stored, set->stress[c], sizeof stored);
        for (int k = 0; k < 3; k++) {
          set->stress[c][k] = sign * stored[k];
          set->stress[c][3 + k] = sign * stored[3 + orders[m][k]];
        }
      }
      if (virial_report_create(set, &report, &err)) fail_msg("%s", err.message);
      assert_int_equal(report.n, 1);
      const virial_result *r = &report.result[0];
      assert_int_equal(r->wrong_order, m > 0);
      assert_int_equal(r->wrong_sign, sign < 0);
      assert_false(r->wrong_forces || r->contradiction);
      assert_true(r->forces > 0.95);
      /* not nearer to 1, since 40 configurations of 8 atoms do not fix a function of 24 unknowns */
      if (!(sign * r->deviator > 0.65 && sign * r->best > 0.65))
        fail_msg("deviator %g, shear %g", r->deviator, r->best);
      for (int k = 0; k < 3; k++) assert_int_equal(r->order[orders[m][k]], k);
      virial_report_destroy(&report);
      dataset_destroy(set);
    }
}

/* The forces of a group, and not its stress, have the other sign: near atoms attract each other. A stress that is ten
 * times too large or half as large in one of three groups stands out from the others. */
static void test_virial_blames(void **unused) {
  (void)unused;
  dataset *set = dataset_create();
  virial_report report;
  dftfit_error err = {0};
  static const char *const group[] = {"a", "b", "c"};
  for (int g = 0; g < 3; g++)
    made_append_all(
        set, N,
        (made_config){
            .group = group[g], .number = 1000 + 100 * (uint64_t)g, .rattle = 0.3, .silicon = true, .expansion = -0.2});
  const double factor[] = {1, 10, 0.4};
  for (int m = 0; m < 3; m++) {
    dataset changed = *set;
    changed.force = malloc((size_t)set->natom * sizeof *changed.force);
    changed.stress = malloc((size_t)set->nconfig * sizeof *changed.stress);
    memcpy(changed.force, set->force, (size_t)set->natom * sizeof *changed.force);
    memcpy(changed.stress, set->stress, (size_t)set->nconfig * sizeof *changed.stress);
    for (int64_t c = N; c < 2 * N; c++) {
      for (int k = 0; k < 6; k++) changed.stress[c][k] *= factor[m];
      for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1] && m == 0; i++)
        for (int k = 0; k < 3; k++) changed.force[i][k] *= -1;
    }
    if (virial_report_create(&changed, &report, &err)) fail_msg("%s", err.message);
    assert_int_equal(report.n, 3);
    for (int g = 0; g < 3; g++) {
      const virial_result *r = &report.result[g];
      assert_int_equal(r->wrong_forces, m == 0 && g == 1);
      assert_int_equal(r->wrong_size, m > 0 && g == 1);
      assert_false(r->wrong_sign || r->contradiction || r->wrong_order);
    }
    virial_report_destroy(&report);
    free(changed.force);
    free(changed.stress);
  }
  dataset_destroy(set);
}

/* forces of noise alone explain no stress, and nothing is said */
static void test_virial_noise(void **unused) {
  (void)unused;
  dataset *set = dataset_create();
  virial_report report;
  dftfit_error err = {0};
  made_append_all(set, N, (made_config){.group = "md", .number = 1000, .rattle = 0.3});
  for (int64_t i = 0; i < set->natom; i++)
    for (int k = 0; k < 3; k++) set->force[i][k] = random_uniform(9, 0, (uint64_t)(3 * i + k)) - 0.5;
  if (virial_report_create(set, &report, &err)) fail_msg("%s", err.message);
  assert_int_equal(report.n, 1);
  assert_below(report.result[0].forces, 0.8);
  assert_false(report.result[0].wrong_order || report.result[0].wrong_sign);
  virial_report_destroy(&report);
  dataset_destroy(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_good),          cmocka_unit_test(test_unit_and_sign),
                                     cmocka_unit_test(test_order),         cmocka_unit_test(test_offset),
                                     cmocka_unit_test(test_energies),      cmocka_unit_test(test_forces),
                                     cmocka_unit_test(test_images),        cmocka_unit_test(test_virial),
                                     cmocka_unit_test(test_virial_blames), cmocka_unit_test(test_virial_noise)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
