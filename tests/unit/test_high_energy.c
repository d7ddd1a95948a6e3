/* SPDX-License-Identifier: BSD-3-Clause */
/* Factors on the sigmas of configurations far above the ground state. */
#include <string.h>

#include "assemble/high_energy.h"
#include "cmocka_all.h"

/* energies per atom above a line in the composition */
static const double excess[] = {0.02, 0, 0.05, 0.1, 0.04, 0.3, 1, 30, 0.01, 0.03, 0.2, 0.06};
enum { CONFIGS = sizeof excess / sizeof *excess, ATOMS = 4 };

static dataset *make_set(bool alloy) {
  dataset *set = dataset_create();
  dftfit_error err;
  static const double position[ATOMS][3] = {{0}, {2, 0, 0}, {0, 2, 0}, {0, 0, 2}};
  for (int k = 0; k < CONFIGS; k++) {
    char symbol[ATOMS][4];
    int carbon = alloy ? k % (ATOMS + 1) : 0;
    for (int i = 0; i < ATOMS; i++) strcpy(symbol[i], i < carbon ? "C" : "Si");
    dataset_config c = {.natom = ATOMS,
                        .symbol = (const char(*)[4])symbol,
                        .position = position,
                        .cell = {9, 0, 0, 0, 9, 0, 0, 0, 9},
                        .pbc = {1, 1, 1},
                        .energy = (ATOMS - carbon) * -5.0 + carbon * -9.0 + ATOMS * excess[k],
                        .group = "g",
                        .source = "s"};
    for (int a = 0; a < 6; a++) c.stress[a] = NAN;
    assert_int_equal(dataset_append(set, &c, &err), DFTFIT_OK);
  }
  return set;
}

static void one_element(void **state) {
  (void)state;
  dataset *set = make_set(false);
  int fold_of[CONFIGS] = {0};
  double factor[CONFIGS];
  dftfit_error err;
  fold_of[3] = -1;
  assert_int_equal(high_energy_factors(set, fold_of, 0.5, factor, &err), DFTFIT_OK);
  for (int k = 0; k < CONFIGS; k++) assert_close(factor[k], k == 3 ? 1 : 1 + pow(excess[k] / 0.5, 2), 1e-9 * factor[k]);
  assert_int_equal(high_energy_factors(set, fold_of, 0, factor, &err), DFTFIT_OK);
  for (int k = 0; k < CONFIGS; k++) assert_true(factor[k] == 1);
  dataset_destroy(set);
}

/* The energies of the elements are found from the lower configurations: the one at 30 eV/atom does not tilt the line.
 */
static void alloy(void **state) {
  (void)state;
  dataset *set = make_set(true);
  int fold_of[CONFIGS] = {0};
  double factor[CONFIGS];
  dftfit_error err;
  assert_int_equal(high_energy_factors(set, fold_of, 1, factor, &err), DFTFIT_OK);
  for (int k = 0; k < CONFIGS; k++) assert_close(sqrt(factor[k] - 1), excess[k], 0.1);
  dataset_destroy(set);
}

/* A compound at -3.2 eV/atom below the line of the elements: elements and compound are on the hull, a mixture of
 * carbon-rich composition is counted from the tie line. */
static void compound(void **state) {
  (void)state;
  static const double x[][2] = {{1, 0}, {0.5, 0.5}, {0, 1}, {0.25, 0.75}, {1, 0}, {0.5, 0.5}};
  static const double energy[] = {-5, -7 - 3.2, -9, -8, -4.9, -10};
  hull h;
  dftfit_error err;
  assert_int_equal(hull_create(&h, 2, 6, x[0], energy, &err), DFTFIT_OK);
  assert_int_equal(h.nvertex, 3);
  assert_close(hull_energy(&h, x[0]), -5, 1e-9);
  assert_close(hull_energy(&h, x[1]), -10.2, 1e-9);
  assert_close(hull_energy(&h, x[3]), (-10.2 - 9) / 2, 1e-9);
  hull_destroy(&h);
  /* without the elements nothing but the compound's own composition is known */
  assert_int_equal(hull_create(&h, 2, 1, x[1], &energy[1], &err), DFTFIT_OK);
  assert_close(hull_energy(&h, x[1]), -10.2, 1e-9);
  assert_true(isinf(hull_energy(&h, x[3])));
  hull_destroy(&h);
}

/* Three elements, phases on a paraboloid: all are vertices, and the hull is the paraboloid at each of them. */
static void ternary(void **state) {
  (void)state;
  enum { EDGE = 6, MOST = (EDGE + 1) * (EDGE + 2) / 2 };
  double x[2 * MOST][3], energy[2 * MOST];
  int n = 0;
  for (int i = 0; i <= EDGE; i++)
    for (int j = 0; i + j <= EDGE; j++, n++) {
      const double s[3] = {(double)i / EDGE, (double)j / EDGE, (double)(EDGE - i - j) / EDGE};
      memcpy(x[n], s, sizeof s);
      energy[n] = s[0] * s[0] + s[1] * s[1] + s[2] * s[2] - 3;
      memcpy(x[MOST + n], s, sizeof s); /* and one above each */
      energy[MOST + n] = energy[n] + 0.1 * (1 + n);
    }
  hull h;
  dftfit_error err;
  assert_int_equal(hull_create(&h, 3, 2 * MOST, x[0], energy, &err), DFTFIT_OK);
  for (int k = 0; k < MOST; k++) assert_close(hull_energy(&h, x[k]), energy[k], 1e-9);
  hull_destroy(&h);
}

/* One energy 5 or 50 eV/atom too low, of twelve of one volume: the factors of the others do not change. */
static void wrong_energy(void **state) {
  (void)state;
  for (int times = 0; times < 2; times++) {
    dataset *set = make_set(false);
    int fold_of[CONFIGS] = {0};
    double factor[CONFIGS];
    dftfit_error err;
    set->energy[4] -= ATOMS * (times ? 50 : 5);
    assert_int_equal(high_energy_factors(set, fold_of, 0.5, factor, &err), DFTFIT_OK);
    for (int k = 0; k < CONFIGS; k++)
      if (k != 4) assert_close(factor[k], 1 + pow(excess[k] / 0.5, 2), 1e-9 * factor[k]);
    assert_close(factor[4], 1, 0);
    dataset_destroy(set);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(one_element), cmocka_unit_test(alloy), cmocka_unit_test(compound),
                                     cmocka_unit_test(ternary), cmocka_unit_test(wrong_energy)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
