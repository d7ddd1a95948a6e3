/* SPDX-License-Identifier: BSD-3-Clause */
/* Potential files: what is read, and that each mistake is named with its line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chemical_element.h"
#include "base/pair_values.h"
#include "cmocka_all.h"
#include "dftfit/fit.h"
#include "file/format.h"

static const char good[] = "dftfit: 1\n"
                           "form: pair\n"
                           "elements: [Si, C]\n"
                           "units: metal\n"
                           "cutoff: {Si-Si: 5.0, Si-C: 4.5, C-C: 4.0}\n"
                           "reference_energy: {Si: -1.5, C: -2.5}\n"
                           "core: {type: zbl, inner: 0.5, outer: 1.25}\n"
                           "pair:\n"
                           "  knots: 5\n"
                           "  inner: {Si-Si: 1.5, C-Si: 1.25, C-C: 1.0}\n"
                           "  coefficients:\n"
                           "    Si-Si: [1, 2, 3, 4]\n"
                           "    C-Si: [5, 6, 7, 8]\n"
                           "    C-C: [9, 10, 11, 12]\n"
                           "fit: {data: x.h5, note: anything at all}\n";

static void read_good(void **state) {
  (void)state;
  dftfit_potential *pot;
  dftfit_error err;
  double reference[2], theta[12];
  dftfit_parameter p;
  if (dftfit_potential_parse("good.yaml", good, strlen(good), &pot, &err))
    fail_msg("line %d: %s", err.line, err.message);
  assert_string_equal(dftfit_potential_form(pot)->name, "pair");
  assert_int_equal(dftfit_potential_header(pot)->nelement, 2);
  assert_int_equal(dftfit_potential_element(pot, "C"), 1);
  assert_int_equal(dftfit_potential_element(pot, "Ge"), -1);
  assert_true(dftfit_potential_cutoff(pot) == 5.0);
  assert_true(dftfit_potential_pair_cutoff(pot, 1, 0) == 4.5 && dftfit_potential_pair_cutoff(pot, 1, 1) == 4.0);
  dftfit_potential_get_reference(pot, reference);
  assert_true(reference[0] == -1.5 && reference[1] == -2.5);
  assert_int_equal(dftfit_potential_nparameter(pot), 12);
  dftfit_potential_get(pot, theta);
  for (int k = 0; k < 12; k++) assert_true(theta[k] == k + 1);
  dftfit_potential_parameter(pot, 6, &p);
  assert_string_equal(p.name, "Si-C.phi[2]");
  dftfit_potential_destroy(pot);
}

/* One edit of the good file each: what is replaced by what, where and how the error speaks of it. */
static const struct edit {
  const char *old, *new;
  dftfit_status status;
  int line;
  const char *says;
} edits[] = {
    {"dftfit: 1", "dftfit: 2", DFTFIT_ERR_VERSION, 1, "later dftfit (file version 2)"},
    {"dftfit: 1", "dftfit: 2\nnew_key: 3", DFTFIT_ERR_VERSION, 1, "later dftfit"},
    {"dftfit: 1", "dftfit: 0", DFTFIT_ERR_VERSION, 1, "version 0"},
    {"dftfit: 1", "dftfit: one", DFTFIT_ERR_VALUE, 1, "'one'"},
    {"dftfit: 1\n", "", DFTFIT_ERR_KEY, 1, "'dftfit' is missing"},
    {"form: pair", "form: pear", DFTFIT_ERR_VALUE, 2, "unknown form 'pear'; known forms: pair"},
    {"form: pair\n", "", DFTFIT_ERR_KEY, 1, "'form' is missing"},
    {"elements: [Si, C]", "elements: [Si, Xx]", DFTFIT_ERR_ELEMENT, 3, "'Xx' is not a chemical symbol"},
    {"elements: [Si, C]", "elements: [Si, Si]", DFTFIT_ERR_ELEMENT, 3, "Si is given twice"},
    {"elements: [Si, C]", "elements: []", DFTFIT_ERR_VALUE, 3, "0 elements"},
    {"elements: [Si, C]", "elements: Si", DFTFIT_ERR_VALUE, 3, "a list"},
    {"elements: [Si, C]\n", "", DFTFIT_ERR_KEY, 1, "'elements' is missing"},
    {"elements: [Si, C]", "elements: [Si, [C]]", DFTFIT_ERR_ELEMENT, 3, "not a chemical symbol"},
    {"units: metal", "units: real", DFTFIT_ERR_VALUE, 4, "'real' are not known; expected metal"},
    {"units: metal", "unit: metal", DFTFIT_ERR_KEY, 4, "nearest known key is 'units'"},
    {"Si-Si: 5.0", "Si-Si: -5.0", DFTFIT_ERR_VALUE, 5, "cutoff = -5 A"},
    {"Si-Si: 5.0", "Si-Si: .nan", DFTFIT_ERR_VALUE, 5, "'.nan'"},
    {"Si-Si: 5.0, ", "", DFTFIT_ERR_KEY, 5, "the pair Si-Si is missing"},
    {"Si-C: 4.5", "Si-C: 4.5, C-Si: 4.5", DFTFIT_ERR_KEY, 5, "given twice"},
    {"Si-C: 4.5", "Si-Ge: 4.5", DFTFIT_ERR_ELEMENT, 5, "'Si-Ge'"},
    {"cutoff: {Si-Si: 5.0, Si-C: 4.5, C-C: 4.0}\n", "", DFTFIT_ERR_KEY, 1, "'cutoff' is missing"},
    {"{Si: -1.5, C: -2.5}", "{Si: -1.5, Ge: -2.5}", DFTFIT_ERR_KEY, 6, "'Ge'"},
    {"{Si: -1.5, C: -2.5}", "-1.5", DFTFIT_ERR_VALUE, 6, "expected a mapping"},
    {"{Si: -1.5, C: -2.5}", "{Si: -1.5, C: low}", DFTFIT_ERR_VALUE, 6, "'low'"},
    {"type: zbl", "type: hard", DFTFIT_ERR_VALUE, 7, "unknown type of core 'hard'; expected zbl"},
    {"type: zbl, ", "", DFTFIT_ERR_KEY, 7, "'type' is missing"},
    {"outer: 1.25", "outer: 4.25", DFTFIT_ERR_VALUE, 7, "at most the cutoff of that pair, 4 A"},
    {"inner: 0.5, outer", "inner: 1.25, outer", DFTFIT_ERR_VALUE, 7, "must be below outer"},
    {"inner: 0.5, outer", "inner: 1.5, outer", DFTFIT_ERR_VALUE, 7, "at most outer"},
    {"inner: 0.5, outer", "outer", DFTFIT_ERR_KEY, 7, "inner and outer"},
    {"pair:\n", "par:\n", DFTFIT_ERR_KEY, 8, "nearest known key is 'pair'"},
    {"knots: 5", "knots: 3", DFTFIT_ERR_VALUE, 9, "knots = 3 is out of range; it must be 4 to 1000"},
    {"knots: 5", "knots: 5.5", DFTFIT_ERR_VALUE, 9, "'5.5' is not a whole number"},
    {"knots: 5", "knot: 5", DFTFIT_ERR_KEY, 9, "nearest known key is 'knots'"},
    {"  knots: 5\n", "", DFTFIT_ERR_KEY, 9, "'knots' is missing"},
    {"C-C: 1.0}", "C-C: 4.0}", DFTFIT_ERR_VALUE, 10, "below the cutoff"},
    {"C-Si: 1.25, ", "", DFTFIT_ERR_KEY, 10, "Si-C is missing"},
    {"[5, 6, 7, 8]", "[5, 6, 7]", DFTFIT_ERR_VALUE, 13, "3 numbers where 4"},
    {"[5, 6, 7, 8]", "[5, 6, 7, x]", DFTFIT_ERR_VALUE, 13, "'x'"},
    {"    C-C: [9, 10, 11, 12]\n", "", DFTFIT_ERR_KEY, 12, "C-C is missing"},
    {"fit: {data: x.h5, note: anything at all}", "fit: 3", DFTFIT_ERR_VALUE, 15, "'fit' must be a mapping"},
    {"fit: {data", "fit: {data: [", DFTFIT_ERR_SYNTAX, 15, "not YAML"},
};

