/* SPDX-License-Identifier: BSD-3-Clause */
/* Bases of a given size: never more functions than asked for, nearly as many, every order present, nested. */
#include <string.h>

#include "cmocka_all.h"
#include "functions/ace_basis.h"

static int functions(int nelement, int norder, const ace_order *order) {
  ace_basis basis = {0};
  dftfit_error err = {.atom = -1};
  assert_int_equal(ace_basis_generate(nelement, norder, order, 1, &basis, &err), DFTFIT_OK);
  int n = basis.first[1];
  for (int z = 0; z < nelement; z++) assert_int_equal(basis.first[z + 1] - basis.first[z], n);
  ace_basis_free(&basis);
  return n;
}

static void as_many_as_asked(void **state) {
  (void)state;
  const struct {
    int nelement, order, size;
  } c[] = {{1, 1, 9}, {1, 2, 60}, {1, 3, 150}, {1, 4, 1100}, {2, 3, 400}, {3, 4, 1500}, {5, 3, 1000}};
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    ace_order order[COUPLING_MAX_RANK];
    dftfit_error err = {.atom = -1};
    assert_int_equal(ace_basis_limits(c[i].nelement, c[i].order, c[i].size, 1, order, &err), DFTFIT_OK);
    int n = functions(c[i].nelement, c[i].order, order);
    assert_in_range(n, c[i].size / 3, c[i].size);
    for (int v = 0; v < c[i].order; v++) assert_true(order[v].n_max > 0);
  }
}

static void larger_holds_smaller(void **state) {
  (void)state;
  ace_order last[COUPLING_MAX_RANK] = {0}, order[COUPLING_MAX_RANK];
  dftfit_error err = {.atom = -1};
  for (int size = 50; size < 1500; size += size / 5) {
    assert_int_equal(ace_basis_limits(1, 4, size, 1, order, &err), DFTFIT_OK);
    for (int v = 0; v < 4; v++)
      assert_true(order[v].n_max >= last[v].n_max && order[v].l_max >= last[v].l_max &&
                  order[v].degree >= last[v].degree);
    memcpy(last, order, sizeof last);
  }
}

static void too_small(void **state) {
  (void)state;
  ace_order order[COUPLING_MAX_RANK];
  dftfit_error err = {.atom = -1};
  assert_int_equal(ace_basis_limits(3, 4, 20, 1, order, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "raise functions or lower order"));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(as_many_as_asked), cmocka_unit_test(larger_holds_smaller),
                                     cmocka_unit_test(too_small)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
