/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit_calculation: forces and stress against differences of the energy for every kind of boundary, lists that are kept
 *  against new ones, and systems that are refused. */
#include <math.h>
#include <string.h>

#include "conformance_case.h"
#include "dftfit/periodic.h"

enum { NATOM = 6 };

/* heights of 4 to 5 A, less than two cutoffs, so that atoms see several images of each other and of themselves */
static const double CELL[9] = {5.2, 0.4, 0, -0.7, 4.9, 0.3, 0.5, -0.2, 5.6};
static const double FRACTION[NATOM][3] = {{0.02, 0.03, 0.98}, {0.52, 0.47, 0.05}, {0.46, 0.04, 0.53},
                                          {0.05, 0.55, 0.51}, {0.97, 0.51, 0.02}, {0.55, 0.48, 0.55}};
static const int PERIODIC[3] = {1, 1, 1};

/* counts how often lists are made; the linker puts it in the place of dftfit_periodic_build */
static int nbuild;
dftfit_status __real_dftfit_periodic_build(dftfit_periodic *p, const dftfit_system *system, int nkind,
                                           const int *element_of_kind, double cutoff, dftfit_error *err);
dftfit_status __wrap_dftfit_periodic_build(dftfit_periodic *p, const dftfit_system *system, int nkind,
                                           const int *element_of_kind, double cutoff, dftfit_error *err);
dftfit_status __wrap_dftfit_periodic_build(dftfit_periodic *p, const dftfit_system *system, int nkind,
                                           const int *element_of_kind, double cutoff, dftfit_error *err) {
  nbuild++;
  return __real_dftfit_periodic_build(p, system, nkind, element_of_kind, cutoff, err);
}

typedef struct sample {
  dftfit_potential *pot;
  double position[NATOM][3], cell[9];
  int element[NATOM], pbc[3];
} sample;

typedef struct answer {
  double energy, force[NATOM][3], stress[6], atom_energy[NATOM];
} answer;

static void set_positions(sample *s) {
  for (int i = 0; i < NATOM; i++)
    for (int k = 0; k < 3; k++)
      s->position[i][k] =
          FRACTION[i][0] * s->cell[k] + FRACTION[i][1] * s->cell[3 + k] + FRACTION[i][2] * s->cell[6 + k];
}

static sample make_sample(const char *name) {
  sample s = {.pot = read_case(name)};
  int nelement = dftfit_potential_symbol(s.pot, 1) ? 2 : 1;
  memcpy(s.cell, CELL, sizeof s.cell);
  memcpy(s.pbc, PERIODIC, sizeof s.pbc);
  for (int i = 0; i < NATOM; i++) s.element[i] = i % nelement;
  set_positions(&s);
  return s;
}

static dftfit_status try_it(dftfit_calculation *c, const sample *s, answer *a, dftfit_error *err) {
  dftfit_system system = {NATOM, s->element, s->position[0], s->cell, s->pbc};
  dftfit_result result = {.force = a->force[0], .stress = a->stress, .atom_energy = a->atom_energy};
  dftfit_status status = dftfit_calculation_compute(c, &system, &result, err);
  a->energy = result.energy;
  return status;
}

static answer compute(dftfit_calculation *c, const sample *s) {
  answer a;
  dftfit_error err;
  if (try_it(c, s, &a, &err)) fail_msg("%s", err.message);
  return a;
}

static dftfit_calculation *create(const sample *s, double skin) {
  dftfit_calculation *c;
  dftfit_error err;
  if (dftfit_calculation_create(s->pot, skin, &c, &err)) fail_msg("%s", err.message);
  return c;
}

static double energy_of(dftfit_calculation *c, const sample *s) {
  dftfit_system system = {NATOM, s->element, s->position[0], s->cell, s->pbc};
  dftfit_result result = {0};
  dftfit_error err;
  if (dftfit_calculation_compute(c, &system, &result, &err)) fail_msg("%s", err.message);
  return result.energy;
}

/* -dE/dr by differences of the fourth order */
static double slope(const double e[4], double h) { return (8 * (e[2] - e[1]) - (e[3] - e[0])) / (12 * h); }
static const double STEP[4] = {-2, -1, 1, 2};

