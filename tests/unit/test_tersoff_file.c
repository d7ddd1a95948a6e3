/* SPDX-License-Identifier: BSD-3-Clause */
/* `.tersoff` files: what is read, what is refused and where, and what is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "core/potential.h"
#include "forms/tersoff/form.h"

#define SI "Si Si Si 3.0 1.0 1.3258 4.8381 2.0417 0.0 22.956\n  0.33675 1.3258 95.373 3.0 0.2 3.2394 3264.7\n"
#define CC "C C C 3.0 1.0 0.0 38049 4.3484 -.57058 .72751 .00000015724 2.2119 346.7 1.95 0.15 3.4879 1393.6\n"
#define SICC "Si C C 3.0 1.0 0.0 100390 16.217 -.59825 .787340 1.1e-6 1.97205 395.126 2.36 0.15 2.9839 1597.3\n"
#define CSISI "C Si Si 3.0 1.0 0.0 38049 4.3484 -.57058 .72751 1.5724e-7 1.97205 395.126 2.36 0.15 2.9839 1597.5\n"
#define REST                                                                      \
  "Si Si C 3.0 1.0 0.5 100390 16.217 -.59825 0 0 0 0 2.36 0.15 0 0 # a comment\n" \
  "Si C Si 1.0 1.0 0.0 100390 16.217 -.59825 0 0 0 0 2.85 0.15 0 0\n"             \
  "C Si C 3.0 1.0 0.0 38049 4.3484 -.57058 0 0 0 0 0 0 0 0\n"                     \
  "C C Si 3.0 1.0 0.0 38049 4.3484 -.57058 0 0 0 0 2.36 0.15 0 0\n"

#define MOD "Si Si Si 1.0 2.389 -.365 1.1\n 1.0 1.3458 121.0 3.0 0.3 3.23 3281.59 .938\n 0.2 7304.0 10000.0 1.0 26.0"
#define ZBL(z) \
  "Si Si Si 1 1 0.5 1.0039e5 16.217 -.59825 .78734 1.1e-6 1.7322 471.18 2.85 .15 2.4799 1830.8 " z " .95 14\n"

static dftfit_potential *parse_named(const char *name, const char *text) {
  dftfit_potential *pot;
  dftfit_error err;
  if (dftfit_potential_parse(name, text, strlen(text), &pot, &err)) fail_msg("line %d: %s", err.line, err.message);
  return pot;
}

static dftfit_potential *parse(const char *text) { return parse_named("Some.tersoff", text); }

static const tersoff_entry *entry(const dftfit_potential *pot, int i, int j, int k) {
  const tersoff_form *f = pot->self;
  return &f->entry[tersoff_triple(f->nelement, i, j, k)];
}

static void read_good(void **unused) {
  (void)unused;
  dftfit_potential *pot =
      parse("# UNITS: metal\n\n" SI CC "Si(B) Si(B) Si(B) 3 1 0 1 1 0 1 1 1 1 3 .2 1 1\n" SICC CSISI REST);
  assert_string_equal(pot->form->name, "tersoff");
  assert_int_equal(pot->header.nelement, 2);
  assert_string_equal(pot->header.element[0], "Si");
  assert_string_equal(pot->header.element[1], "C");
  assert_close(dftfit_potential_pair_cutoff(pot, 0, 0), 3.2, 1e-15);
  assert_close(dftfit_potential_pair_cutoff(pot, 1, 0), 2.51, 1e-15);
  assert_close(dftfit_potential_pair_cutoff(pot, 1, 1), 2.1, 1e-15);
  static const double si[] = {3, 1, 1.3258, 4.8381, 2.0417, 0, 22.956, 0.33675, 1.3258, 95.373, 3, 0.2, 3.2394, 3264.7};
  assert_memory_equal(entry(pot, 0, 0, 0)->v, si, sizeof si);
  assert_true(entry(pot, 0, 0, 1)->v[TERSOFF_LAMBDA3] == 0.5 && entry(pot, 0, 1, 0)->v[TERSOFF_M] == 1);
  assert_true(entry(pot, 1, 0, 1)->v[TERSOFF_R] == 0);
  assert_int_equal(((tersoff_form *)pot->self)->model.fade, TERSOFF_SINE);
  assert_int_equal(pot->form->continuity(pot->self), 1);
  dftfit_potential_destroy(pot);
}

typedef struct bad_file {
  const char *text;
  int line;
  const char *message;
} bad_file;

static void read_bad(void **unused) {
  static const bad_file files[] = {
      {"", 0, "no entries"},
      {"# nothing but a comment\n", 0, "no entries"},
      {"# UNITS: real\n" SI, 1, "units 'real'"},
      {"#\nSi Si Si 3.0 1.0 1.3258 4.8381\n", 2, "7 of the 17 words"},
      {"#\n" SI "Si Si\n", 4, "2 of the 17 words"},
      {"#\nSi Si 1.0 3.0\n", 2, "'1.0' where an element is expected"},
      {"#\nSi Si Si 3.0 1.0 1.3258 x 2.0417 0.0 22.956\n", 2, "c, number 4 of the 14"},
      {"#\nSi Si Si 3.0 1.0 nan 4.8 2.0417 0.0 22.956\n", 2, "'nan' is not a finite number"},
      {"#\nSi Si Si 3 1 1 4 2 0 22 0.3 1.3 95 3.0 0.2 3.2 3264 7\n", 2, "'7' after the 14 numbers"},
      {"#\n\nSi Si Si 2 1 1 4 2 0 22\n 0.3 1.3 95 3.0 0.2 3.2 3264\n", 3, "m must be 1 or 3"},
      {"#\nSi Si Si 3 -1 1 4 2 0 22 0.3 1.3 95 3.0 0.2 3.2 3264\n", 2, "gamma and c"},
      {"#\nSi Si Si 3 1 1 4 0 0 22 0.3 1.3 95 3.0 0.2 3.2 3264\n", 2, "d must be above zero"},
      {"#\nSi Si Si 3 1 1 4 2 0 22 0.3 1.3 95 3.0 0 3.2 3264\n", 2, "D must be above zero"},
      {"#\nSi Si Si 3 1 1 4 2 0 22 0.3 1.3 95 3.0 3.1 3.2 3264\n", 2, "at most R"},
      {"#\nSi Si Si 3 1 1 4 2 0 22 -0.3 1.3 95 3.0 .2 3.2 3264\n", 2, "n and beta"},
      {"#\nSi Si Si 3 1 1 4 2 0 0 0.3 1.3 95 3.0 .2 3.2 3264\n", 2, "n must be above zero"},
      {"#\nSi Si Si 3 1 1 4 2 0 22 0.3 -1.3 95 3.0 .2 3.2 3264\n", 2, "lambda1 and lambda2"},
      {"#\nSi Si Si 3 1 1 4 2 0 22 0.3 1.3 95 3.0 .2 3.2 -3264\n", 2, "A and B"},
      {"#\n" SI CC SI, 5, "given twice, first in line 2"},
      {"#\n" SI CC SICC CSISI, 0, "there is no entry Si-Si-C"},
  };
  (void)unused;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    dftfit_potential *pot;
    dftfit_error err = {0};
    dftfit_status status = dftfit_potential_parse("bad.tersoff", files[i].text, strlen(files[i].text), &pot, &err);
    if (!status) fail_msg("file %zu was read", i);
    assert_null(pot);
    if (!strstr(err.message, files[i].message)) fail_msg("file %zu: %s", i, err.message);
    if (files[i].line > 0) assert_int_equal(err.line, files[i].line);
    assert_string_equal(err.input, "bad.tersoff");
  }
}

/* Each style by the end of the name, and by name of the format whatever the file is called. */
static void styles(void **unused) {
  static const struct {
    const char *name, *format, *text;
    tersoff_model model;
  } files[] = {
      {"a.tersoff.mod", "tersoff/mod", MOD "\n", {TERSOFF_MURTY, TERSOFF_ANGULAR_MOD, false, 0, 0, false}},
      {"b.TERSOFF_MODC", "tersoff/mod/c", MOD " -0.25\n", {TERSOFF_MURTY, TERSOFF_ANGULAR_MOD, false, 0, 0, false}},
      {"c.tersoff.zbl", "tersoff/zbl", ZBL("14 14"), {TERSOFF_SINE, TERSOFF_ANGULAR_TERSOFF, true, 0, 0, false}},
  };
  (void)unused;
  for (int i = 0; i < 3; i++) {
    dftfit_potential *pot = parse_named(files[i].name, files[i].text), *again;
    dftfit_error err;
    if (dftfit_potential_parse_as(files[i].format, "other.txt", files[i].text, strlen(files[i].text), &again, &err))
      fail_msg("%s", err.message);
    const tersoff_form *f = pot->self;
    assert_memory_equal(entry(pot, 0, 0, 0), entry(again, 0, 0, 0), sizeof(tersoff_entry));
    assert_true(f->model.fade == files[i].model.fade && f->model.angular == files[i].model.angular);
    assert_true(f->model.core == files[i].model.core && f->model.shift == 0);
    assert_close(dftfit_potential_cutoff(pot), i < 2 ? 3.3 : 3.0, 1e-15);
    assert_int_equal(pot->form->continuity(f), i < 2 ? 2 : -1);
    dftfit_potential_destroy(pot);
    dftfit_potential_destroy(again);
  }
  dftfit_potential *pot = parse_named(files[1].name, files[1].text);
  static const int number[] = {TERSOFF_M,       TERSOFF_LAMBDA3, TERSOFF_H,  TERSOFF_ETA,   TERSOFF_BETA,
                               TERSOFF_LAMBDA2, TERSOFF_B,       TERSOFF_R,  TERSOFF_WIDTH, TERSOFF_LAMBDA1,
                               TERSOFF_A,       TERSOFF_N,       TERSOFF_C1, TERSOFF_C2,    TERSOFF_C3,
                               TERSOFF_C4,      TERSOFF_C5,      TERSOFF_C0};
  static const double values[] = {1.0,  2.389,   -.365, 1.1, 1.0,    1.3458,  121.0, 3.0,  0.3,
                                  3.23, 3281.59, .938,  0.2, 7304.0, 10000.0, 1.0,   26.0, -0.25};
  for (int k = 0; k < 18; k++) assert_true(entry(pot, 0, 0, 0)->v[number[k]] == values[k]);
  assert_true(entry(pot, 0, 0, 0)->v[TERSOFF_GAMMA] == 0 && entry(pot, 0, 0, 0)->v[TERSOFF_Z_I] == 0);
  dftfit_potential_destroy(pot);
}

