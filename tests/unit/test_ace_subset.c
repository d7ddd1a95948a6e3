/* SPDX-License-Identifier: BSD-3-Clause */
/* A potential of form ace reduced to some of its functions: the same energies and forces as with the others at zero,
 * written and read again too; costs fall, and shares add up. */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "core/potential.h"
#include "forms/ace/form.h"

static const char text[] =
    "dftfit: 1\nform: ace\nelements: [Si, C]\ncutoff: 4.0\n"
    "ace: {orders: {1: {n_max: 6}, 2: {n_max: 5, l_max: 4, degree: 7}, 3: {n_max: 2, l_max: 2, degree: 6}, "
    "4: {n_max: 1, l_max: 1, degree: 6}}, radial: {shortest: 1.5}}\n";

enum { ATOMS = 12, MOST = 4000 };

typedef struct sums {
  double energy, force[3 * ATOMS];
} sums;

static unsigned noise;
static double next(void) {
  noise = noise * 1664525u + 1013904223u;
  return noise / 4294967296.0;
}

static dftfit_potential *parse(const char *of, size_t length) {
  dftfit_potential *pot;
  dftfit_error err = {0};
  if (dftfit_potential_parse("p.yaml", of, length, &pot, &err)) fail_msg("%s", err.message);
  return pot;
}

static sums evaluate(const dftfit_potential *pot) {
  static const int element_of_type[] = {0, 0, 1};
  int type[ATOMS], ilist[ATOMS], numneigh[ATOMS], list[ATOMS][ATOMS], *first[ATOMS];
  double x[3 * ATOMS];
  sums s = {0};
  dftfit_error err = {0};
  noise = 7;
  for (int i = 0; i < ATOMS; i++) {
    type[i] = 1 + i % 2, ilist[i] = i, first[i] = list[i], numneigh[i] = 0;
    for (int j = 0; j < ATOMS; j++)
      if (j != i) list[i][numneigh[i]++] = j;
    for (int d = 0; d < 3; d++)
      x[3 * i + d] = 2.1 * (i / (d == 0 ? 1 : d == 1 ? 3 : 9) % (d == 2 ? 2 : 3)) + 0.4 * next();
  }
  dftfit_atoms atoms = {.inum = ATOMS,
                        .ilist = ilist,
                        .numneigh = numneigh,
                        .firstneigh = first,
                        .neighmask = 0x1FFFFFFF,
                        .x = x,
                        .type = type,
                        .element_of_type = element_of_type,
                        .nall = ATOMS};
  dftfit_tally tally = {.force = s.force, .energy = &s.energy};
  dftfit_workspace *ws = dftfit_workspace_create();
  if (dftfit_evaluate(pot, &atoms, ws, &tally, &err)) fail_msg("%s", err.message);
  dftfit_workspace_destroy(ws);
  return s;
}

static void same(const sums *a, const sums *b) {
  /* energies of some eV; the products are summed in another order */
  assert_true(fabs(a->energy) > 0.01);
  assert_close(a->energy, b->energy, 1e-12 * (1 + fabs(a->energy)));
  for (int i = 0; i < 3 * ATOMS; i++) assert_close(a->force[i], b->force[i], 1e-12 * (1 + fabs(a->force[i])));
}

/* Which functions of the potential stay: pattern 0: every fifth; 1: those with l = 0, n not 2 nor 3; 2: of silicon
 * only; 3: pairs. */
static bool stays(const ace_function *f, int k, int pattern) {
  bool all = true;
  for (int t = 0; t < f->rank && pattern == 1; t++) all = all && f->l[t] == 0 && f->n[t] != 2 && f->n[t] != 3;
  return pattern == 0 ? k % 5 == 1 : pattern == 1 ? all : pattern == 2 ? f->element == 0 : f->rank == 1;
}

static void reduced_is_the_same(void **state) {
  (void)state;
  for (int pattern = 0; pattern < 4; pattern++) {
    dftfit_potential *pot = parse(text, sizeof text - 1);
    const ace_form *f = pot->self;
    int n = dftfit_potential_nparameter(pot), kept = 0;
    double theta[MOST], before = 0;
    bool keep[MOST], all[MOST];
    dftfit_error err = {0};
    assert_true(n < MOST);
    noise = 3;
    for (int k = 0; k < n; k++) {
      all[k] = true;
      keep[k] = stays(&f->basis.function[k], k, pattern);
      theta[k] = keep[k] ? next() - 0.5 : 0;
      kept += keep[k];
    }
    dftfit_potential_set(pot, theta);
    sums full = evaluate(pot);
    before = dftfit_potential_cost(pot, keep, 20, NULL);
    assert_true(before < dftfit_potential_cost(pot, all, 20, NULL));
    assert_int_equal(dftfit_potential_reduce(pot, keep, &err), DFTFIT_OK);
    assert_int_equal(dftfit_potential_nparameter(pot), kept);
    /* the graph of products of the subset alone shares other sums, as few as the cost of the subset counted */
    assert_close(dftfit_potential_cost(pot, all, 20, NULL) / before, 1, 0.02);
    sums some = evaluate(pot);
    same(&full, &some);
    if (pattern == 1) assert_true(f->table[0].nfunction < f->nradial && f->model.layout.lmax == 0);

    const char *written;
    size_t length;
    dftfit_writer *w = dftfit_writer_create();
    dftfit_potential_write(pot, (dftfit_node){0}, w);
    assert_int_equal(dftfit_writer_finish(w, &written, &length, &err), DFTFIT_OK);
    dftfit_potential *again = parse(written, length);
    sums read = evaluate(again);
    assert_memory_equal(&read, &some, sizeof some);
    dftfit_writer_destroy(w);
    dftfit_potential_destroy(again);
    dftfit_potential_destroy(pot);
  }
}

static void shares_add_up(void **state) {
  (void)state;
  dftfit_potential *pot = parse(text, sizeof text - 1);
  int n = dftfit_potential_nparameter(pot);
  bool keep[MOST];
  double share[MOST], sum = 0, few, many;
  for (int k = 0; k < n; k++) keep[k] = k % 3 > 0;
  few = dftfit_potential_cost(pot, keep, 10, share);
  for (int k = 0; k < n; k++) {
    assert_true(keep[k] ? share[k] > 0 : share[k] == 0);
    sum += share[k];
  }
  many = dftfit_potential_cost(pot, keep, 30, NULL);
  assert_true(sum < few && few < many); /* distances of neighbours are due to no function */
  bool none[MOST] = {false};
  assert_close(few - sum, dftfit_potential_cost(pot, none, 10, NULL), 1e-9 * few);
  dftfit_potential_destroy(pot);
}

static void nothing_left(void **state) {
  (void)state;
  dftfit_potential *pot = parse(text, sizeof text - 1);
  int n = dftfit_potential_nparameter(pot);
  bool none[MOST] = {false};
  dftfit_error err = {0};
  assert_int_equal(dftfit_potential_reduce(pot, none, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(dftfit_potential_nparameter(pot), n);
  dftfit_potential_destroy(pot);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(reduced_is_the_same), cmocka_unit_test(shares_add_up),
                                     cmocka_unit_test(nothing_left)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