static void check_forces(dftfit_calculation *c, const sample *s, const answer *a) {
  const double h = 1e-3;
  for (int i = 0; i < NATOM; i++)
    for (int k = 0; k < 3; k++) {
      double e[4];
      for (int m = 0; m < 4; m++) {
        sample moved = *s;
        moved.position[i][k] += STEP[m] * h;
        e[m] = energy_of(c, &moved);
      }
      assert_close(a->force[i][k], -slope(e, h), 2e-7);
    }
}

static void test_forces(void **unused) {
  (void)unused;
  static const char *const names[] = {"tersoff_SiC_sine.yaml", "eam_spline_fs.yaml", "pair_core.yaml"};
  for (int n = 0; n < 3; n++) {
    sample s = make_sample(names[n]);
    dftfit_calculation *c = create(&s, 0);
    for (int mask = 0; mask < 8; mask++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) s.pbc[k] = mask >> k & 1;
      answer a = compute(c, &s);
      check_forces(c, &s, &a);
      for (int i = 0; i < NATOM; i++) sum += a.atom_energy[i];
      assert_close(sum, a.energy, 1e-12);
      for (int k = 0; k < 6; k++) assert_true(isnan(a.stress[k]) == (mask != 7));
    }
    dftfit_calculation_destroy(c);
    dftfit_potential_destroy(s.pot);
  }
}

/* rows and positions times 1 + strain; component k of the order xx yy zz yz xz xy, as half on either side of the diagonal */
static void strain(const double *from, double *to, int n, int k, double e) {
  static const int a[6] = {0, 1, 2, 1, 0, 0}, b[6] = {0, 1, 2, 2, 2, 1};
  for (int i = 0; i < n; i++) {
    const double r[3] = {from[3 * i], from[3 * i + 1], from[3 * i + 2]};
    memcpy(to + 3 * i, r, sizeof r);
    to[3 * i + a[k]] += e / 2 * r[b[k]];
    to[3 * i + b[k]] += e / 2 * r[a[k]];
  }
}

static void test_stress(void **unused) {
  (void)unused;
  sample s = make_sample("tersoff_SiC_sine.yaml");
  dftfit_calculation *c = create(&s, 0);
  const double h = 5e-4, volume = CELL[0] * (CELL[4] * CELL[8] - CELL[5] * CELL[7]) -
                                  CELL[1] * (CELL[3] * CELL[8] - CELL[5] * CELL[6]) +
                                  CELL[2] * (CELL[3] * CELL[7] - CELL[4] * CELL[6]);
  answer a = compute(c, &s);
  for (int k = 0; k < 6; k++) {
    double e[4];
    for (int m = 0; m < 4; m++) {
      sample bent = s;
      strain(s.cell, bent.cell, 3, k, STEP[m] * h);
      strain(s.position[0], bent.position[0], NATOM, k, STEP[m] * h);
      e[m] = energy_of(c, &bent);
    }
    assert_true(fabs(a.stress[k]) > 1e-4);
    assert_close(a.stress[k], slope(e, h) / volume, 1e-7);
  }
  dftfit_calculation_destroy(c);
  dftfit_potential_destroy(s.pot);
}

static void assert_same(const answer *a, const answer *b, double tolerance) {
  assert_close(a->energy, b->energy, tolerance);
  for (int i = 0; i < NATOM; i++) {
    assert_close(a->atom_energy[i], b->atom_energy[i], tolerance);
    for (int k = 0; k < 3; k++) assert_close(a->force[i][k], b->force[i][k], tolerance);
  }
  for (int k = 0; k < 6; k++) assert_close(a->stress[k], b->stress[k], tolerance);
}

/* The same crystal with the rows exchanged (a left-handed cell), and with atoms many cells away. */
static void test_same_crystal(void **unused) {
  (void)unused;
  sample s = make_sample("tersoff_SiC_sine.yaml");
  dftfit_calculation *c = create(&s, 0);
  answer a = compute(c, &s);
  sample other = s;
  memcpy(other.cell, s.cell + 3, 3 * sizeof *s.cell);
  memcpy(other.cell + 3, s.cell, 3 * sizeof *s.cell);
  for (int k = 0; k < 3; k++) other.position[2][k] += 7 * s.cell[k] - 4 * s.cell[6 + k];
  answer b = compute(c, &other);
  assert_same(&a, &b, 1e-11);
  dftfit_calculation_destroy(c);
  dftfit_potential_destroy(s.pot);
}