static char *replace(const char *text, const char *old, const char *new) {
  const char *at = strstr(text, old);
  size_t before = (size_t)(at - text);
  assert_non_null(at);
  char *out = malloc(strlen(text) + strlen(new) + 1);
  memcpy(out, text, before);
  strcpy(out + before, new);
  strcat(out, at + strlen(old));
  return out;
}

static void read_bad(void **state) {
  (void)state;
  for (size_t k = 0; k < sizeof edits / sizeof edits[0]; k++) {
    const struct edit *e = &edits[k];
    dftfit_potential *pot;
    dftfit_error err;
    char *text = replace(good, e->old, e->new);
    dftfit_status status = dftfit_potential_parse("bad.yaml", text, strlen(text), &pot, &err);
    if (status != e->status || err.code != status || err.line != e->line || !strstr(err.message, e->says))
      fail_msg("'%s' -> '%s': status %d, line %d: %s", e->old, e->new, status, err.line, err.message);
    assert_null(pot);
    assert_string_equal(err.input, "bad.yaml");
    free(text);
  }
}

static void truncated(void **state) {
  (void)state;
  for (size_t length = 0; length < strlen(good); length++) {
    dftfit_potential *pot;
    dftfit_error err;
    if (dftfit_potential_parse("cut.yaml", good, length, &pot, &err) == DFTFIT_OK) {
      /* settings alone are a potential too, one still to be fitted; a part of the parameters never is */
      int n = dftfit_potential_nparameter(pot), set = 0;
      double theta[12];
      assert_int_equal(n, 12);
      dftfit_potential_get(pot, theta);
      for (int k = 0; k < n; k++) set += theta[k] != 0;
      assert_true(set == n || (set == 0 && strstr(good, "coefficients") + strlen("coefficients") > good + length));
      dftfit_potential_destroy(pot);
    } else {
      assert_null(pot);
      assert_true(strlen(err.message) > 0);
    }
  }
}