/* Files under the name of another style: one line that says which one they are of. */
static void misnamed(void **unused) {
  static const struct {
    const char *name, *text, *message;
  } files[] = {
      {"a.tersoff", MOD "\n",
       "holds 17 numbers, as in files of pair_style tersoff/mod, which are to end with .tersoff.mod"},
      {"a.tersoff", MOD " -0.25\n", "holds 18 numbers, as in files of pair_style tersoff/mod/c"},
      {"a.tersoff", ZBL("14 14"), "holds 18 numbers, as in files of pair_style tersoff/zbl"},
      {"a.tersoff.zbl", MOD " -0.25\n",
       "Z_i and Z_j must be the atomic numbers of the first two elements; it could be one of pair_style tersoff/mod/c"},
      {"a.tersoff.modc", ZBL("14 14"),
       "c3 and c4 are the atomic numbers of the first two elements; it could be one of pair_style tersoff/zbl"},
      {"a.tersoff.zbl", ZBL("14 6"), "Z_i and Z_j must be the atomic numbers"},
      {"a.tersoff.mod", SI, "holds 14 numbers, as in files of pair_style tersoff, which"},
      {"a.tersoff.mod", MOD " -0.25\n", "pair_style tersoff/mod/c"},
      {"GaN_tersoff.poly", SI, "polymorphic are not supported"},
  };
  (void)unused;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    dftfit_potential *pot;
    dftfit_error err;
    if (!dftfit_potential_parse(files[i].name, files[i].text, strlen(files[i].text), &pot, &err))
      fail_msg("file %zu was read", i);
    if (!strstr(err.message, files[i].message)) fail_msg("file %zu: %s", i, err.message);
  }
  dftfit_potential *pot;
  dftfit_error err;
  assert_int_equal(dftfit_potential_parse_as("tersoff/mo", "a", SI, strlen(SI), &pot, &err), DFTFIT_ERR_USAGE);
  assert_non_null(strstr(err.message, "tersoff/mod/c"));
}

