/* SPDX-License-Identifier: BSD-3-Clause */
/** Extended XYZ in its spellings, from texts of one configuration or a few. */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "dftfit/units.h"
#include "import/extxyz/comment.h"
#include "import/importer.h"
#include "unit/temporary_group.h"

static import_tally tally; /* of the last import */

/* Imports a text with the given options; NULL and the message in *err when it is refused. */
static dataset *import_with(const char *text, const import_options *options, dftfit_error *err) {
  char path[512];
  memset(err, 0, sizeof *err);
  assert_true(temporary_file(folder, "in.xyz", text, path, sizeof path));
  importing to = {.options = options, .set = dataset_create(), .source = "in.xyz"};
  const importer *format;
  dftfit_status status = import_identify(path, true, &format, err);
  if (!status) status = import_file(path, format, &to, err);
  tally = to.tally;
  import_end(&to);
  if (!status) return to.set;
  dataset_destroy(to.set);
  return NULL;
}

static dataset *import(const char *text) {
  const import_options options = {0};
  dftfit_error err;
  dataset *set = import_with(text, &options, &err);
  if (!set) fail_msg("%s:%d: %s", err.input, err.line, err.message);
  return set;
}

#define CELL "Lattice=\"2 0 0 0 3 0 0 0 4\" "
#define COLUMNS "Properties=species:S:1:pos:R:3 "
#define ATOM "\nSi 0 0 0\n"

static void test_comment(void **unused) {
  (void)unused;
  char text[] = " a=1  \"b c\"='x y' flag d = \"q\\\"uo te\" e={1 {2} 3} f=[[1, 2], [3, 4]]\tg=h=i empty= last=end";
  extxyz_comment c = {0};
  dftfit_error err;
  assert_int_equal(extxyz_comment_parse(&c, text, "in", 1, &err), DFTFIT_OK);
  assert_int_equal(c.count, 9);
  assert_string_equal(extxyz_comment_get(&c, "A"), "1");
  assert_string_equal(extxyz_comment_get(&c, "b c"), "x y");
  assert_string_equal(extxyz_comment_get(&c, "flag"), "T");
  assert_string_equal(extxyz_comment_get(&c, "d"), "q\"uo te");
  assert_string_equal(extxyz_comment_get(&c, "e"), "1 {2} 3");
  assert_string_equal(extxyz_comment_get(&c, "f"), "[1, 2], [3, 4]");
  assert_string_equal(extxyz_comment_get(&c, "g"), "h=i");
  assert_string_equal(extxyz_comment_get(&c, "empty"), "");
  assert_string_equal(extxyz_comment_get(&c, "last"), "end");
  assert_null(extxyz_comment_get(&c, "nothing"));
  free(c.pair);
}

static void test_bare_keys_at_the_end(void **unused) {
  (void)unused;
  char text[] = "first second third";
  extxyz_comment c = {0};
  dftfit_error err;
  assert_int_equal(extxyz_comment_parse(&c, text, "in", 1, &err), DFTFIT_OK);
  assert_int_equal(c.count, 3);
  assert_string_equal(c.pair[0].key, "first");
  assert_string_equal(c.pair[1].key, "second");
  assert_string_equal(c.pair[2].key, "third");
  free(c.pair);
}

static void test_columns_in_any_order(void **unused) {
  (void)unused;
  dataset *set = import("2\n" CELL "Properties=force:R:3:tags:I:1:Z:I:1:note:S:2:pos:R:3:move:L:1 energy=-1.5\n"
                        "1 2 3 7 14 a b 0.1 0.2 0.3 T\n-1 -2 -3 7 6 a b 1.1 1.2 1.3 F\n");
  assert_string_equal(set->species[0], "Si");
  assert_string_equal(set->species[1], "C");
  assert_close(set->position[1][2], 1.3, 0);
  assert_close(set->force[1][0], -1, 0);
  assert_close(set->energy[0], -1.5, 0);
  dataset_destroy(set);
}

static void test_energy_names(void **unused) {
  (void)unused;
  static const char *const texts[] = {"energy=-2",
                                      "Energy=-2",
                                      "dft_energy=-2",
                                      "REF_energy=\"-2\"",
                                      "total_energy={-2}",
                                      "free_energy=-2 energy=-1",
                                      "energy=-1 free_energy=-2",
                                      "REF_energy=-2 energy=-2.0",
                                      "DFT_free_energy=-2 dft_energy=-1",
                                      "energy = -2"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char text[256];
    snprintf(text, sizeof text, "1\n" CELL COLUMNS "%s" ATOM, texts[i]);
    dataset *set = import(text);
    if (!(set->energy[0] == -2)) fail_msg("%s gives %g", texts[i], set->energy[0]);
    dataset_destroy(set);
  }
}

