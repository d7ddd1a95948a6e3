/* SPDX-License-Identifier: BSD-3-Clause */
/* Energies that are wrong, against those of hotter structures; settings that differ. */
#include "check/energy_outliers.h"
#include "check/settings.h"
#include "unit/made_configs.h"

static void test_energy_outliers(void **unused) {
  (void)unused;
  enum { N = 40 };
  dataset *set = dataset_create();
  composition_table table;
  energy_outlier *list;
  int64_t n;
  dftfit_error err = {0};
  made_append_all(set, N, (made_config){.group = "md", .rattle = 0.1});
  made_append_all(set, 1, (made_config){.group = "md", .number = 500, .rattle = 0.1}); /* becomes a hot one */
  made_append_all(set, 3, (made_config){.group = "few", .number = 600, .rattle = 0.1});
  set->energy[N] += 4;
  for (int64_t i = set->first_atom[N]; i < set->first_atom[N + 1]; i++)
    for (int k = 0; k < 3; k++) set->force[i][k] *= 5;
  set->energy[7] += 2;
  set->energy[11] -= 2;
  set->energy[N + 1] += 50; /* too few others to judge by */
  assert_int_equal(composition_table_create(set, &table, &err), DFTFIT_OK);
  assert_int_equal(energy_outliers_find(set, &table, &list, &n, &err), DFTFIT_OK);
  assert_int_equal(n, 2);
  for (int64_t i = 0; i < n; i++) {
    assert_int_equal(list[i].config, list[i].above > 0 ? 7 : 11);
    assert_close(fabs(list[i].above), 2.0 / MADE_ATOMS, 0.03);
  }
  free(list);
  /* the hot one is one when its forces are not known */
  for (int64_t i = 0; i < set->natom; i++) set->force[i][0] = set->force[i][1] = set->force[i][2] = NAN;
  for (int64_t c = 0; c < set->nconfig; c++)
    for (int k = 0; k < 6; k++) set->stress[c][k] = NAN;
  assert_int_equal(energy_outliers_find(set, &table, &list, &n, &err), DFTFIT_OK);
  assert_int_equal(n, 3);
  free(list);
  composition_table_destroy(&table);
  dataset_destroy(set);
}

/* A cold crystal with one energy that is far too low: no excuse is large enough, in a group of its own kind or among
 * all; it is gross only where it is alone. */
static void test_gross(void **unused) {
  (void)unused;
  enum { N = 20 };
  energy_outlier *list;
  int64_t n;
  dftfit_error err;
  for (int wrong = 1; wrong <= 2; wrong++) {
    dataset *set = dataset_create();
    made_append_all(set, N, (made_config){.group = "md", .rattle = 0.1});
    made_append_all(set, 2, (made_config){.group = "other", .number = 700, .rattle = 0.001});
    for (int k = 0; k < wrong; k++) set->energy[N + k] -= 5 * MADE_ATOMS;
    assert_int_equal(energy_outliers_gross(set, NULL, &list, &n, &err), DFTFIT_OK);
    assert_int_equal(n, wrong == 1 ? 1 : 0);
    if (n) assert_int_equal(list[0].config, N);
    free(list);
    int *use = calloc((size_t)set->nconfig, sizeof *use);
    use[N] = -1;
    assert_int_equal(energy_outliers_gross(set, use, &list, &n, &err), DFTFIT_OK);
    assert_int_equal(n, wrong - 1);
    free(list);
    free(use);
    dataset_destroy(set);
  }
}

static void test_settings(void **unused) {
  (void)unused;
  dataset_calculation a = {.code = "VASP", .functional = "PBE", .ecut = 520, .kspacing = 0.2, .scf_tolerance = 1e-6};
  dataset_calculation b = a, unknown = {.ecut = NAN, .kspacing = NAN, .scf_tolerance = NAN};
  char text[80];
  for (int k = 0; k < SETTINGS; k++) {
    assert_false(setting_differs(&a, &b, (setting)k));
    assert_false(setting_differs(&a, &unknown, (setting)k));
    setting_text(&unknown, (setting)k, text, sizeof text);
    assert_string_equal(text, "");
  }
  strcpy(b.functional, "PBEsol");
  b.ecut = 400;
  b.kspacing = 0.25;
  b.scf_tolerance = 5e-6;
  assert_true(setting_differs(&a, &b, SETTING_FUNCTIONAL));
  assert_true(setting_differs(&a, &b, SETTING_ECUT));
  assert_false(setting_differs(&a, &b, SETTING_KSPACING));
  assert_false(setting_differs(&a, &b, SETTING_SCF_TOLERANCE));
  b.kspacing = 0.4;
  b.scf_tolerance = 1e-4;
  assert_true(setting_differs(&a, &b, SETTING_KSPACING));
  assert_true(setting_differs(&a, &b, SETTING_SCF_TOLERANCE));
  setting_text(&b, SETTING_ECUT, text, sizeof text);
  assert_string_equal(text, "400 eV");
  /* other elements of an alloy have other pseudopotentials */
  strcpy(a.pseudopotentials, "PAW_PBE Si 05Jan2001, PAW_PBE C 08Apr2002");
  strcpy(b.pseudopotentials, "PAW_PBE Si 05Jan2001, PAW_PBE Ge 05Jan2001");
  assert_false(setting_differs(&a, &b, SETTING_PSEUDOPOTENTIALS));
  strcpy(b.pseudopotentials, "PAW_PBE Ge 05Jan2001, PAW_PBE C_s 06Sep2000");
  assert_true(setting_differs(&a, &b, SETTING_PSEUDOPOTENTIALS));
  strcpy(b.pseudopotentials, "soft");
  assert_true(setting_differs(&a, &b, SETTING_PSEUDOPOTENTIALS));
  assert_close(setting_force_error(5e-6), 0.01, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_energy_outliers), cmocka_unit_test(test_gross),
                                     cmocka_unit_test(test_settings)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
