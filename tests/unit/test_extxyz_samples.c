/* SPDX-License-Identifier: BSD-3-Clause */
/** Every sample of extended XYZ among the shared data against the digits that EXPECTED.json says a correct reader
 *  returns. Those are the numbers as they stand in the files; where a file names other units, the factors stand here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "dftfit/yaml.h" /* JSON is YAML */
#include "import/importer.h"

#define EXPECTED DFTFIT_SHARED_DATA "/formats/EXPECTED.json"
/* EXPECTED.json is rounded to 8 decimals, stresses to 8 significant digits; energies are exact */
static const double DECIMALS = 6e-9, STRESS_DIGITS = 5.1e-8, ROUNDING = 1e-13;

/* What is particular about some of the files. Factors: CODATA 2018. */
typedef struct particular {
  const char *file;
  double energy, force, stress; /* factors from the file's unit to eV, eV/A, eV/A^3; 0: 1 */
  import_options options;
  const char *refused; /* text of the error with which the file must be refused */
} particular;

static const particular particulars[] = {
    {.file = "dpdata_energy_au", .energy = 27.211386245988, .force = 51.422067476325886},
    {.file = "dpdata_energy_hartree", .energy = 27.211386245988, .force = 51.422067476325886},
    {.file = "dpdata_stress_au_bohr3", .stress = 183.6315353072777},
    {.file = "dpdata_stress_gpa", .stress = 6.241509074460763e-3},
    {.file = "dpdata_stress_kbar", .stress = 6.241509074460763e-4},
    {.file = "dpdata_unsupported_unit", .refused = "energy-unit=nonsense is not a known unit"},
    {.file = "fitsnap_stress_in_bar",
     .stress = -6.241509074460763e-7,
     .options = {.stress_unit = 6.241509074460763e-7, .pressure = true}},
};

static const particular *find_particular(const char *file) {
  static const particular ordinary;
  for (size_t i = 0; i < sizeof particulars / sizeof *particulars; i++)
    if (strstr(file, particulars[i].file)) return &particulars[i];
  return &ordinary;
}

static char *read_text(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *text = malloc(*length + 1);
  assert_int_equal(fread(text, 1, *length, file), *length);
  text[*length] = '\0';
  fclose(file);
  return text;
}

static bool is_null(dftfit_node node) {
  const char *text = dftfit_node_text(node);
  return dftfit_node_type(node) == DFTFIT_NODE_ABSENT || (text && !strcmp(text, "null"));
}

static void assert_number(dftfit_node want, double factor, double value, const char *what, const char *file) {
  double expected;
  dftfit_error err;
  if (factor == 0) factor = 1;
  if (is_null(want)) {
    if (!isnan(value)) fail_msg("%s: %s is %.12g; it is absent in the file", file, what, value);
    return;
  }
  assert_int_equal(dftfit_node_double(want, &expected, &err), DFTFIT_OK);
  double relative = strcmp(what, "stress") ? ROUNDING : STRESS_DIGITS;
  double tolerance = fmax(strcmp(what, "energy") ? DECIMALS * fabs(factor) : 0, relative * fabs(expected * factor));
  if (!(fabs(value - expected * factor) <= tolerance))
    fail_msg("%s: %s is %.12g, expected %.12g", file, what, value, expected * factor);
}

static void assert_numbers(dftfit_node want, int n, double factor, const double *value, const char *what,
                           const char *file) {
  for (int k = 0; k < n; k++)
    assert_number(is_null(want) ? want : dftfit_node_item(want, k), factor, value[k], what, file);
}

static void compare_species(dftfit_node want, const dataset *set, int64_t c, const char *file) {
  dftfit_error err;
  for (int i = 0; i < dftfit_node_size(want); i++) {
    const char *symbol = dftfit_node_text(dftfit_node_key(want, i));
    int count = 0, expected;
    if (!strcmp(symbol, "?")) continue; /* EXPECTED.json takes no elements from atomic numbers */
    assert_int_equal(dftfit_node_int(dftfit_node_value(want, i), &expected, &err), DFTFIT_OK);
    for (int64_t a = set->first_atom[c]; a < set->first_atom[c + 1]; a++)
      count += !strcmp(set->species[set->atom_species[a]], symbol);
    if (count != expected) fail_msg("%s: %d atoms of %s, expected %d", file, count, symbol, expected);
  }
}

