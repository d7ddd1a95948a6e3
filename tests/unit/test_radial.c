/* SPDX-License-Identifier: BSD-3-Clause */
/* Radial functions of the cluster expansion: what (4) of docs/forms/ace.md says of them, by quadrature. */
#include <string.h>

#include "cmocka_all.h"
#include "forms/ace/radial.h"

enum { N = 5, TERMS = 19, POINTS = 3000 };
static const radial_terms terms = {.count = TERMS, .rc = 5.5, .lambda = 3};

static double amplitude(const radial_measure *m, double r) {
  return m->decay_radius > 0 ? 1 / (1 + pow(r / m->decay_radius, m->decay_power)) : 1;
}

static double scaled(const radial_measure *m, const double *c, double r) {
  double out[3];
  dftfit_radial_function_at(&terms, c, r, out);
  return out[0] / amplitude(m, r);
}

/* int S_i S_j r^-q over the distances that occur, and int S_i'' S_j'' r^3q over all, by differences */
static void forms(const radial_measure *m, const double *ci, const double *cj, double *sample, double *rough) {
  double step = terms.rc / POINTS, h = 1e-3;
  *sample = *rough = 0;
  for (int p = 0; p < POINTS; p++) {
    double r = (p + 0.5) * step, y = fmax(r, m->shortest), si = scaled(m, ci, r), sj = scaled(m, cj, r);
    if (r >= m->shortest) *sample += si * sj * pow(y, -m->stretch) * step;
    if (p == 0 || p == POINTS - 1) continue;
    double di = (scaled(m, ci, r + h) + scaled(m, ci, r - h) - 2 * si) / (h * h);
    double dj = (scaled(m, cj, r + h) + scaled(m, cj, r - h) - 2 * sj) / (h * h);
    *rough += di * dj * pow(y, 3 * m->stretch) * step;
  }
}

static const radial_measure measures[] = {{.shortest = 1.8},
                                          {.shortest = 1.8, .stretch = 1},
                                          {.shortest = 1.8, .decay_radius = 3.2, .decay_power = 4},
                                          {.shortest = 1.8, .stretch = 0.5, .decay_radius = 2.5, .decay_power = 2.5}};
enum { MEASURES = sizeof measures / sizeof *measures };

static void orthogonal_in_both_forms(void **state) {
  (void)state;
  for (int k = 0; k < MEASURES; k++) {
    double c[N * TERMS], sample, rough, size[N], bend[N];
    assert_int_equal(dftfit_radial_design(&terms, N, &measures[k], c, NULL), DFTFIT_OK);
    for (int i = 0; i < N; i++) forms(&measures[k], c + i * TERMS, c + i * TERMS, &size[i], &bend[i]);
    for (int i = 0; i < N; i++)
      for (int j = 0; j < i; j++) {
        forms(&measures[k], c + i * TERMS, c + j * TERMS, &sample, &rough);
        assert_true(fabs(sample) < 2e-3 * sqrt(size[i] * size[j]));
        assert_true(fabs(rough) < 2e-3 * sqrt(bend[i] * bend[j]));
      }
    for (int i = 1; i < N; i++) assert_true(size[i] / bend[i] < size[i - 1] / bend[i - 1]);
  }
}

static void unit_mean_square(void **state) {
  (void)state;
  for (int k = 0; k < MEASURES; k++) {
    double c[N * TERMS];
    assert_int_equal(dftfit_radial_design(&terms, N, &measures[k], c, NULL), DFTFIT_OK);
    for (int i = 0; i < N; i++) {
      double sum = 0, range = terms.rc - measures[k].shortest;
      for (int p = 0; p < POINTS; p++)
        sum += pow(scaled(&measures[k], c + i * TERMS, measures[k].shortest + (p + 0.5) * range / POINTS), 2);
      assert_close(sum / POINTS, 1, 1e-4);
    }
  }
}

/* Ends with value, slope and curvature zero at the cutoff, whatever the amplitude. */
static void ends_at_the_cutoff(void **state) {
  (void)state;
  for (int k = 0; k < MEASURES; k++) {
    double c[N * TERMS], out[3];
    assert_int_equal(dftfit_radial_design(&terms, N, &measures[k], c, NULL), DFTFIT_OK);
    for (int i = 0; i < N; i++) {
      dftfit_radial_function_at(&terms, c + i * TERMS, terms.rc * (1 - 1e-6), out);
      assert_true(fabs(out[0]) < 1e-12 && fabs(out[1]) < 1e-6 && fabs(out[2]) < 1e-1);
    }
  }
}

/* A shorter radius of decay takes weight from far atoms. */
static void decays(void **state) {
  (void)state;
  double last = 1;
  for (int k = 0; k < 4; k++) {
    radial_measure m = {.shortest = 1.8, .decay_radius = k ? 6.2 - 1.2 * k : 0, .decay_power = 4};
    double c[TERMS], near[3], far[3];
    assert_int_equal(dftfit_radial_design(&terms, 1, &m, c, NULL), DFTFIT_OK);
    dftfit_radial_function_at(&terms, c, 2.0, near);
    dftfit_radial_function_at(&terms, c, 4.5, far);
    assert_true(far[0] > 0 && far[0] / near[0] < 0.8 * last);
    last = far[0] / near[0];
  }
}

static void too_few_terms(void **state) {
  (void)state;
  double c[(TERMS + 1) * TERMS];
  dftfit_error err = {0};
  assert_int_equal(dftfit_radial_design(&terms, TERMS + 1, &measures[0], c, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "20 radial functions"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(orthogonal_in_both_forms),
      cmocka_unit_test(unit_mean_square),
      cmocka_unit_test(ends_at_the_cutoff),
      cmocka_unit_test(decays),
      cmocka_unit_test(too_few_terms),
  };
  return cmocka_run_group_tests_name("radial", tests, NULL, NULL);
}
