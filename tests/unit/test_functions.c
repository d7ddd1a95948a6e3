/* SPDX-License-Identifier: BSD-3-Clause */
/* Switch, spline and ZBL against values computed elsewhere and against differences. */
#include "cmocka_all.h"
#include "functions/cutoff.h"
#include "functions/spline.h"
#include "functions/zbl.h"

/* 1 - x^3 (10 - 15 x + 6 x^2) at x = 1/4, 1/2, 3/4 is 459/512, 1/2, 53/512; slopes -30 x^2 (1-x)^2, curvatures
 * -60 x (1-x)(1-2x), for a switch from 1 to 3 */
static void switch_values(void **state) {
  (void)state;
  const double r[] = {1.5, 2.0, 2.5}, value[] = {459.0 / 512, 0.5, 53.0 / 512};
  const double slope[] = {-30 * 9.0 / 256 / 2, -30.0 / 16 / 2, -30 * 9.0 / 256 / 2};
  const double curvature[] = {-60 * 3.0 / 32 / 4, 0, 60 * 3.0 / 32 / 4};
  for (int k = 0; k < 3; k++) {
    dftfit_switch s = dftfit_cutoff_quintic(r[k], 1, 3);
    assert_close(s.value, value[k], 1e-15);
    assert_close(s.slope, slope[k], 1e-15);
    assert_close(s.curvature, curvature[k], 1e-15);
  }
  dftfit_switch in = dftfit_cutoff_quintic(1, 1, 3), out = dftfit_cutoff_quintic(3, 1, 3);
  assert_true(in.value == 1 && in.slope == 0 && in.curvature == 0);
  assert_true(out.value == 0 && out.slope == 0 && out.curvature == 0);
}

/* C2: value, slope and curvature meet those of the constants at both ends. */
static void switch_ends(void **state) {
  (void)state;
  const double h = 1e-6;
  dftfit_switch in = dftfit_cutoff_quintic(1 + h, 1, 3), out = dftfit_cutoff_quintic(3 - h, 1, 3);
  assert_close(in.value, 1, 1e-15);
  assert_close(in.slope, 0, 1e-10);
  assert_close(in.curvature, 0, 1e-4);
  assert_true(out.value > 0 && out.value < 1e-16);
  assert_close(out.slope, 0, 1e-10);
  assert_close(out.curvature, 0, 1e-4);
}

static void switch_differences(void **state) {
  (void)state;
  const double h = 1e-5;
  for (double r = 0.9; r < 3.2; r += 0.0371) {
    dftfit_switch m = dftfit_cutoff_quintic(r - h, 1, 3), s = dftfit_cutoff_quintic(r, 1, 3);
    dftfit_switch p = dftfit_cutoff_quintic(r + h, 1, 3);
    assert_close((p.value - m.value) / (2 * h), s.slope, 1e-9);
    assert_close((p.slope - m.slope) / (2 * h), s.curvature, 1e-9);
  }
}

static double sum(const dftfit_spline *s, const double *c, double r, double *slope, double *curvature) {
  dftfit_spline_basis b = dftfit_spline_at(s, r);
  double value = 0;
  *slope = *curvature = 0;
  for (int k = 0; k < 4; k++)
    if (b.first + k < s->n) {
      value += c[b.first + k] * b.value[k];
      *slope += c[b.first + k] * b.slope[k];
      *curvature += c[b.first + k] * b.curvature[k];
    }
  return value;
}

/* Uniform cubic B-splines at a knot are 1/6, 2/3, 1/6; in the middle of an interval 1/48, 23/48, 23/48, 1/48. */
static void spline_values(void **state) {
  (void)state;
  dftfit_spline s = dftfit_spline_create(1, 5, 8);
  dftfit_spline_basis knot = dftfit_spline_at(&s, 2), middle = dftfit_spline_at(&s, 2.25);
  double full = 0, at_knot[12] = {0};
  for (int k = 0; k < 4; k++) at_knot[knot.first + k] = knot.value[k];
  assert_close(at_knot[2], 1.0 / 6, 1e-15);
  assert_close(at_knot[3], 2.0 / 3, 1e-15);
  assert_close(at_knot[4], 1.0 / 6, 1e-15);
  assert_int_equal(middle.first, 2);
  assert_close(middle.value[0], 1.0 / 48, 1e-15);
  assert_close(middle.value[1], 23.0 / 48, 1e-15);
  assert_close(middle.value[2], 23.0 / 48, 1e-15);
  assert_close(middle.value[3], 1.0 / 48, 1e-15);
  for (int k = 0; k < 4; k++) full += middle.value[k];
  assert_close(full, 1, 1e-15);
}