static void test_ambiguous_energy(void **unused) {
  (void)unused;
  const char *text = "1\n" CELL COLUMNS "energy=-1 REF_energy=-2" ATOM;
  const import_options none = {0}, reference = {.energy_key = "REF_energy"};
  dftfit_error err;
  assert_null(import_with(text, &none, &err));
  assert_non_null(strstr(err.message, "--key energy=ref_energy"));
  assert_int_equal(err.line, 2);
  dataset *set = import_with(text, &reference, &err);
  assert_non_null(set);
  assert_close(set->energy[0], -2, 0);
  dataset_destroy(set);
}

static void assert_stress(const char *key, const double want[6]) {
  char text[512];
  snprintf(text, sizeof text, "1\n" CELL COLUMNS "%s" ATOM, key);
  dataset *set = import(text);
  for (int k = 0; k < 6; k++) assert_close(set->stress[0][k], want[k], 1e-15);
  dataset_destroy(set);
}

static void test_stress(void **unused) {
  (void)unused;
  const double want[6] = {1, 2, 3, 0.4, 0.5, 0.6}; /* xx yy zz yz xz xy */
  assert_stress("stress=\"1 2 3 0.4 0.5 0.6\"", want);
  assert_stress("stress=\"1 0.6 0.5 0.6 2 0.4 0.5 0.4 3\"", want);
  assert_stress("stress=[[1, 0.6, 0.5], [0.6, 2, 0.4], [0.5, 0.4, 3]]", want);
  assert_stress("REF_stress={1 2 3 .4 5e-1 6E-1}", want);
  /* virial = -stress * volume, volume 24 A^3 */
  assert_stress("virial=\"-24 -14.4 -12 -14.4 -48 -9.6 -12 -9.6 -72\"", want);
  assert_stress("dft_virial=\"-24 -48 -72 -9.6 -12 -14.4\"", want);
}

static void test_units(void **unused) {
  (void)unused;
  dataset *set = import("1\n" CELL "Properties=species:S:1:pos:R:3:forces:R:3 energy=-1 energy-unit=Hartree "
                        "force-unit=hartree/bohr stress=\"1 1 1 0 0 0\" stress-unit=GPa\nSi 0 0 0 1 2 3\n");
  assert_close(set->energy[0], -27.211386245988, 1e-9);
  assert_close(set->force[0][1], 2 * 51.42206747, 1e-7);
  assert_close(set->stress[0][0], 1 / 160.2176634, 1e-12);
  dataset_destroy(set);
  const import_options bar = {.stress_unit = 1 / DFTFIT_BAR_PER_EV_A3, .pressure = true};
  dftfit_error err;
  set = import_with("1\n" CELL COLUMNS "stress=\"1602176.634 0 0 0 0 0\"" ATOM, &bar, &err);
  assert_non_null(set);
  assert_close(set->stress[0][0], -1, 1e-12);
  dataset_destroy(set);
}

static void test_boundaries(void **unused) {
  (void)unused;
  static const struct {
    const char *keys;
    int pbc[3];
  } cases[] = {{CELL, {1, 1, 1}},
               {CELL "pbc=\"T F T\"", {1, 0, 1}},
               {"", {0, 0, 0}},
               {CELL "pbc=[T, T, F]", {1, 1, 0}},
               {CELL "pbc=\"1 1 0\"", {1, 1, 0}},
               {CELL "pbc='False True F'", {0, 1, 0}},
               {CELL "pbc=F", {0, 0, 0}},
               {"pbc=\"F F F\"", {0, 0, 0}},
               {"cell=\"2 3 4\"", {1, 1, 1}}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[256];
    snprintf(text, sizeof text, "1\n%s " COLUMNS "stress=\"1 1 1 0 0 0\"" ATOM, cases[i].keys);
    dataset *set = import(text);
    int periodic = 1;
    for (int k = 0; k < 3; k++) {
      if (set->pbc[0][k] != cases[i].pbc[k]) fail_msg("%s: direction %d", cases[i].keys, k);
      periodic = periodic && cases[i].pbc[k];
    }
    assert_true(isnan(set->stress[0][0]) == !periodic);
    dataset_destroy(set);
  }
}

static void test_left_handed(void **unused) {
  (void)unused;
  dataset *set = import("1\nLattice=\"0 3 0 2 0 0 1 0 4\" " COLUMNS "virial=\"24 24 24 0 0 0\"\nSi 0.5 0.6 0.7\n");
  const double want[9] = {0, -3, 0, -2, 0, 0, -1, 0, -4};
  assert_close(dataset_volume(set, 0), 24, 1e-12);
  for (int k = 0; k < 9; k++) assert_close(set->cell[0][k], want[k], 0);
  assert_close(set->position[0][2], 0.7, 0);
  assert_close(set->stress[0][0], -1, 1e-12);
  assert_int_equal(tally.left_handed, 1);
  dataset_destroy(set);
}

