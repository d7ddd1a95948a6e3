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

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(one_element), cmocka_unit_test(alloy)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
