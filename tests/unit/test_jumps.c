/* SPDX-License-Identifier: BSD-3-Clause */
/* Sources and codes whose energies are counted from another zero. */
#include "check/jumps.h"
#include "unit/made_configs.h"

enum { N = 40, M = 6 };

/* N configurations of one source, M of another, whose energies are higher by `shift` eV/atom */
static dataset *make_set(double shift) {
  dataset *set = dataset_create();
  made_append_all(set, N, (made_config){.group = "md", .rattle = 0.1});
  made_append_all(set, M, (made_config){.group = "more", .number = 500, .rattle = 0.1});
  set->source = realloc(set->source, 2 * sizeof *set->source);
  set->source[1] = strdup("other.xyz");
  set->nsource = 2;
  for (int c = N; c < N + M; c++) {
    set->config_source[c] = 1;
    set->energy[c] += shift * MADE_ATOMS;
  }
  return set;
}

static void test_sources(void **state) {
  (void)state;
  for (int k = 0; k < 3; k++) {
    const double shift[] = {0.3, 5, -110};
    dataset *set = make_set(shift[k]);
    int32_t zero[N + M];
    jump *list;
    int n;
    dftfit_error err;
    assert_int_equal(jumps_find(set, &list, &n, zero, &err), DFTFIT_OK);
    assert_int_equal(n, k > 0);
    for (int c = 0; c < N + M; c++) assert_int_equal(zero[c], k > 0 && c >= N);
    if (n) {
      char name[64];
      jump_name(set, &list[0], name, sizeof name);
      assert_string_equal(name, "other.xyz");
      assert_true(list[0].jumps);
      assert_int_equal(list[0].nconfig, M);
      assert_close(list[0].above, shift[k], 0.1);
    }
    free(list);
    dataset_destroy(set);
  }
}

/* codes that differ have zeros of their own, whether energies jump or not */
static void test_codes(void **state) {
  (void)state;
  for (int k = 0; k < 2; k++) {
    dataset *set = make_set(k ? 30 : 0);
    int32_t zero[N + M];
    jump *list;
    int n;
    dftfit_error err;
    set->calculation = realloc(set->calculation, 2 * sizeof *set->calculation);
    set->calculation[1] = set->calculation[0];
    strcpy(set->calculation[1].code, "VASP");
    strcpy(set->calculation[1].functional, "PBE");
    set->ncalculation = 2;
    for (int c = N; c < N + M; c++) set->config_calculation[c] = 1;
    assert_int_equal(jumps_find(set, &list, &n, zero, &err), DFTFIT_OK);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].calculation, 1);
    assert_int_equal(list[0].jumps, k);
    for (int c = 0; c < N + M; c++) assert_int_equal(zero[c], c >= N);
    free(list);
    dataset_destroy(set);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sources), cmocka_unit_test(test_codes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
