/* SPDX-License-Identifier: BSD-3-Clause */
/* Table files of embedded-atom potentials: what is read, how they are recognised, that each mistake is named with its
 * line, that written files read back as they were. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "dftfit/fit.h"

static const char good[] = "DATE: 2020-01-01 UNITS: metal\nsecond\nthird\n"
                           "2 Cu Ni\n"
                           "6 0.5 7 0.75 4.0\n"
                           "29 63.5 3.615 fcc\n"
                           "0 -1 -1.5 -1.75 -1.9\n-2\n"
                           "3 2 1 0.5 0.25 0 0\n"
                           "28 58.7 3.52 fcc\n"
                           "0 -1.25 -1.75 -2 -2.125 -2.25\n"
                           "4 2.5 1.25 0.5 0.25 0 0 # a comment\n"
                           "0 1 0.5 0.25 0.125 0 0\n"
                           "0 1.5 0.75 0.25 0.125 0 0\n"
                           "0 2 1 0.5 0.25 0 0\n";

static const struct edit {
  const char *old, *new;
  int line;
  const char *says;
} edits[] = {
    {"UNITS: metal", "UNITS: real", 1, "units 'real'"},
    {"2 Cu Ni", "3 Cu Ni", 4, "2 names of elements where the line announces 3"},
    {"2 Cu Ni", "two Cu Ni", 4, "'two' is not a finite number"},
    {"2 Cu Ni", "2 Cu Cu", 4, "element Cu is given twice"},
    {"2 Cu Ni", "2 Cu Nickel", 4, "'Nickel' is not a chemical symbol"},
    {"2 Cu Ni", "200 Cu Ni", 4, "'200' is not the number of elements"},
    {"6 0.5 7 0.75 4.0", "6 0.5 7 0.75", 5, "4 words, beginning with '6'"},
    {"6 0.5 7 0.75 4.0", "6 0.5 7 0.75 4.0 9", 5, "eam/he is not supported"},
    {"6 0.5 7 0.75 4.0", "6.5 0.5 7 0.75 4.0", 5, "'6.5' is not the number of densities"},
    {"6 0.5 7 0.75 4.0", "6 0.5 2 0.75 4.0", 5, "whole number from 5"},
    {"6 0.5 7 0.75 4.0", "6 -0.5 7 0.75 4.0", 5, "must be above zero"},
    {"6 0.5 7 0.75 4.0", "6 0.5 7 0 4.0", 5, "must be above zero"},
    {"6 0.5 7 0.75 4.0", "6 0.5 9000000 0.75 4.0", 5, "too short for tables"},
    {"29 63.5 3.615 fcc", "Cu 63.5 3.615 fcc", 6, "'Cu' is not a finite number"},
    {"-1.9\n-2\n", "-1.9\n-2 -3\n", 8, "1 numbers too many for the embedding energy of Cu"},
    {"3 2 1 0.5", "3 2 1e999 0.5", 9, "'1e999' is not a finite number; expected the density of Cu"},
    {"3 2 1 0.5", "3 2 nan 0.5", 9, "'nan' is not a finite number"},
    {"3 2 1 0.5", "3 2 1D0 0.5", 9, "'1D0' is not a finite number"},
    {"0 2 1 0.5 0.25 0 0\n", "0 2 1 0.5\n", 15, "the file ends after 4 of the 7 numbers of r phi of Ni-Ni"},
    {"0 2 1 0.5 0.25 0 0\n", "0 2 1 0.5 0.25 0 0\n1 2 3\n", 16, "more data after the last table"},
};

static void mistakes(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    const struct edit *e = &edits[i];
    const char *place = strstr(good, e->old);
    char text[2048];
    dftfit_potential *pot;
    dftfit_error err = {0};
    assert_non_null(place);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(place - good), good, e->new, place + strlen(e->old));
    if (!dftfit_potential_parse("bad.eam.alloy", text, strlen(text), &pot, &err)) fail_msg("accepted: %s", e->new);
    if (!strstr(err.message, e->says) || err.line != e->line)
      fail_msg("'%s' -> line %d: %s (expected line %d: %s)", e->new, err.line, err.message, e->line, e->says);
    assert_string_equal(err.input, "bad.eam.alloy");
  }
}

static dftfit_potential *parse(const char *name, const char *text) {
  dftfit_potential *pot;
  dftfit_error err;
  if (dftfit_potential_parse(name, text, strlen(text), &pot, &err)) fail_msg("line %d: %s", err.line, err.message);
  return pot;
}

static void read_good(void **state) {
  (void)state;
  static const char *const names[] = {"a.eam.alloy", "folder.d/A.SETFL", "no_suffix"};
  for (int i = 0; i < 3; i++) {
    dftfit_potential *pot = parse(names[i], good);
    assert_string_equal(dftfit_potential_form(pot)->name, "eam");
    assert_int_equal(dftfit_potential_element(pot, "Ni"), 1);
    assert_true(dftfit_potential_pair_cutoff(pot, 0, 1) == 4.0);
    assert_true(dftfit_potential_mass(pot, 0) == 63.5 && dftfit_potential_mass(pot, 1) == 58.7);
    assert_int_equal(dftfit_potential_nparameter(pot), 0);
    dftfit_potential_destroy(pot);
  }
}

/* Prefixes of a file must be refused, not read as something else, and never crash. */
static void cut_short(void **state) {
  (void)state;
  for (size_t n = 0; n + 2 < sizeof good; n++) {
    dftfit_potential *pot;
    dftfit_error err;
    char *text = malloc(n + 1); /* exactly as long as it is, for the tools that watch reads beyond the end */
    assert_non_null(text);
    memcpy(text, good, n);
    text[n] = '\0';
    bool whole = n + 4 > sizeof good; /* but for the last number's own digits */
    if (!dftfit_potential_parse("cut.eam.alloy", text, n, &pot, &err)) {
      assert_true(whole);
      dftfit_potential_destroy(pot);
    }
    free(text);
  }
}

