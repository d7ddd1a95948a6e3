/* SPDX-License-Identifier: BSD-3-Clause */
/* YAML trees: what is read, what is refused and where, and that what is written reads back. */
#include <float.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/yaml_number.h"
#include "cmocka_all.h"
#include "dftfit/yaml.h"

static dftfit_yaml *parse(const char *text) {
  dftfit_yaml *yaml;
  dftfit_error err;
  char line[1024];
  if (dftfit_yaml_parse("test.yaml", text, strlen(text), &yaml, &err))
    fail_msg("%s", dftfit_error_text(&err, line, sizeof line));
  return yaml;
}

static void places_and_kinds(void **state) {
  (void)state;
  dftfit_yaml *yaml = parse("a: 1\nb: [x, 2.5]\nc:\n  d: {e: yes}\n");
  dftfit_node root = dftfit_yaml_root(yaml), b = dftfit_node_get(root, "b"), out;
  dftfit_error err;
  bool yes = false;
  double number;
  assert_int_equal(dftfit_node_type(root), DFTFIT_NODE_MAPPING);
  assert_int_equal(dftfit_node_size(root), 3);
  assert_string_equal(dftfit_node_text(dftfit_node_key(root, 1)), "b");
  assert_int_equal(dftfit_node_size(b), 2);
  assert_string_equal(dftfit_node_text(dftfit_node_item(b, 0)), "x");
  assert_int_equal(dftfit_node_type(dftfit_node_item(b, 2)), DFTFIT_NODE_ABSENT);
  assert_int_equal(dftfit_node_type(dftfit_node_get(b, "x")), DFTFIT_NODE_ABSENT);
  assert_int_equal(dftfit_node_bool(dftfit_node_get(dftfit_node_get(dftfit_node_get(root, "c"), "d"), "e"), &yes, &err),
                   DFTFIT_OK);
  assert_true(yes);
  assert_int_equal(dftfit_node_double(dftfit_node_item(b, 0), &number, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(err.line, 2);
  assert_int_equal(err.column, 5);
  assert_string_equal(err.input, "test.yaml");
  assert_int_equal(dftfit_node_require(root, "b", DFTFIT_NODE_MAPPING, &out, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(dftfit_node_require(root, "z", DFTFIT_NODE_MAPPING, &out, &err), DFTFIT_ERR_KEY);
  dftfit_yaml_destroy(yaml);
}

static void unknown_key(void **state) {
  (void)state;
  static const char *const known[] = {"cutoff", "elements", "form", NULL};
  dftfit_yaml *yaml = parse("form: x\nelments: [Si]\n");
  dftfit_error err;
  assert_int_equal(dftfit_node_only(dftfit_yaml_root(yaml), known, &err), DFTFIT_ERR_KEY);
  assert_int_equal(err.line, 2);
  assert_non_null(strstr(err.message, "'elments'"));
  assert_non_null(strstr(err.message, "'elements'"));
  dftfit_yaml_destroy(yaml);
}

static void ranges(void **state) {
  (void)state;
  dftfit_yaml *yaml = parse("a: 3\nb: -1.5\nc: 2.5\nd: 99999999999\ne: maybe\n");
  dftfit_node root = dftfit_yaml_root(yaml);
  dftfit_error err;
  int n = 7;
  double x = 7;
  bool flag = true;
  assert_int_equal(dftfit_node_get_int(root, "absent", 0, 1, &n, &err), DFTFIT_OK);
  assert_int_equal(n, 7);
  assert_int_equal(dftfit_node_get_int(root, "a", 0, 3, &n, &err), DFTFIT_OK);
  assert_int_equal(n, 3);
  assert_int_equal(dftfit_node_get_int(root, "a", 0, 2, &n, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "0 to 2"));
  assert_int_equal(dftfit_node_get_int(root, "c", 0, 9, &n, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(dftfit_node_get_int(root, "d", 0, 9, &n, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(dftfit_node_get_double(root, "b", 0, INFINITY, &x, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "-1.5"));
  assert_non_null(strstr(err.message, "at least 0"));
  assert_int_equal(dftfit_node_get_double(root, "b", -2, 2, &x, &err), DFTFIT_OK);
  assert_true(x == -1.5 && n == 3);
  assert_int_equal(dftfit_node_get_bool(root, "e", &flag, &err), DFTFIT_ERR_VALUE);
  dftfit_yaml_destroy(yaml);
}

static void refused_texts(void **state) {
  (void)state;
  static const struct {
    const char *text;
    dftfit_status status;
    int line;
    const char *says;
  } bad[] = {
      {"", DFTFIT_ERR_SYNTAX, 0, "empty"},
      {"# only a comment\n", DFTFIT_ERR_SYNTAX, 0, "empty"},
      {"a: 1\nb: 2\na: 3\n", DFTFIT_ERR_KEY, 3, "'a' is given twice (first in line 1)"},
      {"a: {b: 1,\n b: 2}\n", DFTFIT_ERR_KEY, 2, "given twice"},
      {"a: &x [1, *x]\n", DFTFIT_ERR_SYNTAX, 1, "refers to itself"},
      {"a: *nowhere\n", DFTFIT_ERR_SYNTAX, 1, "alias"},
      {"a: 1\n---\nb: 2\n", DFTFIT_ERR_SYNTAX, 3, "second"},
      {"a: [1, 2\n", DFTFIT_ERR_SYNTAX, 2, "not YAML"},
      {"a: 1\n\tb: 2\n", DFTFIT_ERR_SYNTAX, 2, "not YAML"},
      {"a: \"\\0\"\n", DFTFIT_ERR_SYNTAX, 1, "zero byte"},
      {"a: 1\nb: \xff\n", DFTFIT_ERR_SYNTAX, 0, "UTF-8"},
      {"[1, 2]: 3\n", DFTFIT_ERR_SYNTAX, 1, "key"},
  };
  for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
    dftfit_yaml *yaml;
    dftfit_error err;
    assert_int_equal(dftfit_yaml_parse("bad.yaml", bad[k].text, strlen(bad[k].text), &yaml, &err), bad[k].status);
    assert_null(yaml);
    if (bad[k].line && err.line != bad[k].line) fail_msg("case %zu: line %d: %s", k, err.line, err.message);
    if (!strstr(err.message, bad[k].says)) fail_msg("case %zu: %s", k, err.message);
  }
}

/* Ten levels of ten references each would be 10^10 values when copied. */
static void expanding_anchors(void **state) {
  (void)state;
  char text[2048] = "a0: &a0 [x]\n";
  dftfit_yaml *yaml;
  dftfit_error err;
  for (int level = 1; level <= 10; level++) {
    char line[128];
    size_t used = (size_t)snprintf(line, sizeof line, "a%d: &a%d [", level, level);
    for (int k = 0; k < 10; k++)
      used += (size_t)snprintf(line + used, sizeof line - used, "%s*a%d", k ? "," : "", level - 1);
    snprintf(line + used, sizeof line - used, "]\n");
    strcat(text, line);
  }
  assert_int_equal(dftfit_yaml_parse("bomb.yaml", text, strlen(text), &yaml, &err), DFTFIT_ERR_SYNTAX);
  assert_non_null(strstr(err.message, "too many"));
}

static void deep_nesting(void **state) {
  (void)state;
  char text[4001];
  dftfit_yaml *yaml;
  dftfit_error err;
  memset(text, '[', 2000);
  memset(text + 2000, ']', 2000);
  text[4000] = '\0';
  assert_int_equal(dftfit_yaml_parse("deep.yaml", text, strlen(text), &yaml, &err), DFTFIT_ERR_SYNTAX);
}

static void refused_numbers(void **state) {
  (void)state;
  static const char *const bad[] = {"",     "x",    "1x", "1,5", "0x10", "inf",  "nan",
                                    ".inf", ".nan", "1e", "--1", "1 2",  "1d-3", "1e999"};
  for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
    char text[64];
    double value = 42;
    dftfit_error err;
    snprintf(text, sizeof text, "a: \"%s\"\n", bad[k]);
    dftfit_yaml *yaml = parse(text);
    assert_int_equal(dftfit_node_double(dftfit_node_get(dftfit_yaml_root(yaml), "a"), &value, &err), DFTFIT_ERR_VALUE);
    assert_true(value == 42);
    dftfit_yaml_destroy(yaml);
  }
}

static void number_round_trip(void **state) {
  (void)state;
  static const struct {
    double value;
    const char *text;
  } known[] = {{0, "0.0"},
               {-0.0, "-0.0"},
               {1, "1.0"},
               {0.1, "0.1"},
               {1e-5, "1.0e-05"},
               {1e300, "1.0e+300"},
               {5e-324, "5.0e-324"},
               {1.0 / 3, "0.3333333333333333"},
               {DBL_MAX, "1.7976931348623157e+308"},
               {123456789012345680.0, "1.2345678901234568e+17"}};
  char text[DFTFIT_NUMBER_SIZE];
  double back;
  for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
    dftfit_number_format(known[k].value, text);
    assert_string_equal(text, known[k].text);
  }
  uint64_t bits = UINT64_C(88172645463325252);
  for (int k = 0; k < 20000; k++) {
    double value;
    bits ^= bits << 13;
    bits ^= bits >> 7;
    bits ^= bits << 17;
    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value)) continue;
    dftfit_number_format(value, text);
    assert_true(dftfit_number_parse(text, &back));
    assert_memory_equal(&back, &value, sizeof value);
  }
}

/* A locale whose decimal point is a comma, where the machine has one; the numbers above must not change. */
static void other_locale(void **state) {
  static const char *const name[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "ru_RU.UTF-8"};
  bool found = false;
  for (size_t k = 0; k < sizeof name / sizeof name[0] && !found; k++) found = setlocale(LC_ALL, name[k]) != NULL;
  if (!found) {
    print_message("no locale with a decimal comma is installed: skipped\n");
    skip();
  }
  number_round_trip(state);
  setlocale(LC_ALL, "C");
}

static char *finish(dftfit_writer *w) {
  const char *text;
  size_t length;
  dftfit_error err;
  if (dftfit_writer_finish(w, &text, &length, &err)) fail_msg("%s", err.message);
  assert_int_equal(strlen(text), length);
  char *copy = strdup(text);
  dftfit_writer_destroy(w);
  return copy;
}

static void write_and_read(void **state) {
  (void)state;
  static const char *const awkward[] = {"N",    "No",       "y", "null",       "1",   "1.5",
                                        "a: b", "# c",      "",  "two\nlines", "- x", "'",
                                        "\"",   "\xc3\xa9", "~", ".5",         "1e3", "2024-01-01"};
  const int n = (int)(sizeof awkward / sizeof awkward[0]);
  const double numbers[] = {1, -2.5, 1e-30};
  dftfit_writer *w = dftfit_writer_create();
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "numbers");
  dftfit_write_doubles(w, 3, numbers);
  dftfit_write_text(w, "texts");
  dftfit_write_seq_begin(w, false);
  for (int k = 0; k < n; k++) dftfit_write_text(w, awkward[k]);
  dftfit_write_seq_end(w);
  dftfit_write_text(w, "flag");
  dftfit_write_bool(w, true);
  dftfit_write_text(w, "empty");
  dftfit_write_map_begin(w, true);
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
  char *first = finish(w);
  dftfit_yaml *yaml = parse(first);
  dftfit_node root = dftfit_yaml_root(yaml), texts = dftfit_node_get(root, "texts");
  double back[3];
  dftfit_error err;
  assert_int_equal(dftfit_node_doubles(dftfit_node_get(root, "numbers"), 3, back, &err), DFTFIT_OK);
  assert_memory_equal(back, numbers, sizeof back);
  assert_int_equal(dftfit_node_doubles(dftfit_node_get(root, "numbers"), 4, back, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(dftfit_node_size(texts), n);
  for (int k = 0; k < n; k++) assert_string_equal(dftfit_node_text(dftfit_node_item(texts, k)), awkward[k]);
  for (int k = 0; k < 7; k++) { /* words that other readers would not take for text are quoted */
    char quoted[16];
    if (strchr(awkward[k], ' ')) continue;
    snprintf(quoted, sizeof quoted, "\"%s\"", awkward[k]);
    assert_non_null(strstr(first, quoted));
  }
  w = dftfit_writer_create();
  dftfit_write_node(w, root);
  char *second = finish(w);
  assert_string_equal(first, second);
  dftfit_yaml_destroy(yaml);
  free(first);
  free(second);
}

static void refused_writing(void **state) {
  (void)state;
  const char *text;
  size_t length;
  dftfit_error err;
  dftfit_writer *w = dftfit_writer_create();
  dftfit_write_seq_begin(w, true);
  dftfit_write_double(w, NAN);
  dftfit_write_seq_end(w);
  assert_int_equal(dftfit_writer_finish(w, &text, &length, &err), DFTFIT_ERR_NUMERIC);
  assert_null(text);
  dftfit_writer_destroy(w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(places_and_kinds), cmocka_unit_test(unknown_key),       cmocka_unit_test(ranges),
      cmocka_unit_test(refused_texts),    cmocka_unit_test(expanding_anchors), cmocka_unit_test(deep_nesting),
      cmocka_unit_test(refused_numbers),  cmocka_unit_test(number_round_trip), cmocka_unit_test(other_locale),
      cmocka_unit_test(write_and_read),   cmocka_unit_test(refused_writing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