static char *export_as(const dftfit_potential *pot, const char *format) {
  char *text;
  dftfit_error err;
  if (dftfit_potential_export(pot, format, 0, &text, NULL, &err)) fail_msg("%s", err.message);
  return text;
}

static char *export(const dftfit_potential *pot) { return export_as(pot, "tersoff"); }

static void refuse_as(const dftfit_potential *pot, const char *format, const char *message) {
  char *text;
  dftfit_error err;
  assert_int_equal(dftfit_potential_export(pot, format, 0, &text, NULL, &err), DFTFIT_ERR_USAGE);
  assert_null(text);
  if (!strstr(err.message, message)) fail_msg("%s", err.message);
}

static void refuse(const dftfit_potential *pot, const char *message) { refuse_as(pot, "tersoff", message); }

/* Every number but A of the unlike pair, which LAMMPS takes from either end and which becomes the mean, bit for bit. */
static void written(void **unused) {
  (void)unused;
  dftfit_potential *pot = parse("#\n" SI CC SICC CSISI REST);
  char *text = export(pot);
  dftfit_potential *again = parse(text);
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      for (int k = 0; k < 2; k++)
        for (int value = 0; value <= TERSOFF_A; value++) {
          double wanted = entry(pot, i, j, k)->v[value];
          if (value == TERSOFF_A && i != j && j == k) wanted = 1597.4;
          assert_close(entry(again, i, j, k)->v[value], wanted, value == TERSOFF_A ? 1e-12 : 0);
        }
  free(text);
  dftfit_potential_destroy(again);
  ((tersoff_form *)pot->self)->entry[tersoff_triple(2, 0, 1, 1)].v[TERSOFF_LAMBDA1] = 3;
  refuse(pot, "lambda1 of Si-C and lambda1 of C-Si differ");
  ((tersoff_form *)pot->self)->model.fade = TERSOFF_QUINTIC;
  refuse(pot, "quintic");
  dftfit_potential_destroy(pot);
}

