/* SPDX-License-Identifier: BSD-3-Clause */
/** Runs the table of bad inputs. usage: errors <program dftfit> [part of a case's name] */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"
#include "cmocka_all.h"
#include "unit/temporary.h"

static const char *program;
static char folder[256];

static const char good[] =
    "2\nLattice=\"5 0 0 0 5 0 0 0 5\" Properties=species:S:1:pos:R:3:forces:R:3 energy=-10 stress=\"1 2 3 0 0 0\" "
    "config_type=a\nSi 0 0 0 0.1 0.2 0.3\nSi 1.5 1.4 1.3 -0.1 -0.2 -0.3\n"
    "1\nLattice=\"3 0 0 0 3 0 0 0 3\" Properties=species:S:1:pos:R:3:forces:R:3 energy=-5 config_type=b\nSi 0 0 0 0 0 "
    "0\n";
static const char earlier[] = "the output of an earlier run\n";

/* good.h5 is made once, by the program itself */
static char *good_h5;
static long good_h5_length;

static int write_bytes(const char *name, const char *bytes, size_t length) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  if (!file) return 0;
  size_t written = fwrite(bytes, 1, length, file);
  return fclose(file) == 0 && written == length;
}

static int make_link(const char *target, const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return symlink(target, path) == 0;
}

/* what is no regular file */
static int make_odd_files(void) {
  char path[512];
  snprintf(path, sizeof path, "%s/pipe", folder);
  return mkfifo(path, 0600) == 0 && make_link("/dev/zero", "zero") && make_link("good.h5", "data-link.h5") &&
         make_link("out.yaml", "earlier.link");
}

static int set_up(void **unused) {
  (void)unused;
  if (!temporary_folder(folder, sizeof folder)) return -1;
  return make_odd_files() && write_bytes("good.xyz", good, sizeof good - 1) &&
                 write_bytes("out.h5", earlier, sizeof earlier - 1) &&
                 write_bytes("out.yaml", earlier, sizeof earlier - 1) &&
                 (!good_h5 || (write_bytes("good.h5", good_h5, (size_t)good_h5_length) &&
                               write_bytes("data.h5", good_h5, (size_t)good_h5_length)))
             ? 0
             : -1;
}

static int tear_down(void **unused) {
  (void)unused;
  temporary_remove(folder);
  return 0;
}

static int count_files(void) {
  int n = 0;
  DIR *dir = opendir(folder);
  while (dir && readdir(dir)) n++;
  if (dir) closedir(dir);
  return n;
}

static void assert_unchanged(const char *name, const char *bytes, size_t size) {
  long length;
  char *text = run_read(folder, name, &length);
  if (!text || (size_t)length != size || memcmp(text, bytes, size)) fail_msg("%s was changed", name);
  free(text);
}

/* stderr holds one line and nothing else */
static void assert_one_line(const char *text) {
  const char *end = strchr(text, '\n');
  if (!end || end[1]) fail_msg("not one line: '%s'", text);
}

static void test_case(void **state) {
  const error_case *c = *state;
  outcome out;
  char path[512], start[512];
  if (c->file && !temporary_file(folder, c->file, c->text, path, sizeof path)) fail_msg("cannot write %s", c->file);
  assert_int_equal(damage_do(&c->damage, folder), 0);
  int files = count_files();
  run_program(program, c->command, folder, &out);
  if (out.code != EXIT_FAILURE) fail_msg("exit code %d, not 1; stderr: %s", out.code, out.text);
  assert_one_line(out.text);
  snprintf(start, sizeof start, "dftfit: %s", c->place);
  if (strncmp(out.text, start, strlen(start)) || !strstr(out.text, c->want))
    fail_msg("the message is\n  %sbut should begin with\n  %s\nand contain\n  %s", out.text, start, c->want);
  assert_unchanged("out.h5", earlier, sizeof earlier - 1);
  assert_unchanged("out.yaml", earlier, sizeof earlier - 1);
  assert_unchanged("good.xyz", good, sizeof good - 1);
  assert_unchanged("good.h5", good_h5, (size_t)good_h5_length);
  assert_int_equal(count_files(), files); /* nothing half-written is left */
}

/* what the cases start from is good: else all of them would fail for another reason than theirs */
static void test_good(void **unused) {
  (void)unused;
  static const char fit[] =
      "data: good.h5\npotential:\n  form: pair\n  elements: [Si]\n  cutoff: 4\n  pair: {knots: 6}\n"
      "weights:\n  sigma: {energy: 0.01, force: 0.1, stress: 0.1}\nsolver: {lambda: 1e-3}\noutput: new.yaml\n";
  outcome out;
  run_program(program, "import good.xyz -o good.h5", folder, &out);
  if (out.code) fail_msg("import: %s", out.text);
  good_h5 = run_read(folder, "good.h5", &good_h5_length);
  assert_non_null(good_h5);
  assert_true(write_bytes("fit.yaml", fit, sizeof fit - 1));
  static const char *const commands[] = {"info good.h5", "fit fit.yaml", "eval new.yaml good.h5",
                                         "import good.xyz -f -o out.h5"};
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    run_program(program, commands[i], folder, &out);
    if (out.code) fail_msg("%s: %s", commands[i], out.text);
  }
}