/* A walk of small steps, with jumps over the border of the cell, a change of the cell, of an element and of the
 * boundaries: kept lists give what new ones give. */
static void test_skin(void **unused) {
  (void)unused;
  sample s = make_sample("tersoff_SiC_sine.yaml");
  dftfit_calculation *kept = create(&s, 0.3), *fresh = create(&s, 0);
  unsigned long long state = 11;
  for (int step = 0; step < 60; step++) {
    for (int i = 0; i < NATOM; i++)
      for (int k = 0; k < 3; k++) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        s.position[i][k] += 0.12 * ((double)(state >> 11) / 9007199254740992.0 - 0.5);
      }
    if (step == 20)
      for (int k = 0; k < 3; k++) s.position[4][k] += s.cell[k];
    if (step == 30) s.cell[4] *= 1.02;
    if (step == 40) s.element[1] = s.element[0];
    if (step == 50) s.pbc[2] = 0;
    answer a = compute(kept, &s), b = compute(fresh, &s);
    if (!s.pbc[2])
      for (int k = 0; k < 6; k++) a.stress[k] = b.stress[k] = 0;
    assert_same(&a, &b, 1e-11);
  }
  dftfit_calculation_destroy(kept);
  dftfit_calculation_destroy(fresh);
  dftfit_potential_destroy(s.pot);
}

/* Pairs of atoms far from each other pair; the two of a pair are so far apart. */
static void set_pairs(sample *s, double apart) {
  memset(s->pbc, 0, sizeof s->pbc);
  memset(s->position, 0, sizeof s->position);
  for (int i = 0; i < NATOM; i++) {
    s->element[i] = 0;
    s->position[i][0] = 100 * (i / 2) + (i % 2 ? 0.5 : -0.5) * apart;
  }
}

/* Two atoms come together by so many skins each, from just outside of what is listed or just inside: the pair is found. */
static void approach(double from, double by) {
  sample s = make_sample("pair_core.yaml");
  const double cutoff = dftfit_potential_pair_cutoff(s.pot, 0, 0), skin = 0.8;
  dftfit_calculation *kept = create(&s, skin), *fresh = create(&s, 0);
  set_pairs(&s, cutoff + from * skin);
  double apart = energy_of(kept, &s);
  set_pairs(&s, cutoff + (from - 2 * by) * skin);
  nbuild = 0;
  answer a = compute(kept, &s);
  assert_int_equal(nbuild, by > 0.5);
  answer b = compute(fresh, &s);
  assert_true(b.energy != apart && b.force[0][0] != 0);
  assert_close(a.energy, b.energy, 1e-13);
  assert_close(a.force[0][0], b.force[0][0], 1e-13);
  dftfit_calculation_destroy(kept);
  dftfit_calculation_destroy(fresh);
  dftfit_potential_destroy(s.pot);
}

static void test_skin_is_wide_enough(void **unused) {
  (void)unused;
  approach(0.9, 0.499); /* the lists are kept, and hold the pair    */
  approach(1.01, 0.51); /* they do not hold it, and are made again */
}

static void refused(dftfit_calculation *c, const sample *s, dftfit_status want, int atom, const char *text) {
  answer a;
  dftfit_error err = {0};
  assert_int_equal(try_it(c, s, &a, &err), want);
  assert_int_equal(err.atom, atom);
  if (!strstr(err.message, text)) fail_msg("'%s' is not in '%s'", text, err.message);
}

