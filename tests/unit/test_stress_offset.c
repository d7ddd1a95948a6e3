/* SPDX-License-Identifier: BSD-3-Clause */
/* Which constant pressures a fit looks for: one for each group of settings whose training data show one. */
#include "assemble/stress_offset.h"

#include "made_configs.h"

enum { EACH = 24 };
#define PRESSURE (-0.015) /* eV/A^3, 24 kbar */

/* EACH strained crystals of calculation 0, then as many of calculation 1. */
static dataset *make(double first, double second) {
  dftfit_error err = {0};
  dftfit_potential *potential;
  dataset *set = dataset_create();
  assert_int_equal(dftfit_potential_parse("made", made_potential, strlen(made_potential), &potential, &err), DFTFIT_OK);
  for (int i = 0; i < 2 * EACH; i++)
    made_append(set, potential,
                &(made_config){.group = i < EACH ? "one" : "two", .number = (uint64_t)(i % EACH), .strain = 0.008});
  dftfit_potential_destroy(potential);
  set->calculation = realloc(set->calculation, 2 * sizeof *set->calculation);
  set->ncalculation = 2;
  set->calculation[1] = set->calculation[0];
  strcpy(set->calculation[0].code, "VASP");
  strcpy(set->calculation[1].code, "VASP");
  set->calculation[0].ecut = 300;
  set->calculation[1].ecut = 600;
  for (int i = 0; i < 2 * EACH; i++) {
    set->config_calculation[i] = i / EACH;
    for (int a = 0; a < 3; a++) set->stress[i][a] += i < EACH ? first : second;
  }
  return set;
}

static stress_offsets look(const dataset *set, offset_kind kind, sigma_kind stress, const int *fold_of) {
  fit_config config = {.stress_offset = kind, .sigma[TARGET_STRESS].kind = stress};
  stress_offsets o;
  dftfit_error err = {0};
  assert_int_equal(stress_offsets_create(&config, set, fold_of, &o, &err), DFTFIT_OK);
  return o;
}

static void the_settings_with_an_offset_get_one(void **state) {
  (void)state;
  int fold_of[2 * EACH] = {0};
  char name[256];
  dataset *set = make(0, PRESSURE);
  stress_offsets o = look(set, OFFSET_AUTO, SIGMA_AUTO, fold_of);
  assert_int_equal(o.ngroup, 2);
  assert_int_equal(o.n, 1);
  assert_int_equal(o.of_calculation[0], -1);
  assert_int_equal(o.of_calculation[1], 0);
  stress_offset_name(&o, set, 0, name, sizeof name);
  assert_string_equal(name, "VASP, 600 eV");
  stress_offsets_destroy(&o);
  o = look(set, OFFSET_FIT, SIGMA_AUTO, fold_of);
  assert_int_equal(o.n, 2);
  stress_offsets_destroy(&o);
  dataset_destroy(set);
}

static void there_is_none_where_data_show_none(void **state) {
  (void)state;
  int fold_of[2 * EACH] = {0};
  dataset *set = make(0, 0);
  stress_offsets o = look(set, OFFSET_AUTO, SIGMA_AUTO, fold_of);
  assert_int_equal(o.n, 0);
  stress_offsets_destroy(&o);
  dataset_destroy(set);
  set = make(PRESSURE, PRESSURE);
  o = look(set, OFFSET_NONE, SIGMA_AUTO, fold_of);
  assert_int_equal(o.n, 0);
  stress_offsets_destroy(&o);
  o = look(set, OFFSET_AUTO, SIGMA_OFF, fold_of);
  assert_int_equal(o.n, 0);
  stress_offsets_destroy(&o);
  dataset_destroy(set);
}

/* What is held out must not decide about the fit. */
static void held_out_data_do_not_count(void **state) {
  (void)state;
  int fold_of[2 * EACH] = {0};
  dataset *set = make(0, PRESSURE);
  for (int i = EACH; i < 2 * EACH; i++) fold_of[i] = -1;
  stress_offsets o = look(set, OFFSET_AUTO, SIGMA_AUTO, fold_of);
  assert_int_equal(o.n, 0);
  stress_offsets_destroy(&o);
  dataset_destroy(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_settings_with_an_offset_get_one),
                                     cmocka_unit_test(there_is_none_where_data_show_none),
                                     cmocka_unit_test(held_out_data_do_not_count)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