/* Numbers bit for bit; what a style has no place for is refused. */
static void written_styles(void **unused) {
  static const char *const names[] = {"a.tersoff.mod", "a.tersoff.modc", "a.tersoff.zbl"};
  static const char *const formats[] = {"tersoff/mod", "tersoff/mod/c", "tersoff/zbl"};
  static const char *const texts[] = {MOD "\n", MOD " -0.25\n", ZBL("14 14")};
  static const char *const messages[][3] = {
      {NULL, NULL, "'angular: tersoff', that of this potential 'mod'"},
      {"has a c0", NULL, "'angular: tersoff'"},
      {"'angular: mod', that of this potential 'tersoff'", "'angular: mod'", NULL}};
  (void)unused;
  for (int i = 0; i < 3; i++) {
    dftfit_potential *pot = parse_named(names[i], texts[i]);
    dftfit_error err;
    for (int k = 0; k < 3; k++) {
      if (messages[i][k]) {
        refuse_as(pot, formats[k], messages[i][k]);
        continue;
      }
      char *text = export_as(pot, formats[k]);
      dftfit_potential *again = parse_named(names[k], text);
      assert_memory_equal(entry(pot, 0, 0, 0), entry(again, 0, 0, 0), sizeof(tersoff_entry));
      dftfit_potential_destroy(again);
      free(text);
    }
    refuse(pot, i == 2 ? "a ZBL core" : "angular: tersoff");
    assert_int_equal(dftfit_potential_set_shift(pot, 0.125, &err), DFTFIT_OK);
    refuse_as(pot, formats[i], "has a shift of 0.125 A");
    assert_close(dftfit_potential_cutoff(pot), (i < 2 ? 3.3 : 3.0) - 0.125, 1e-14);
    assert_int_equal(dftfit_potential_set_shift(pot, -3.1, &err), DFTFIT_ERR_VALUE);
    assert_close(dftfit_potential_cutoff(pot), (i < 2 ? 3.3 : 3.0) - 0.125, 1e-14);
    dftfit_potential_destroy(pot);
  }
}