static void test_refused(void **unused) {
  (void)unused;
  const sample good = make_sample("tersoff_SiC_sine.yaml");
  for (int skin = 0; skin < 2; skin++) {
    dftfit_calculation *c = create(&good, skin);
    answer before = compute(c, &good);
    sample s = good;
    s.element[3] = 2;
    refused(c, &s, DFTFIT_ERR_ELEMENT, 3, "the element of atom 3 (index from 0) is 2; it must be 0 to 1");
    s = good;
    s.position[5][1] = NAN;
    refused(c, &s, DFTFIT_ERR_VALUE, 5, "the position of atom 5");
    s = good;
    s.cell[4] = INFINITY;
    refused(c, &s, DFTFIT_ERR_VALUE, -1, "every component must be finite");
    s = good;
    memcpy(s.cell, s.cell + 3, 3 * sizeof *s.cell);
    refused(c, &s, DFTFIT_ERR_VALUE, -1, "lie in a plane");
    s = good;
    for (int k = 0; k < 9; k++) s.cell[k] *= 1e-4;
    refused(c, &s, DFTFIT_ERR_VALUE, -1, "are the cell and the positions in A?");
    s = good;
    memcpy(s.position[4], s.position[1], sizeof s.position[4]);
    refused(c, &s, DFTFIT_ERR_NUMERIC, 1, "atom 1 and atom 4 (indices from 0) are at the same place");
    answer after = compute(c, &good);
    assert_same(&before, &after, 1e-12);
    dftfit_calculation_destroy(c);
  }
  dftfit_calculation *none;
  dftfit_error err;
  assert_int_equal(dftfit_calculation_create(good.pot, -1, &none, &err), DFTFIT_ERR_USAGE);
  assert_null(none);
  dftfit_potential_destroy(good.pot);
}

/* An open cluster needs no cell. */
static void test_no_cell(void **unused) {
  (void)unused;
  sample s = make_sample("pair_core.yaml");
  dftfit_calculation *c = create(&s, 0);
  memset(s.pbc, 0, sizeof s.pbc);
  dftfit_system system = {NATOM, s.element, s.position[0], NULL, s.pbc};
  dftfit_result result = {0};
  dftfit_error err;
  assert_int_equal(dftfit_calculation_compute(c, &system, &result, &err), DFTFIT_OK);
  assert_true(result.energy == energy_of(c, &s));
  system.pbc = NULL;
  assert_int_equal(dftfit_calculation_compute(c, &system, &result, &err), DFTFIT_ERR_VALUE);
  dftfit_calculation_destroy(c);
  dftfit_potential_destroy(s.pot);
}

static void test_symbols(void **unused) {
  (void)unused;
  dftfit_potential *pot = read_case("tersoff_SiC_sine.yaml");
  for (int e = 0; e < 2; e++) assert_int_equal(dftfit_potential_element(pot, dftfit_potential_symbol(pot, e)), e);
  assert_null(dftfit_potential_symbol(pot, 2));
  assert_null(dftfit_potential_symbol(pot, -1));
  dftfit_potential_destroy(pot);
}

/* Forms without cost and reduce say so. */
static void test_irreducible(void **unused) {
  (void)unused;
  dftfit_potential *pot = read_case("tersoff_SiC_sine.yaml");
  bool keep[256] = {false};
  dftfit_error err;
  assert_true(dftfit_potential_nparameter(pot) <= 256);
  assert_false(dftfit_potential_reducible(pot));
  assert_true(isnan(dftfit_potential_cost(pot, keep, 20, NULL)));
  assert_int_equal(dftfit_potential_reduce(pot, keep, &err), DFTFIT_ERR_USAGE);
  dftfit_potential_destroy(pot);
}

/* The text of an error may be passed on into the record that holds it. */
static void test_error_passed_on(void **unused) {
  (void)unused;
  dftfit_error err;
  dftfit_fail_at(&err, DFTFIT_ERR_VALUE, "a.yaml", 3, 4, "the value is %d", 7);
  dftfit_fail_at(&err, err.code, err.input, err.line, err.column, "group a: %s", err.message);
  assert_string_equal(err.message, "group a: the value is 7");
  assert_string_equal(err.input, "a.yaml");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_forces),
      cmocka_unit_test(test_stress),
      cmocka_unit_test(test_same_crystal),
      cmocka_unit_test(test_skin),
      cmocka_unit_test(test_skin_is_wide_enough),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_no_cell),
      cmocka_unit_test(test_symbols),
      cmocka_unit_test(test_irreducible),
      cmocka_unit_test(test_error_passed_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