/* arguments that cannot be understood: one line that points to the help, exit code 2 */
static void test_usage(void **unused) {
  (void)unused;
  static const char *const commands[] = {"",
                                         "nonsense",
                                         "import",
                                         "import good.xyz",
                                         "import good.xyz -o new.h5 --nonsense",
                                         "import good.xyz -o new.h5 --key nonsense=1",
                                         "import good.xyz -o new.h5 --key energy",
                                         "import good.xyz -o new.h5 --unit stress=furlong",
                                         "import good.xyz -o new.h5 --format nonsense",
                                         "import good.xyz -o new.h5 --stride 0",
                                         "import good.xyz -o new.h5 --stride 2x",
                                         "info",
                                         "info a b",
                                         "info --nonsense",
                                         "info good.h5 --corrections",
                                         "noise good.h5",
                                         "noise good.h5 good.h5 --nonsense",
                                         "data",
                                         "data nonsense",
                                         "data select good.h5",
                                         "data select -o new.h5",
                                         "data select good.h5 -o new.h5 --fraction 0.1",
                                         "data select good.h5 -o new.h5 --energy 3",
                                         "data select good.h5 -o new.h5 --energy 3:2",
                                         "data select good.h5 -o new.h5 --max-force -1",
                                         "data select good.h5 -o new.h5 --has energies",
                                         "data select good.h5 -o new.h5 --configs 3-1",
                                         "data select good.h5 -o new.h5 --configs 1,,2",
                                         "data select good.h5 -o new.h5 --every 0",
                                         "data select good.h5 -o new.h5 --every 2.5",
                                         "data merge good.h5 -o new.h5",
                                         "data split good.h5 -o new.h5 --fraction 0.1",
                                         "data split good.h5 -o new.h5 --test t.h5 --fraction 2",
                                         "data split good.h5 -o new.h5 --test t.h5 --fraction 0.1 --seed x",
                                         "data correct good.h5 -o new.h5",
                                         "fit",
                                         "fit --nonsense",
                                         "eval",
                                         "eval --nonsense",
                                         "eval a b c"};
  int files = count_files();
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    outcome out;
    run_program(program, commands[i], folder, &out);
    if (out.code != 2) fail_msg("'%s' gives exit code %d: %s", commands[i], out.code, out.text);
    assert_one_line(out.text);
    if (!strstr(out.text, "--help")) fail_msg("'%s' does not point to --help: %s", commands[i], out.text);
    assert_int_equal(count_files(), files);
  }
}

static int add_cases(struct CMUnitTest *tests, const error_case *cases, int n, const char *part) {
  int count = 0;
  for (int i = 0; i < n; i++) {
    if (part && !strstr(cases[i].name, part)) continue;
    tests[count++] = (struct CMUnitTest){cases[i].name, test_case, set_up, tear_down, (void *)&cases[i]};
  }
  return count;
}

int main(int argc, char **argv) {
  enum { LEAST_CASES = 40 };
  int ncase = ncases_files + ncases_import + ncases_data + ncases_fit + ncases_form + ncases_select + ncases_output +
              ncases_dump + ncases_transform + ncases_convert,
      n = 0;
  const char *part = argc > 2 ? argv[2] : NULL;
  if (argc < 2 || ncase < LEAST_CASES) {
    fprintf(stderr, "usage: errors <program dftfit> [part of a name]; there are %d cases, at least %d are needed\n",
            ncase, LEAST_CASES);
    return EXIT_FAILURE;
  }
  program = argv[1];
  struct CMUnitTest *tests = calloc((size_t)ncase + 2, sizeof *tests);
  if (!tests) return EXIT_FAILURE;
  tests[n++] = (struct CMUnitTest){"good input", test_good, set_up, tear_down, NULL};
  tests[n++] = (struct CMUnitTest){"usage", test_usage, set_up, tear_down, NULL};
  n += add_cases(tests + n, cases_files, ncases_files, part);
  n += add_cases(tests + n, cases_import, ncases_import, part);
  n += add_cases(tests + n, cases_data, ncases_data, part);
  n += add_cases(tests + n, cases_fit, ncases_fit, part);
  n += add_cases(tests + n, cases_form, ncases_form, part);
  n += add_cases(tests + n, cases_select, ncases_select, part);
  n += add_cases(tests + n, cases_output, ncases_output, part);
  n += add_cases(tests + n, cases_dump, ncases_dump, part);
  n += add_cases(tests + n, cases_transform, ncases_transform, part);
  n += add_cases(tests + n, cases_convert, ncases_convert, part);
  int failed = _cmocka_run_group_tests("bad input", tests, (size_t)n, NULL, NULL);
  free(tests);
  free(good_h5);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
