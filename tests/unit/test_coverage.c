/* SPDX-License-Identifier: BSD-3-Clause */
/* Kinds from geometry alone, on structures made here; temperatures of displacements that were drawn at random. */
#include <string.h>

#include "base/random.h"
#include "check/coverage.h"
#include "cmocka_all.h"

enum { MOST = 300 };

typedef struct maker {
  dataset *set;
  uint64_t n;
  int natom;
  double position[MOST][3], force[MOST][3], cell[9];
} maker;

static double gaussian(maker *m) {
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += random_uniform(5, 0, m->n++) - 0.5;
  return sum;
}

/* cells^3 cubes of this edge with `basis` atoms each; no forces */
static void crystal(maker *m, int cells, double edge, int nbasis, const double (*basis)[3]) {
  m->natom = 0;
  memset(m->force, 0, sizeof m->force);
  for (int k = 0; k < 9; k++) m->cell[k] = k % 4 == 0 ? cells * edge : 0;
  for (int c = 0; c < cells * cells * cells; c++)
    for (int b = 0; b < nbasis; b++, m->natom++) {
      const int at[3] = {c % cells, c / cells % cells, c / cells / cells};
      for (int k = 0; k < 3; k++) m->position[m->natom][k] = edge * (at[k] + basis[b][k]);
    }
}

static const double fcc[4][3] = {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}};
static const double bcc[2][3] = {{0, 0, 0}, {.5, .5, .5}};
static const double diamond[8][3] = {{0, 0, 0},       {0, .5, .5},     {.5, 0, .5},     {.5, .5, 0},
                                     {.25, .25, .25}, {.25, .75, .75}, {.75, .25, .75}, {.75, .75, .25}};

static void rattle(maker *m, double size, double spring) {
  for (int i = 0; i < m->natom; i++)
    for (int k = 0; k < 3; k++) {
      double u = size * gaussian(m);
      m->position[i][k] += u;
      m->force[i][k] = -spring * u;
    }
}

static int64_t append(maker *m, const char *group, double energy_per_atom) {
  char symbol[MOST][4] = {{0}};
  dftfit_error err = {0};
  for (int i = 0; i < m->natom; i++) strcpy(symbol[i], "Cu");
  dataset_config c = {.natom = m->natom,
                      .symbol = (const char(*)[4])symbol,
                      .position = (const double(*)[3])m->position,
                      .force = (const double(*)[3])m->force,
                      .pbc = {true, true, true},
                      .energy = energy_per_atom * m->natom,
                      .stress = {NAN, NAN, NAN, NAN, NAN, NAN},
                      .group = group,
                      .source = "made"};
  memcpy(c.cell, m->cell, sizeof c.cell);
  assert_int_equal(dataset_append(m->set, &c, &err), DFTFIT_OK);
  return m->set->nconfig - 1;
}

static void remove_atom(maker *m, int i) {
  m->natom--;
  memcpy(m->position[i], m->position[m->natom], sizeof m->position[i]);
}

static void expect(const coverage *cover, int64_t c, dataset_kind kind, coverage_reason reason) {
  if (cover->kind[c] != kind || cover->reason[c] != reason)
    fail_msg("configuration %d is %s (%s), not %s (%s)", (int)c, dataset_kind_name(cover->kind[c]),
             coverage_reason_text(cover->reason[c]), dataset_kind_name(kind), coverage_reason_text(reason));
}