static void test_absent(void **unused) {
  (void)unused;
  dataset *set = import("1\n" CELL COLUMNS "energy=1" ATOM "\n\n1\n" CELL
                        "Properties=species:S:1:pos:R:3:forces:R:3\nSi 0 0 0 1 1 1\n\n1\n-3.5" ATOM);
  assert_int_equal(set->nconfig, 3);
  assert_true(isnan(set->force[0][0]) && isnan(set->stress[0][0]) && isnan(set->energy[1]) && isnan(set->energy[2]));
  assert_int_equal(tally.without_energy, 2);
  assert_int_equal(tally.bare_number, 1);
  dataset_destroy(set);
  const import_options comment = {.energy_key = "comment"};
  dftfit_error err;
  set = import_with("1\n-3.5" ATOM, &comment, &err);
  assert_non_null(set);
  assert_close(set->energy[0], -3.5, 0);
  dataset_destroy(set);
}

static void test_groups(void **unused) {
  (void)unused;
  const char *const out[] = {"bad"};
  const import_options options = {.excluded = out, .nexcluded = 1}, other = {.group_key = "label"};
  const char *text = "1\nconfig_type=good label=x" ATOM "1\nconfig_type=bad label=y" ATOM "1\nlabel=x" ATOM;
  dftfit_error err;
  dataset *set = import_with(text, &options, &err);
  assert_int_equal(set->nconfig, 2);
  assert_string_equal(set->group[0].name, "good");
  assert_string_equal(set->group[1].name, "default");
  assert_int_equal(tally.excluded, 1);
  dataset_destroy(set);
  set = import_with(text, &other, &err);
  assert_int_equal(set->nconfig, 3);
  assert_int_equal(set->ngroup, 2);
  assert_int_equal(set->config_group[2], 0);
  dataset_destroy(set);
}

static void test_keys_named_by_the_user(void **unused) {
  (void)unused;
  const import_options options = {.energy_key = "E_PBE", .forces_key = "f_PBE", .stress_key = "s"};
  dftfit_error err;
  dataset *set =
      import_with("1\n" CELL "Properties=species:S:1:pos:R:3:forces:R:3:f_PBE:R:3 energy=9 E_PBE=1 s=\"6 5 4 3 2 1\""
                  "\nSi 0 0 0 9 9 9 1 2 3\n",
                  &options, &err);
  assert_non_null(set);
  assert_close(set->energy[0], 1, 0);
  assert_close(set->force[0][2], 3, 0);
  assert_close(set->stress[0][5], 1, 0);
  dataset_destroy(set);
}

static void test_calculation(void **unused) {
  (void)unused;
  dataset *set = import("1\n" CELL COLUMNS "code=\"quantum-espresso pw.x v.6.7MaX\" functional=PBE pseudo=Si.upf "
                        "ecutwfc_Ry=30 kspacing=0.25 scf_conv_thr_Ry=1e-8 smearing=gauss degauss_Ry=0.01" ATOM);
  const dataset_calculation *c = &set->calculation[0];
  assert_string_equal(c->code, "Quantum ESPRESSO pw.x"); /* as its own files say */
  assert_string_equal(c->version, "6.7MaX");
  assert_string_equal(c->functional, "PBE");
  assert_string_equal(c->pseudopotentials, "Si.upf");
  assert_string_equal(c->smearing, "Gaussian, 0.136057 eV");
  assert_close(c->ecut, 30 * 13.605693122994, 1e-9);
  assert_close(c->kspacing, 0.25, 0);
  assert_close(c->scf_tolerance, 13.605693122994e-8, 1e-18);
  dataset_destroy(set);
}

static void test_line_ends_and_marks(void **unused) {
  (void)unused;
  dataset *set = import("\xEF\xBB\xBF 2 \r\nenergy=1\r\nSi\t0 0 1e-3\r\n6 1 1 -1E+1\r\n\r\n");
  assert_close(set->position[0][2], 1e-3, 0);
  assert_close(set->position[1][2], -10, 0);
  assert_string_equal(set->species[1], "C");
  dataset_destroy(set);
}

/* Time and memory follow the lines that are there: a promise of two milliard atoms costs nothing. */
static void test_large_promise(void **unused) {
  (void)unused;
  const import_options options = {0};
  dftfit_error err;
  assert_null(import_with("2000000000\n\nSi 0 0 0\n", &options, &err));
  assert_int_equal(err.line, 3);
  assert_non_null(strstr(err.message, "after 1 of the 2000000000 atoms"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_comment),
      cmocka_unit_test(test_bare_keys_at_the_end),
      cmocka_unit_test(test_columns_in_any_order),
      cmocka_unit_test(test_energy_names),
      cmocka_unit_test(test_ambiguous_energy),
      cmocka_unit_test(test_stress),
      cmocka_unit_test(test_units),
      cmocka_unit_test(test_boundaries),
      cmocka_unit_test(test_left_handed),
      cmocka_unit_test(test_absent),
      cmocka_unit_test(test_groups),
      cmocka_unit_test(test_keys_named_by_the_user),
      cmocka_unit_test(test_calculation),
      cmocka_unit_test(test_line_ends_and_marks),
      cmocka_unit_test(test_large_promise),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
