/* SPDX-License-Identifier: BSD-3-Clause */
/* Configurations that are like an earlier one: copies, equivalent structures, supercells, frames close by; and those
 * that are not. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buckets.h"
#include "base/random.h"
#include "cmocka_all.h"
#include "data/kin.h"

enum { N = 8 };
static const double EDGE = 5.4;

typedef struct made {
  double x[8 * N][3], edge[3];
  int n;
  const char *symbol;
} made;

/* an irregular arrangement */
static made start(int seed) {
  made m = {.n = N, .edge = {EDGE, EDGE, EDGE}, .symbol = "Si"};
  for (int i = 0; i < N; i++)
    for (int k = 0; k < 3; k++)
      m.x[i][k] = 2.7 * ((i >> k) & 1) + 0.5 * random_uniform((uint64_t)seed, 1, (uint64_t)(3 * i + k));
  return m;
}

static void add(dataset *set, const made *m) {
  char symbol[8 * N][4] = {""};
  dftfit_error err = {0};
  for (int i = 0; i < m->n; i++) strcpy(symbol[i], m->symbol);
  dataset_config config = {.natom = m->n,
                           .symbol = (const char(*)[4])symbol,
                           .position = m->x,
                           .cell = {m->edge[0], 0, 0, 0, m->edge[1], 0, 0, 0, m->edge[2]},
                           .pbc = {true, true, true},
                           .energy = -1,
                           .stress = {NAN, NAN, NAN, NAN, NAN, NAN},
                           .group = "g",
                           .source = "s"};
  assert_int_equal(dataset_append(set, &config, &err), DFTFIT_OK);
}

/* displacements of random directions, all of one length */
static made displaced(const made *from, double length, int seed) {
  made m = *from;
  for (int i = 0; i < m.n; i++) {
    double d[3], square = 0;
    for (int k = 0; k < 3; k++) {
      d[k] = random_uniform((uint64_t)seed, 2, (uint64_t)(3 * i + k)) - 0.5;
      square += d[k] * d[k];
    }
    for (int k = 0; k < 3; k++) m.x[i][k] += length * d[k] / sqrt(square);
  }
  return m;
}

static made supercell(const made *from) {
  made m = *from;
  for (int i = 0; i < N; i++) {
    memcpy(m.x[N + i], from->x[i], sizeof m.x[i]);
    m.x[N + i][1] += from->edge[1];
  }
  m.n = 2 * N;
  m.edge[1] *= 2;
  return m;
}

static made mirrored(const made *from) {
  made m = *from;
  for (int i = 0; i < N; i++) { /* a mirror, a shift that leads out of the cell, another order */
    m.x[N - 1 - i][0] = 3.3 - from->x[i][1];
    m.x[N - 1 - i][1] = from->x[i][0] + 1.1;
    m.x[N - 1 - i][2] = from->x[i][2] - 7;
  }
  return m;
}

static void expect(dataset *set, const kin *expected, int n) {
  kin_search *k = kin_search_create();
  dftfit_error err = {0};
  assert_int_equal(set->nconfig, n);
  for (int c = 0; c < n; c++) assert_int_equal(kin_search_add(k, set, c, &err), DFTFIT_OK);
  for (int c = 0; c < n; c++) {
    const kin *is = &kin_search_list(k)[c];
    if (is->degree != expected[c].degree || is->first != expected[c].first)
      fail_msg("configuration %d: like %d in degree %d, not %d in degree %d", c, (int)is->first, is->degree,
               (int)expected[c].first, expected[c].degree);
  }
  kin_search_destroy(k);
  dataset_destroy(set);
}

static void test_degrees(void **state) {
  (void)state;
  dataset *set = dataset_create();
  const made a = start(1), b = start(2), slight = displaced(&a, 3e-4, 1), close = displaced(&a, 0.03, 2),
             far = displaced(&a, 0.2, 3), wide = supercell(&a), turned = mirrored(&a);
  made other = a, strained = a, wrapped = close;
  other.symbol = "Ge";
  for (int k = 0; k < 3; k++) strained.edge[k] *= 1.01;
  wrapped.x[0][0] += EDGE;
  add(set, &a);
  add(set, &b);
  add(set, &a);
  add(set, &slight);
  add(set, &wide);
  add(set, &turned);
  add(set, &close);
  add(set, &wrapped);
  add(set, &far);
  add(set, &other);
  add(set, &strained);
  expect(set,
         (kin[]){{0, KIN_NONE},
                 {1, KIN_NONE},
                 {0, KIN_IDENTICAL},
                 {0, KIN_ALIKE},
                 {0, KIN_ALIKE},
                 {0, KIN_ALIKE},
                 {0, KIN_NEAR},
                 {0, KIN_NEAR},
                 {8, KIN_NONE},
                 {9, KIN_NONE},
                 {10, KIN_NONE}},
         11);
}

/* frames each close to the next: groups of a few, and no chain */
static void test_no_chain(void **state) {
  (void)state;
  enum { FRAMES = 40 };
  dataset *set = dataset_create();
  dftfit_error err = {0};
  made m = start(3);
  for (int f = 0; f < FRAMES; f++) {
    add(set, &m);
    for (int i = 0; i < N; i++) m.x[i][i % 3] += 0.03;
  }
  int64_t count[KIN_DEGREES];
  assert_int_equal(kin_find(set, count, &err), DFTFIT_OK);
  assert_true(count[KIN_NEAR] > 0);
  for (int64_t c = 0; c < FRAMES; c++) assert_true(c - set->like[c] <= 4); /* 0.12 A apart, and never more */
  dataset_destroy(set);
}

static void test_buckets(void **state) {
  (void)state;
  buckets b = {0};
  assert_int_equal(buckets_find(&b, 7), -1);
  for (int64_t i = 0; i < 5000; i++) assert_true(buckets_add(&b, (uint64_t)(i % 1700), i));
  for (int64_t key = 0; key < 1700; key++) {
    int64_t e = buckets_find(&b, (uint64_t)key), n = 0;
    for (; e >= 0; e = b.next[e], n++) assert_int_equal(b.value[e] % 1700, key);
    assert_int_equal(n, key < 5000 - 3400 ? 3 : 2);
  }
  assert_int_equal(buckets_find(&b, 1700), -1);
  buckets_clear(&b);
}

/* The work grows with the number of configurations and not with that of their pairs: 16 times as many of a cell of 8
 * atoms take less than 80 times as long (256 times if all pairs were compared). */
static double seconds_for(int n) {
  dataset *set = dataset_create();
  dftfit_error err = {0};
  const made a = start(4);
  for (int c = 0; c < n; c++) {
    const made m = displaced(&a, 0.25, c);
    add(set, &m);
  }
  const clock_t begin = clock();
  assert_int_equal(kin_find(set, NULL, &err), DFTFIT_OK);
  const double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
  dataset_destroy(set);
  return seconds;
}

static void test_scales(void **state) {
  (void)state;
  const double few = seconds_for(500), many = seconds_for(8000);
  printf("500 configurations: %.3f s, 8000: %.3f s\n", few, many);
  assert_true(many < 80 * fmax(few, 0.01));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_degrees), cmocka_unit_test(test_no_chain),
                                     cmocka_unit_test(test_buckets), cmocka_unit_test(test_scales)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