static void compare_frame(dftfit_node want, const dataset *set, int64_t c, const particular *p, const char *file) {
  int64_t first = set->first_atom[c], last = set->first_atom[c + 1] - 1;
  int natoms;
  dftfit_error err;
  assert_int_equal(dftfit_node_int(dftfit_node_get(want, "natoms"), &natoms, &err), DFTFIT_OK);
  assert_int_equal(last - first + 1, natoms);
  compare_species(dftfit_node_get(want, "species"), set, c, file);
  assert_number(dftfit_node_get(want, "energy_free"), p->energy, set->energy[c], "energy", file);
  assert_numbers(dftfit_node_get(want, "force0"), 3, p->force, set->force[first], "force of the first atom", file);
  assert_numbers(dftfit_node_get(want, "force_last"), 3, p->force, set->force[last], "force of the last atom", file);
  assert_numbers(dftfit_node_get(want, "pos0"), 3, 1, set->position[first], "position of the first atom", file);
  assert_numbers(dftfit_node_get(want, "stress"), 6, p->stress, set->stress[c], "stress", file);
  dftfit_node cell = dftfit_node_get(want, "cell");
  for (int k = 0; k < 3 && !is_null(cell); k++) /* a left-handed cell is turned round */
    assert_numbers(dftfit_node_item(cell, k), 3, strstr(file, "no_species_Z_only") ? -1 : 1, set->cell[c] + 3 * k,
                   "cell", file);
}

static void compare_file(dftfit_node entry, const char *file) {
  char path[1024];
  dftfit_error err = {0};
  const particular *p = find_particular(file);
  snprintf(path, sizeof path, "%s/formats/%s", DFTFIT_SHARED_DATA, file);
  importing to = {.options = &p->options, .set = dataset_create(), .source = file};
  const importer *format;
  dftfit_status status = import_identify(path, true, &format, &err);
  if (!status) status = import_file(path, format, &to, &err);
  if (p->refused) {
    if (!status || !strstr(err.message, p->refused)) fail_msg("%s was not refused with '%s'", file, p->refused);
  } else {
    int nframes;
    if (status) fail_msg("%s:%d: %s", err.input, err.line, err.message);
    assert_int_equal(dftfit_node_int(dftfit_node_get(entry, "nframes"), &nframes, &err), DFTFIT_OK);
    assert_int_equal(to.set->nconfig, nframes);
    compare_frame(dftfit_node_get(entry, "first"), to.set, 0, p, file);
    dftfit_node last = dftfit_node_get(entry, "last");
    if (!is_null(last)) compare_frame(last, to.set, nframes - 1, p, file);
  }
  import_end(&to);
  dataset_destroy(to.set);
}

static void test_samples(void **unused) {
  (void)unused;
  size_t length = 0;
  char *text = read_text(EXPECTED, &length);
  if (!text) {
    print_message("skipped: there is no %s\n", EXPECTED);
    skip();
  }
  dftfit_yaml *document;
  dftfit_error err;
  if (dftfit_yaml_parse("EXPECTED.json", text, length, &document, &err)) fail_msg("%d: %s", err.line, err.message);
  dftfit_node root = dftfit_yaml_root(document);
  int count = 0;
  for (int i = 0; i < dftfit_node_size(root); i++) {
    const char *file = dftfit_node_text(dftfit_node_key(root, i));
    if (strncmp(file, "extxyz/", 7)) continue;
    compare_file(dftfit_node_value(root, i), file);
    count++;
  }
  print_message("%d files agree\n", count);
  assert_true(count >= 25);
  dftfit_yaml_destroy(document);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