static void relatives_are_refused(void **state) {
  (void)state;
  static const char *const names[] = {"x.cdeam", "x.eam.cd", "x.eam.he", "x.adp"};
  for (int i = 0; i < 4; i++) {
    dftfit_potential *pot;
    dftfit_error err;
    assert_int_equal(dftfit_potential_parse(names[i], good, strlen(good), &pot, &err), DFTFIT_ERR_SYNTAX);
    assert_non_null(strstr(err.message, "eam/cd"));
  }
}

static void round_trips(void **state) {
  (void)state;
  static const char *const formats[] = {"alloy", "fs", "dftfit"};
  static const char *const names[] = {"a.eam.alloy", "a.eam.fs", "a.yaml"};
  dftfit_potential *pot = parse("a.eam.alloy", good);
  dftfit_error err;
  dftfit_table_error off;
  char *direct, *text, *again;
  if (dftfit_potential_export(pot, "alloy", 0, &direct, &off, &err)) fail_msg("%s", err.message);
  assert_true(off.pair == 0 && off.density == 0 && off.embedding == 0);
  for (int i = 0; i < 3; i++) {
    if (dftfit_potential_export(pot, formats[i], 0, &text, NULL, &err)) fail_msg("%s: %s", formats[i], err.message);
    dftfit_potential *copy = parse(names[i], text);
    if (dftfit_potential_export(copy, "alloy", 0, &again, NULL, &err)) fail_msg("%s", err.message);
    assert_string_equal(direct, again);
    dftfit_potential_destroy(copy);
    free(text);
    free(again);
  }
  assert_int_equal(dftfit_potential_export(pot, "funcfl", 0, &text, NULL, &err), DFTFIT_ERR_USAGE);
  assert_int_equal(dftfit_potential_export(pot, "alloy", 3, &text, NULL, &err), DFTFIT_ERR_USAGE);
  free(direct);
  dftfit_potential_destroy(pot);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(read_good), cmocka_unit_test(mistakes),
                                     cmocka_unit_test(cut_short), cmocka_unit_test(relatives_are_refused),
                                     cmocka_unit_test(round_trips)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
