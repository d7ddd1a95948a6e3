/* SPDX-License-Identifier: BSD-3-Clause */
#include "cmocka_all.h"
#include "samples.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(check_samples), cmocka_unit_test(check_work), cmocka_unit_test(check_work_of_runs),
      cmocka_unit_test(check_cut),     cmocka_unit_test(check_dump), cmocka_unit_test(check_kinds),
      cmocka_unit_test(check_lost),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
