/* SPDX-License-Identifier: BSD-3-Clause */
/* Bases of a given size: never more functions than asked for, nearly as many, every order present, nested. */
#include <math.h>
#include <string.h>

#include "cmocka_all.h"
#include "forms/ace/basis.h"

static int functions(int nelement, int norder, const ace_order *order) {
  ace_basis basis = {0};
  dftfit_error err;
  assert_int_equal(dftfit_ace_basis_generate(nelement, norder, order, 1, &basis, &err), DFTFIT_OK);
  int n = basis.first[1];
  for (int z = 0; z < nelement; z++) assert_int_equal(basis.first[z + 1] - basis.first[z], n);
  dftfit_ace_basis_free(&basis);
  return n;
}

/* 4^(v-1) sum_t [n_t^3 + (l_weight l_t)^3] */
static double roughness(const ace_function *f, double l_weight) {
  double sum = 0;
  for (int t = 0; t < f->rank; t++) sum += pow(f->n[t], 3) + pow(l_weight * f->l[t], 3);
  return sum * pow(4, f->rank - 1);
}

static void as_many_as_asked(void **state) {
  (void)state;
  const struct {
    int nelement, order, size;
  } c[] = {{1, 1, 9}, {1, 2, 60}, {1, 3, 150}, {1, 4, 1100}, {2, 3, 400}, {3, 4, 1500}, {5, 3, 1000}};
  for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
    ace_order order[COUPLING_MAX_RANK];
    dftfit_error err;
    assert_int_equal(dftfit_ace_basis_limits(c[i].nelement, c[i].order, c[i].size, 1, 0, order, &err), DFTFIT_OK);
    int n = functions(c[i].nelement, c[i].order, order);
    assert_in_range(n, 2 * c[i].size / 3, c[i].size);
    for (int v = 0; v < c[i].order; v++) assert_true(order[v].n_max > 0);
  }
}

/* (15), and none that is smoother is left out. */
static void the_smoothest(void **state) {
  (void)state;
  ace_order order[COUPLING_MAX_RANK], wide[COUPLING_MAX_RANK];
  dftfit_error err;
  for (double l_weight = 0.9; l_weight < 1.5; l_weight += 0.3) {
    ace_basis some = {0}, all = {0};
    assert_int_equal(dftfit_ace_basis_limits(1, 4, 300, l_weight, 0, order, &err), DFTFIT_OK);
    assert_int_equal(dftfit_ace_basis_generate(1, 4, order, l_weight, &some, &err), DFTFIT_OK);
    for (int v = 0; v < 4; v++)
      wide[v] = (ace_order){v ? 9 : 20, v == 0 ? 0 : v == 1 ? 11 : 6, v > 1 ? 16 + v : 100, 1, 0};
    assert_int_equal(dftfit_ace_basis_generate(1, 4, wide, l_weight, &all, &err), DFTFIT_OK);
    double roughest = 0;
    int smoother = 0;
    for (int k = 0; k < some.nfunction; k++) roughest = fmax(roughest, roughness(&some.function[k], l_weight));
    for (int k = 0; k < all.nfunction; k++) smoother += roughness(&all.function[k], l_weight) <= roughest * (1 + 1e-12);
    assert_int_equal(smoother, some.nfunction);
    dftfit_ace_basis_free(&some);
    dftfit_ace_basis_free(&all);
  }
}

static void larger_holds_smaller(void **state) {
  (void)state;
  ace_order last[COUPLING_MAX_RANK] = {0}, order[COUPLING_MAX_RANK];
  dftfit_error err;
  for (int size = 50; size < 1500; size += size / 5) {
    assert_int_equal(dftfit_ace_basis_limits(1, 4, size, 1, 0, order, &err), DFTFIT_OK);
    for (int v = 0; v < 4; v++)
      assert_true(order[v].n_max >= last[v].n_max && order[v].l_max >= last[v].l_max &&
                  order[v].degree >= last[v].degree);
    memcpy(last, order, sizeof last);
  }
}

static void too_small(void **state) {
  (void)state;
  ace_order order[COUPLING_MAX_RANK];
  dftfit_error err;
  assert_int_equal(dftfit_ace_basis_limits(3, 4, 20, 1, 0, order, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "raise functions or lower order"));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(as_many_as_asked), cmocka_unit_test(the_smoothest),
                                     cmocka_unit_test(larger_holds_smaller), cmocka_unit_test(too_small)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