static void spline_smooth(void **state) {
  (void)state;
  const double c[] = {3, -1, 0.5, 2, -0.7, 0.4, 1.1}, h = 1e-5;
  dftfit_spline s = dftfit_spline_create(1.3, 4.9, 7);
  double d, dd, dp, ddp, dm, ddm;
  for (double r = 0.05; r < 5.2; r += 0.00917) { /* knots and both ends are met from both sides */
    sum(&s, c, r, &d, &dd);
    double p = sum(&s, c, r + h, &dp, &ddp), m = sum(&s, c, r - h, &dm, &ddm);
    assert_close((p - m) / (2 * h), d, 1e-7);
    assert_close((dp - dm) / (2 * h), dd, 1e-3);
    assert_close(ddp, ddm, 5e-3); /* no jump of the second derivative: |f'''| 2h at most */
  }
  for (int knot = 0; knot <= 7; knot++) {
    double r = 1.3 + knot * s.step;
    double p = sum(&s, c, r + 1e-12, &dp, &ddp), m = sum(&s, c, r - 1e-12, &dm, &ddm);
    assert_close(p, m, 1e-10);
    assert_close(dp, dm, 1e-9);
    assert_close(ddp, ddm, 1e-8);
  }
  assert_true(sum(&s, c, 4.9, &d, &dd) == 0 && d == 0 && dd == 0);
  assert_true(sum(&s, c, 6.0, &d, &dd) == 0 && d == 0 && dd == 0);
}

/* Below the first knot: the parabola with value, slope and curvature of the first knot. */
static void spline_extension(void **state) {
  (void)state;
  const double c[] = {3, -1, 0.5, 2};
  dftfit_spline s = dftfit_spline_create(2, 4, 4);
  double d0, dd0, d, dd, f0 = sum(&s, c, 2, &d0, &dd0);
  for (double r = 0; r < 2; r += 0.25) {
    double x = r - 2;
    assert_close(sum(&s, c, r, &d, &dd), f0 + d0 * x + 0.5 * dd0 * x * x, 1e-12);
    assert_close(d, d0 + dd0 * x, 1e-12);
    assert_close(dd, dd0, 1e-12);
  }
}

/* Computed with 40 decimal digits from the equations of docs/forms/zbl.md. */
static void zbl_values(void **state) {
  (void)state;
  static const struct {
    int za, zb;
    double r, energy, slope, curvature;
  } known[] = {
      {14, 14, 1.0, 50.974363684826244, -189.79622573218575, 804.85626179398673},
      {14, 7, 0.5, 268.76152592525392, -1451.9338140231546, 9662.7931098509089},
      {29, 29, 2.0, 5.048130257324499, -13.7665601526584, 41.539367328107332},
      {1, 1, 0.1, 93.476133211446296, -1285.1268071467932, 27846.216982981165},
      {74, 1, 1.5, 3.5551936909797015, -10.748479596695203, 36.440010029010374},
  };
  for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
    dftfit_zbl zbl = dftfit_zbl_create(known[k].za, known[k].zb), turned = dftfit_zbl_create(known[k].zb, known[k].za);
    dftfit_zbl_value v = dftfit_zbl_at(&zbl, known[k].r);
    assert_close(v.energy, known[k].energy, 1e-13 * fabs(known[k].energy));
    assert_close(v.slope, known[k].slope, 1e-13 * fabs(known[k].slope));
    assert_close(v.curvature, known[k].curvature, 1e-13 * fabs(known[k].curvature));
    assert_close(dftfit_zbl_at(&turned, known[k].r).energy, v.energy, 1e-14 * v.energy);
  }
}

/* Towards r = 0 the charges are bare: r phi(r) -> Z_a Z_b e^2/(4 pi eps0). */
static void zbl_bare(void **state) {
  (void)state;
  dftfit_zbl zbl = dftfit_zbl_create(14, 6);
  assert_close(1e-9 * dftfit_zbl_at(&zbl, 1e-9).energy, 14 * 6 * 14.399645478425668, 1e-4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(switch_values), cmocka_unit_test(switch_ends),   cmocka_unit_test(switch_differences),
      cmocka_unit_test(spline_values), cmocka_unit_test(spline_smooth), cmocka_unit_test(spline_extension),
      cmocka_unit_test(zbl_values),    cmocka_unit_test(zbl_bare),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
