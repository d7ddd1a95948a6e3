/* SPDX-License-Identifier: BSD-3-Clause */
/* Noise between two settings: structures found again in another order, sigmas and offsets that were put in. */
#include "check/noise.h"
#include "unit/made_configs.h"

enum { N = 60 };

static double gaussian(uint64_t stream, uint64_t *n) {
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += random_uniform(11, stream, (*n)++) - 0.5;
  return sum;
}

/* two compositions, so that two offsets are determined; from: which configuration comes first */
static dataset *make_set(int from, int n) {
  dataset *set = dataset_create();
  for (int i = 0; i < n; i++) {
    uint64_t number = (uint64_t)((from + i) % n);
    made_append_all(set, 1,
                    (made_config){.group = number % 2 ? "pure" : "mixed",
                                  .number = number,
                                  .strain = 0.02,
                                  .rattle = 0.2,
                                  .silicon = number % 2});
  }
  return set;
}

static void test_sigmas(void **unused) {
  (void)unused;
  const double sigma_e = 0.002, sigma_f = 0.03, sigma_s = 4e-4, offset_si = 0.4, offset_c = -0.25, pressure = 0.01;
  dataset *a = make_set(0, N), *b = make_set(17, N);
  uint64_t n = 0;
  noise_report r;
  dftfit_error err = {0};
  for (int64_t c = 0; c < N; c++) {
    const bool pure = !strcmp(b->group[b->config_group[c]].name, "pure");
    b->energy[c] += MADE_ATOMS * ((pure ? offset_si : 0.5 * (offset_si + offset_c)) + sigma_e * gaussian(0, &n));
    for (int k = 0; k < 6; k++) b->stress[c][k] += sigma_s * gaussian(0, &n) + (k < 3 ? pressure : 0);
  }
  for (int64_t i = 0; i < b->natom; i++)
    for (int k = 0; k < 3; k++) {
      b->force[i][k] += sigma_f * gaussian(0, &n);
      b->position[i][k] += 1e-5; /* digits that a file lost */
    }
  b->energy[3] += 50; /* outliers do not matter */
  b->force[40][1] -= 100;
  if (noise_report_create(a, b, &r, &err)) fail_msg("%s", err.message);
  assert_int_equal(r.nmatch, N);
  for (int64_t i = 0; i < N; i++) assert_int_equal(r.match[i].b, (r.match[i].a - 17 + N) % N);
  assert_close(r.offset[0], offset_si, 0.002);
  assert_close(r.offset[1], offset_c, 0.006);
  assert_true(isnan(r.per_atom));
  assert_close(r.pressure, pressure, 2e-4);
  /* the error of such a sigma is 1.17 sigma / sqrt(n); four of them */
  assert_close(r.all[TARGET_ENERGY].sigma / sigma_e, 1, 4 * 1.17 / sqrt(N));
  assert_close(r.all[TARGET_FORCE].sigma / sigma_f, 1, 4 * 1.17 / sqrt(3 * MADE_ATOMS * N));
  assert_close(r.all[TARGET_STRESS].sigma / sigma_s, 1, 4 * 1.17 / sqrt(6 * N));
  assert_int_equal(r.all[TARGET_FORCE].n, 3 * MADE_ATOMS * N);
  assert_int_equal(r.all[TARGET_ENERGY].config, (3 + 17) % N);
  assert_true(r.all[TARGET_FORCE].rms > 20 * sigma_f);
  noise_report_destroy(&r);
  dataset_destroy(a);
  dataset_destroy(b);
}

/* one stoichiometry: one offset; what is not there is not found, what is moved is another structure */
static void test_partners(void **unused) {
  (void)unused;
  dataset *a = dataset_create(), *b = dataset_create();
  noise_report r;
  dftfit_error err = {0};
  made_append_all(a, 30, (made_config){.group = "g", .rattle = 0.1});
  made_append_all(b, 30, (made_config){.group = "g", .number = 10, .rattle = 0.1});
  for (int64_t c = 0; c < b->nconfig; c++) b->energy[c] += MADE_ATOMS * 0.3;
  b->position[b->first_atom[2] + 1][0] += 0.01;
  if (noise_report_create(a, b, &r, &err)) fail_msg("%s", err.message);
  assert_int_equal(r.nmatch, 19);
  for (int64_t i = 0; i < r.nmatch; i++) assert_true(r.match[i].b == r.match[i].a - 10 && r.match[i].b != 2);
  assert_close(r.per_atom, 0.3, 1e-9);
  assert_close(r.all[TARGET_ENERGY].sigma, 0, 1e-9);
  assert_close(r.all[TARGET_FORCE].sigma, 0, 1e-9);
  noise_report_destroy(&r);
  dataset_destroy(a);
  dataset_destroy(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sigmas), cmocka_unit_test(test_partners)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
