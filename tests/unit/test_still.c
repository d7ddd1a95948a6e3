/* SPDX-License-Identifier: BSD-3-Clause */
/* Which components of forces symmetry sets to zero. */
#include "data/still.h"

#include "made_configs.h"

enum { ATOMS = 4 };

/* An fcc cell whose first atom is moved along x; the data have these forces on it. */
static dataset *make(double moved, const double *on_first) {
  const double a = 3.6, at[ATOMS][3] = {{moved, 0, 0}, {0, a / 2, a / 2}, {a / 2, 0, a / 2}, {a / 2, a / 2, 0}};
  const char symbol[ATOMS][4] = {"Cu", "Cu", "Cu", "Cu"};
  double force[ATOMS][3] = {{0}};
  dataset *set = dataset_create();
  dftfit_error err = {0};
  for (int k = 0; k < 3; k++) force[0][k] = on_first[k];
  dataset_config c = {.natom = ATOMS,
                      .symbol = symbol,
                      .position = at,
                      .force = (const double(*)[3])force,
                      .cell = {a, 0, 0, 0, a, 0, 0, 0, a},
                      .pbc = {true, true, true},
                      .group = "g",
                      .source = "s",
                      .energy = -1};
  for (int k = 0; k < 6; k++) c.stress[k] = NAN;
  assert_int_equal(dataset_append(set, &c, &err), DFTFIT_OK);
  assert_int_equal(still_find(MPI_COMM_WORLD, set, &err), DFTFIT_OK);
  return set;
}

static void all_of_a_perfect_crystal(void **state) {
  (void)state;
  dataset *set = make(0, (double[]){1e-5, 0, -1e-5});
  for (int i = 0; i < ATOMS; i++) assert_int_equal(set->still[i], 7);
  dataset_destroy(set);
}

/* across the displacement there is still a mirror; along it the force is zero by accident alone */
static void what_a_displacement_leaves(void **state) {
  (void)state;
  dataset *set = make(0.05, (double[]){0, 0, 0});
  assert_int_equal(set->still[0], 6);
  assert_true(still_is(set, 0, 1) && !still_is(set, 0, 0));
  dataset_destroy(set);
  set = make(1e-6, (double[]){0, 0, 0}); /* the digits of a file */
  assert_int_equal(set->still[0], 7);
  dataset_destroy(set);
}

/* a force of the data that symmetry forbids is an error of a potential that has none */
static void not_where_the_data_have_a_force(void **state) {
  (void)state;
  dataset *set = make(0, (double[]){0.2, 0, NAN});
  assert_int_equal(set->still[0], 2);
  dataset_destroy(set);
}

int main(int argc, char **argv) {
  MPI_Init(&argc, &argv);
  const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_a_perfect_crystal),
                                     cmocka_unit_test(what_a_displacement_leaves),
                                     cmocka_unit_test(not_where_the_data_have_a_force)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
