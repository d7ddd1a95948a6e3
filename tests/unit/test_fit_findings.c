/* SPDX-License-Identifier: BSD-3-Clause */
/* What the residuals of a fit show. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "cmocka_all.h"
#include "report/fit_findings.h"

enum { N = 60 };

/* residuals of 1 meV/atom and 0.05 eV/A, in three groups of 20 */
static int findings(double single, double group, double force, char **text) {
  int32_t group_of[N];
  int fold_of[N] = {0};
  dataset_group groups[3] = {{.name = "a"}, {.name = "b"}, {.name = "c"}};
  dataset set = {.nconfig = N, .ngroup = 3, .group = groups, .config_group = group_of};
  config_error error[N];
  size_t length;
  memset(error, 0, sizeof error);
  for (int c = 0; c < N; c++) {
    group_of[c] = c / 20;
    const double e =
        0.002 * (random_uniform(1, 1, (uint64_t)c) - 0.5) + (c / 20 == 1 ? group : 0) + (c == 5 ? single : 0);
    const double f = 0.05 + 0.01 * random_uniform(1, 2, (uint64_t)c) + (c == 45 ? force : 0);
    error[c].signed_energy = e;
    error[c].kind[TARGET_ENERGY] = (error_sum){fabs(e), e * e, 1};
    error[c].kind[TARGET_FORCE] = (error_sum){3 * f, 3 * f * f, 3};
  }
  fold_of[59] = -1;
  error[59].signed_energy = 100; /* does not train */
  FILE *to = open_memstream(text, &length);
  const int n = fit_findings_print(to, &set, fold_of, error);
  fclose(to);
  return n;
}

static void test_findings(void **state) {
  (void)state;
  char *text;
  assert_int_equal(findings(0, 0, 0, &text), 0);
  assert_non_null(strstr(text, "none"));
  free(text);
  assert_int_equal(findings(0.3, 0, 0, &text), 1);
  assert_non_null(strstr(text, "configuration 5 (group a): energy +"));
  free(text);
  assert_int_equal(findings(0, 0.004, 0, &text), 1);
  assert_non_null(strstr(text, "group b: its energies are +"));
  free(text);
  assert_int_equal(findings(0, 0, 2, &text), 1);
  assert_non_null(strstr(text, "configuration 45 (group c): RMSE of the forces +2.05"));
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_findings)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
