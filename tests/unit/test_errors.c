/* SPDX-License-Identifier: BSD-3-Clause */
/** Intervals of the table of errors where there are so many configurations that parts of them are drawn. */
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_all.h"
#include "measure/errors.h"

enum { MANY = 20000 };

/* exponential differences, whose mean and standard deviation are 1, one target each */
static void test_parts(void **unused) {
  (void)unused;
  config_error *error = calloc(MANY, sizeof *error);
  int64_t *config = malloc(MANY * sizeof *config);
  error_summary s;
  dftfit_error err = {0};
  double mean = 0, square = 0;
  for (int i = 0; i < MANY; i++) {
    const double x = -log(1 - random_uniform(5, 0, (uint64_t)i));
    error[i].kind[TARGET_ENERGY] = (error_sum){x, x * x, 1};
    config[i] = i;
    mean += x / MANY;
    square += x * x / MANY;
  }
  assert_int_equal(errors_summarise(error, config, MANY, TARGET_ENERGY, &s, &err), DFTFIT_OK);
  assert_int_equal(s.nconfig, MANY);
  assert_true(fabs(s.mae.value - mean) < 1e-12);
  /* the normal distribution that the mean of so many follows; 1,000 samples give its width to about 4 %, and 2,000
   * parts to 2 %: three standard deviations */
  const double width = 2 * 1.96 * sqrt((square - mean * mean) / MANY);
  assert_true(fabs((s.mae.high - s.mae.low) / width - 1) < 0.14);
  assert_true(s.mae.low < mean && mean < s.mae.high);
  assert_true(s.rmse.low < s.rmse.value && s.rmse.value < s.rmse.high);
  free(error);
  free(config);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_parts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
