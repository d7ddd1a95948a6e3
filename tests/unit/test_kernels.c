/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels of every instruction set that runs here against the portable ones: the same polynomials, other order of
 * the sums. Form ace. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "forms/ace/kernels/kernels.h"

enum { ROWS = 40 /* more than a chunk */, LMAX = 6, HARMONICS = (LMAX + 1) * (LMAX + 1), RADIAL = 8, TERMS = 26 };
#define TOLERANCE 1e-12 /* relative to the largest entry: some hundred roundings */

typedef struct arrays {
  double *d[4], *R, *dR, *S, *f[3], *g[3];
} arrays;

static double *aligned(int n) {
  double *p = aligned_alloc(DFTFIT_ALIGN, (size_t)(n + 7) / 8 * 64);
  assert_non_null(p);
  memset(p, 0, (size_t)(n + 7) / 8 * 64);
  return p;
}

static void make(arrays *a) {
  for (int k = 0; k < 4; k++) a->d[k] = aligned(ROWS);
  for (int k = 0; k < 3; k++) a->f[k] = aligned(HARMONICS * ROWS), a->g[k] = aligned(ROWS);
  a->R = aligned(RADIAL * ROWS), a->dR = aligned(RADIAL * ROWS), a->S = aligned(HARMONICS * ROWS);
  unsigned seed = 7;
  for (int i = 0; i < ROWS; i++) {
    for (int k = 0; k < 3; k++) {
      seed = seed * 1664525u + 1013904223u;
      a->d[k][i] = 5.0 * (seed / 4294967296.0 - 0.5) + 0.9;
    }
    a->d[3][i] = sqrt(a->d[0][i] * a->d[0][i] + a->d[1][i] * a->d[1][i] + a->d[2][i] * a->d[2][i]);
  }
}

static void release(arrays *a) {
  double *all[] = {a->d[0], a->d[1], a->d[2], a->d[3], a->f[0], a->f[1], a->f[2],
                   a->g[0], a->g[1], a->g[2], a->R,    a->dR,   a->S};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
}

static void same(const double *a, const double *b, int n) {
  double most = 0;
  for (int i = 0; i < n; i++) most = fmax(most, fabs(b[i]));
  assert_true(most > 0);
  for (int i = 0; i < n; i++) assert_true(fabs(a[i] - b[i]) <= TOLERANCE * most);
}

/* Runs every kernel that works on rows. weight: dE/dA of all harmonics and RADIAL functions. */
static void run(const ace_kernels *k, const radial_table *table, const harmonics_constants *h, arrays *a,
                double *base) {
  ace_rows rows = {ROWS, ROWS, a->d[0], a->d[1], a->d[2], a->d[3]};
  ace_layout layout = {.nelement = 1, .lmax = LMAX, .per_element = HARMONICS * RADIAL, .size = HARMONICS * RADIAL};
  int32_t column[(LMAX + 1) * RADIAL];
  for (int l = 0; l <= LMAX; l++) layout.n_of_l[l] = RADIAL, layout.offset[l] = l * l * RADIAL;
  for (int i = 0; i < (LMAX + 1) * RADIAL; i++) column[i] = i % RADIAL;
  layout.column = column;
  k->radial(table, &rows, a->R, a->dR);
  k->harmonics(h, &rows, a->S, a->f[0], a->f[1], a->f[2]);
  double *wide = aligned(layout.size * k->width), *weight = aligned(layout.size);
  double *work = aligned((int)ace_work(table->stride, HARMONICS, layout.per_element));
  double *kept = aligned(2 * table->stride * ROWS), *again[3];
  k->base(table, h, &layout, &rows, kept, work, wide);
  for (int i = 0; i < layout.size; i++) {
    base[i] = wide[i * k->width];
    weight[i] = sin(1.0 + i);
  }
  k->gradient(table, h, &layout, &rows, NULL, weight, work, a->g[0], a->g[1], a->g[2]);
  for (int i = 0; i < 3; i++) again[i] = aligned(ROWS);
  k->gradient(table, h, &layout, &rows, kept, weight, work, again[0], again[1], again[2]);
  for (int i = 0; i < 3; i++) {
    same(again[i], a->g[i], ROWS);
    free(again[i]);
  }
  free(kept);
  free(work);
  free(wide);
  free(weight);
}

static void test_rows(void **state) {
  (void)state;
  radial_terms terms = {.count = TERMS, .rc = 5.0, .lambda = 3};
  double c[RADIAL * TERMS], base[2][HARMONICS * RADIAL];
  radial_table table;
  harmonics_constants h;
  arrays reference, other;
  assert_int_equal(dftfit_radial_design(&terms, RADIAL, &(radial_measure){.shortest = 1.5}, c, NULL), DFTFIT_OK);
  assert_int_equal(dftfit_radial_table_of_terms(&terms, RADIAL, c, &table, NULL), DFTFIT_OK);
  dftfit_harmonics_prepare(LMAX, &h);
  make(&reference);
  run(dftfit_ace_kernels_at(0), &table, &h, &reference, base[0]);
  for (int i = 1; dftfit_ace_kernels_at(i); i++) {
    make(&other);
    run(dftfit_ace_kernels_at(i), &table, &h, &other, base[1]);
    same(other.R, reference.R, RADIAL * ROWS);
    same(other.dR, reference.dR, RADIAL * ROWS);
    same(other.S, reference.S, HARMONICS * ROWS);
    for (int k = 0; k < 3; k++) same(other.f[k], reference.f[k], HARMONICS * ROWS);
    for (int k = 0; k < 3; k++) same(other.g[k], reference.g[k], ROWS);
    same(base[1], base[0], HARMONICS * RADIAL);
    release(&other);
  }
  release(&reference);
  dftfit_radial_table_free(&table);
}

/* Addition theorem: the squares of the 2l+1 harmonics of one l add up to 2l+1 in every direction. */
static void test_addition_theorem(void **state) {
  (void)state;
  harmonics_constants h;
  arrays a;
  dftfit_harmonics_prepare(LMAX, &h);
  make(&a);
  ace_rows rows = {ROWS, ROWS, a.d[0], a.d[1], a.d[2], a.d[3]};
  dftfit_ace_kernels_at(0)->harmonics(&h, &rows, a.S, NULL, NULL, NULL);
  for (int l = 0; l <= LMAX; l++)
    for (int row = 0; row < ROWS; row++) {
      double sum = 0;
      for (int k = l * l; k < (l + 1) * (l + 1); k++) sum += a.S[k * ROWS + row] * a.S[k * ROWS + row];
      assert_true(fabs(sum - (2 * l + 1)) < 1e-12 * (2 * l + 1));
    }
  release(&a);
}

/* DFTFIT_SIMD sets an upper limit; what is not known sets none. */
static void test_choice(void **state) {
  (void)state;
  static const char *const wanted[] = {"generic", "avx2", "avx512", "sse9"};
  for (int i = 0; i < 4; i++) {
    int most = 0;
    while (most < i && dftfit_ace_kernels_at(most + 1)) most++;
    assert_int_equal(setenv("DFTFIT_SIMD", wanted[i], 1), 0);
    assert_ptr_equal(dftfit_ace_kernels_best(), dftfit_ace_kernels_at(most));
  }
  assert_int_equal(unsetenv("DFTFIT_SIMD"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_addition_theorem),
                                     cmocka_unit_test(test_choice)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