static void test_kinds(void **unused) {
  (void)unused;
  static maker m;
  composition_table table;
  coverage cover;
  dftfit_error err = {0};
  m = (maker){.set = dataset_create()};
  crystal(&m, 3, 3.6, 4, fcc);
  const int64_t bulk = append(&m, "x", -4);
  crystal(&m, 1, 3.6, 4, fcc);
  const int64_t small = append(&m, "x", -4);
  crystal(&m, 2, 3.75, 4, fcc);
  const int64_t strained = append(&m, "x", -3.9);
  crystal(&m, 1, 3.6, 4, fcc);
  m.cell[1] = 0.1; /* sheared, at the same volume */
  for (int i = 0; i < m.natom; i++) m.position[i][1] += 0.1 / 3.6 * m.position[i][0];
  const int64_t sheared = append(&m, "x", -3.98);
  crystal(&m, 3, 2.87, 2, bcc);
  const int64_t other = append(&m, "x", -3.96);
  crystal(&m, 1, 5.5, 8, diamond);
  const int64_t open = append(&m, "x", -3);
  crystal(&m, 3, 3.6, 4, fcc);
  remove_atom(&m, 17);
  const int64_t vacancy = append(&m, "x", -3.98);
  crystal(&m, 3, 3.6, 4, fcc);
  m.cell[8] += 12;
  const int64_t slab = append(&m, "x", -3.6);
  crystal(&m, 3, 3.6, 4, fcc);
  rattle(&m, 0.12, 3);
  const int64_t thermal = append(&m, "x", -3.9);
  crystal(&m, 3, 3.7, 4, fcc);
  rattle(&m, 0.9, 1);
  const int64_t liquid = append(&m, "x", -3.7);
  crystal(&m, 1, 15, 1, fcc);
  const int64_t atom = append(&m, "x", 0);
  const int64_t named = append(&m, "md_run", 0);
  /* half of a crystal of which every second layer pair is shifted: a fault that spans two directions */
  crystal(&m, 4, 3.6, 4, fcc);
  for (int i = 0; i < m.natom; i++)
    if (m.position[i][2] > 1.9 * 3.6) m.position[i][0] += 0.9;
  m.cell[6] += 0.9; /* one fault, not two */
  const int64_t fault = append(&m, "x", -3.9);
  assert_int_equal(composition_table_create(m.set, &table, &err), DFTFIT_OK);
  if (coverage_create(m.set, &table, &cover, &err)) fail_msg("%s", err.message);
  expect(&cover, bulk, KIND_BULK, REASON_SAME_SHAPE);
  expect(&cover, small, KIND_BULK, REASON_SAME_SHAPE);
  expect(&cover, strained, KIND_STRAINED, REASON_SAME_SHAPE);
  expect(&cover, sheared, KIND_STRAINED, REASON_SAME_SHAPE);
  expect(&cover, other, KIND_COMPETING_CRYSTAL, REASON_OTHER_SHAPE);
  expect(&cover, open, KIND_COMPETING_CRYSTAL, REASON_OTHER_SHAPE);
  expect(&cover, vacancy, KIND_POINT_DEFECT, REASON_FEW_SITES);
  expect(&cover, slab, KIND_SURFACE, REASON_VACUUM);
  expect(&cover, thermal, KIND_THERMAL, REASON_BRAGG);
  expect(&cover, liquid, KIND_LIQUID, REASON_NO_BRAGG);
  expect(&cover, atom, KIND_CLUSTER, REASON_ALONE);
  expect(&cover, named, KIND_THERMAL, REASON_GROUP);
  expect(&cover, fault, KIND_PLANAR_FAULT, REASON_PLANE);
  assert_close(cover.strain[sheared], 0.1 / 3.6 / 2, 1e-6);
  assert_close(cover.above[other], 0.04, 1e-9);
  coverage_destroy(&cover);
  composition_table_destroy(&table);
  dataset_destroy(m.set);
}

/* harmonic forces: the temperature of displacements of variance kT/spring, whatever the spring; and none for diffusion
 */
static void test_temperature(void **unused) {
  (void)unused;
  enum { N = 60 };
  static maker m;
  composition_table table;
  coverage cover;
  dftfit_error err = {0};
  const double boltzmann = 8.617333262e-5, kelvin[2] = {300, 900}, spring[2] = {2, 7};
  m = (maker){.set = dataset_create()};
  for (int g = 0; g < 2; g++)
    for (int i = 0; i < N; i++) {
      crystal(&m, 2, 3.6, 4, fcc);
      rattle(&m, sqrt(boltzmann * kelvin[g] / spring[g]), spring[g]);
      for (int j = 0; j < m.natom; j++) m.position[j][0] += 0.4 * i; /* the centre drifts, and leaves the cell */
      append(&m, g ? "hot_md" : "cold_md", -4);
    }
  for (int i = 0; i < N; i++) {
    crystal(&m, 2, 3.6, 4, fcc);
    rattle(&m, 0.8, 2);
    append(&m, "liquid", -4);
  }
  assert_int_equal(composition_table_create(m.set, &table, &err), DFTFIT_OK);
  if (coverage_create(m.set, &table, &cover, &err)) fail_msg("%s", err.message);
  for (int g = 0; g < 2; g++) {
    double mean = 0;
    for (int i = 0; i < N; i++) mean += cover.temperature[N * g + i] / N;
    /* relative error of a mean over 3 (32 - 1) 60 squares: sqrt(2/5580) = 0.019; four of them */
    assert_close(mean / kelvin[g], 1, 0.08);
  }
  for (int i = 0; i < N; i++) assert_true(isnan(cover.temperature[2 * N + i]));
  coverage_destroy(&cover);
  composition_table_destroy(&table);
  dataset_destroy(m.set);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds), cmocka_unit_test(test_temperature)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