/* A spline of the angle begins at Tersoff's own function, to the fourth order of the interval; it is no .tersoff file.
 */
static void spline_begins(void **unused) {
  static const char *const head = "dftfit: 1\nform: tersoff\nelements: [Si]\ncutoff: 3.2\ntersoff: {switch: sine";
  static const char *const entries = "entries: {Si-Si-Si: {m: 3, gamma: 1.5, lambda3: 0, c: 4.8, d: 2, costheta0: "
                                     "-0.2, n: 1, beta: 0.3, lambda2: 1.3, "
                                     "B: 95, R: 3, D: 0.2, lambda1: 3.2, A: 3264}}}\n";
  double last = INFINITY;
  (void)unused;
  for (int intervals = 7; intervals <= 28; intervals *= 2) {
    char text[1024];
    dftfit_potential *own, *spline;
    dftfit_error err;
    double worst = 0;
    snprintf(text, sizeof text, "%s, %s", head, entries);
    if (dftfit_potential_parse("own.yaml", text, strlen(text), &own, &err)) fail_msg("%s", err.message);
    snprintf(text, sizeof text, "%s, angular: spline, knots: %d, %s", head, intervals + 3, entries);
    if (dftfit_potential_parse("spline.yaml", text, strlen(text), &spline, &err)) fail_msg("%s", err.message);
    const tersoff_form *f = spline->self, *g = own->self;
    for (double c = -1; c <= 1; c += 1.0 / 128)
      worst = fmax(worst, fabs(dftfit_tersoff_angular(&f->model, f->entry, c).value -
                               0.3 * dftfit_tersoff_angular(&g->model, g->entry, c).value));
    assert_true(worst < last / 10);
    assert_true(f->entry->v[TERSOFF_BETA] == 1);
    assert_true(f->entry->v[TERSOFF_A] == 3264);
    last = worst;
    refuse(spline, "'spline'; fit it with 'angular: tersoff' and 'switch: sine'");
    dftfit_potential_destroy(own);
    dftfit_potential_destroy(spline);
  }
  assert_true(last < 1e-3);
}