static void files(void **state) {
  (void)state;
  char path[] = "/tmp/dftfit_unit_XXXXXX", text[1024];
  dftfit_potential *pot;
  dftfit_error err;
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, good, strlen(good)), strlen(good));
  close(fd);
  assert_int_equal(dftfit_potential_read(path, &pot, &err), DFTFIT_OK); /* recognised by its text */
  dftfit_potential_destroy(pot);
  unlink(path);
  assert_int_equal(dftfit_potential_read(path, &pot, &err), DFTFIT_ERR_IO);
  assert_non_null(strstr(dftfit_error_text(&err, text, sizeof text), path));
  assert_int_equal(dftfit_potential_read("/", &pot, &err), DFTFIT_ERR_IO);
  assert_int_equal(dftfit_potential_parse("notes.txt", "hello\n", 6, &pot, &err), DFTFIT_ERR_SYNTAX);
  assert_non_null(strstr(err.message, "known format"));
}

static void from_node(void **state) {
  (void)state;
  static const char text[] = "potential: {form: pair, elements: [Cu], cutoff: 5, pair: {knots: 6}}\n";
  static const char more[] = "potential: {form: pair, elements: [Cu], cutoff: 5, pair: {knots: 6}, fit: {}}\n";
  dftfit_yaml *yaml;
  dftfit_potential *pot;
  dftfit_error err;
  double theta[5];
  assert_int_equal(dftfit_yaml_parse("fit.yaml", text, strlen(text), &yaml, &err), DFTFIT_OK);
  assert_int_equal(dftfit_potential_from_node(dftfit_node_get(dftfit_yaml_root(yaml), "potential"), &pot, &err),
                   DFTFIT_OK);
  dftfit_yaml_destroy(yaml); /* the potential keeps nothing of it */
  assert_int_equal(dftfit_potential_nparameter(pot), 5);
  dftfit_potential_get(pot, theta);
  for (int k = 0; k < 5; k++) assert_true(theta[k] == 0);
  dftfit_potential_destroy(pot);
  assert_int_equal(dftfit_yaml_parse("fit.yaml", more, strlen(more), &yaml, &err), DFTFIT_OK);
  assert_int_equal(dftfit_potential_from_node(dftfit_node_get(dftfit_yaml_root(yaml), "potential"), &pot, &err),
                   DFTFIT_ERR_KEY);
  dftfit_yaml_destroy(yaml);
}

static void written_fit(void **state) {
  (void)state;
  static const char fit[] = "{data: [a.h5, \"1.50\"], errors: {energy: 1.5, note: 'x: y'}}";
  dftfit_potential *pot;
  dftfit_yaml *yaml;
  dftfit_error err;
  char *text;
  assert_int_equal(dftfit_potential_parse("good.yaml", good, strlen(good), &pot, &err), DFTFIT_OK);
  assert_int_equal(dftfit_yaml_parse("fit", fit, strlen(fit), &yaml, &err), DFTFIT_OK);
  assert_int_equal(dftfit_format_at(0)->write(pot, dftfit_yaml_root(yaml), &text, &err), DFTFIT_OK);
  assert_non_null(strstr(text, "fit: {data: [a.h5, \"1.50\"], errors: {energy: 1.5, note: 'x: y'}}"));
  dftfit_yaml_destroy(yaml);
  free(text);
  assert_int_equal(dftfit_format_at(0)->write(pot, (dftfit_node){NULL, 0}, &text, &err), DFTFIT_OK);
  assert_null(strstr(text, "fit:\n"));
  assert_null(strstr(text, "\nfit"));
  free(text);
  dftfit_potential_destroy(pot);
}

static void elements_and_pairs(void **state) {
  (void)state;
  assert_int_equal(dftfit_atomic_number("H"), 1);
  assert_int_equal(dftfit_atomic_number("Si"), 14);
  assert_int_equal(dftfit_atomic_number("Fe"), 26);
  assert_int_equal(dftfit_atomic_number("Ag"), 47);
  assert_int_equal(dftfit_atomic_number("Au"), 79);
  assert_int_equal(dftfit_atomic_number("Cm"), 96);
  assert_int_equal(dftfit_atomic_number("si"), 0);
  assert_int_equal(dftfit_atomic_number(""), 0);
  assert_true(dftfit_covalent_radius(14) == 1.11 && dftfit_covalent_radius(79) == 1.36);
  for (int n = 1; n <= DFTFIT_MAX_ELEMENTS; n++) {
    int next = 0;
    for (int a = 0; a < n; a++)
      for (int b = a; b < n; b++, next++) {
        int x, y;
        dftfit_pair_elements(n, next, &x, &y);
        assert_true(x == a && y == b);
        assert_int_equal(dftfit_pair_index(n, a, b), next);
        assert_int_equal(dftfit_pair_index(n, b, a), next);
      }
    assert_int_equal(dftfit_pair_count(n), next);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(read_good),          cmocka_unit_test(read_bad),
      cmocka_unit_test(truncated),          cmocka_unit_test(files),
      cmocka_unit_test(from_node),          cmocka_unit_test(written_fit),
      cmocka_unit_test(elements_and_pairs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