/* The mapping `tersoff:` of a dftfit file. */
static void yaml_bad(void **unused) {
#define HEAD "dftfit: 1\nform: tersoff\nelements: [Si]\nunits: metal\ncutoff: 3.2\ntersoff:\n  "
#define VALUES                                                                                                      \
  "gamma: 1, lambda3: 0, c: 4.8, d: 2, costheta0: 0, n: 1, beta: 0.3, lambda2: 1.3, B: 95, R: 3, D: 0.2, lambda1: " \
  "3.2, A: 3264"
#define KNOTS "lambda3: 0, n: 1, beta: 1, lambda2: 1.3, B: 95, R: 3, D: 0.2, lambda1: 3.2, A: 3264"
  static const bad_file files[] = {
      {HEAD "{}\n", 7, "either 'entries' or 'D'"},
      {HEAD "{D: 2}\n", 7, "half the cutoff"},
      {HEAD "{D: 0.2, m: 2}\n", 7, "m must be 1 or 3"},
      {HEAD "{D: 0.2, switch: cosine}\n", 7, "unknown switch 'cosine'; expected sine, quintic or murty"},
      {HEAD "{D: 0.2, angular: cosine}\n", 7, "unknown angular 'cosine'"},
      {HEAD "{D: 0.2, knots: 9}\n", 7, "knots belongs to 'angular: spline'"},
      {HEAD "{D: 0.2, angular: spline, knots: 33}\n", 7, "knots = 33 is out of range; it must be 4 to 32"},
      {HEAD "{angular: spline, knots: 4, entries: {Si-Si-Si: {m: 3, " KNOTS ", g: [1, 2, 3]}}}\n", 7, "4"},
      {HEAD "{angular: spline, knots: 4, entries: {Si-Si-Si: {m: 3, " KNOTS ", g: [1, 0, -1, 2]}}}\n", 7,
       "g must not be below zero"},
      {HEAD "{angular: spline, knots: 4, entries: {Si-Si-Si: {m: 3, " VALUES ", g: [1, 2, 3, 4]}}}\n", 7, "'gamma'"},
      {HEAD "{D: 0.2, core: zbl}\n", 7, "ZBLcut"},
      {HEAD "{D: 0.2, core: zbl, ZBLcut: 1.0, ZBLexpscale: -1}\n", 7, "ZBLexpscale must be above zero"},
      {HEAD "{D: 0.2, shift: -1.6}\n", 7, "shift = -1.6 A is out of range"},
      {HEAD "{angular: mod, entries: {Si-Si-Si: {m: 3, " VALUES "}}}\n", 7, "'gamma'"},
      {HEAD "{shift: 0.1, entries: {Si-Si-Si: {m: 3, " VALUES "}}}\n", 7, "less the shift, 3.1 A"},
      {HEAD "{D: 0.2, entries: {Si-Si-Si: {m: 3, " VALUES "}}}\n", 7, "D"},
      {HEAD "entries: {Si-Si: {m: 3, " VALUES "}}\n", 7, "'Si-Si' is not a triple"},
      {HEAD "entries: {}\n", 7, "Si-Si-Si"},
      {HEAD "entries: {Si-Si-Si: {" VALUES "}}\n", 7, "'m'"},
      {HEAD "entries: {Si-Si-Si: {m: 4, " VALUES "}}\n", 7, "m must be 1 or 3"},
      {HEAD "entries: {Si-Si-Si: {m: 3, " VALUES ", q: 1}}\n", 7, "q"},
      {"dftfit: 1\nform: tersoff\nelements: [Si]\nunits: metal\ncutoff: 3.3\ntersoff:\n  entries: {Si-Si-Si: {m: "
       "3, " VALUES "}}\n",
       7, "the cutoff 3.3 A of Si-Si is not the largest R + D"},
  };
  (void)unused;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    dftfit_potential *pot;
    dftfit_error err = {0};
    if (!dftfit_potential_parse("bad.yaml", files[i].text, strlen(files[i].text), &pot, &err))
      fail_msg("file %zu was read", i);
    if (!strstr(err.message, files[i].message)) fail_msg("file %zu: %s", i, err.message);
    assert_int_equal(err.line, files[i].line);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(read_good), cmocka_unit_test(read_bad),      cmocka_unit_test(styles),
      cmocka_unit_test(misnamed),  cmocka_unit_test(written),       cmocka_unit_test(written_styles),
      cmocka_unit_test(yaml_bad),  cmocka_unit_test(spline_begins),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
