/* SPDX-License-Identifier: BSD-3-Clause */
/** Every sample of the formats that are imported, among the shared data: against the digits that EXPECTED.json says
 *  a
 *  correct reader returns, and cut off at ten places. EXPECTED.json has the numbers of extended XYZ as they stand in
 *  the files; where a file names other units, the factors stand here. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "cmocka_all.h"
#include "dftfit/yaml.h" /* JSON is YAML */
#include "import/importer.h"
#include "unit/temporary.h"

#define EXPECTED DFTFIT_SHARED_DATA "/formats/EXPECTED.json"
/* EXPECTED.json is rounded to 8 decimals, stresses to 8 significant digits; energies are exact */
static const double DECIMALS = 6e-9, STRESS_DIGITS = 5.1e-8, ROUNDING = 1e-13;
enum { CUTS = 10 }; /* of every sample */

/* What is particular about some of the files. Factors: CODATA 2018. */
typedef struct particular {
  const char *file;
  double energy, force, stress; /* factors from the file's unit to eV, eV/A, eV/A^3; 0: 1 */
  import_options options;
  const char *refused;   /* text of the error with which the file must be refused */
  bool no_stress;        /* the file's stress is not one */
  double digits;         /* relative accuracy of what EXPECTED.json has converted with other constants; 0: exact */
  double lengths;        /* the same of cell and positions */
  int steps;             /* that are whole, where EXPECTED.json counts others; its last frame is the last of them */
  bool first_only;       /* of these only the first can be read */
  bool mixed_up;         /* EXPECTED.json is wrong; only the number of steps is compared */
  bool unconverged;      /* a step is, which EXPECTED.json does not say */
  const char *no_format; /* why this project has no importer for it */
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
    {.file = "vasprun_bad_truncated", .digits = 2e-4}, /* of its stress, not quite symmetric, one half */
    {.file = "vaspout_no_ion_dynamics", .refused = "/intermediate/ion_dynamics"},
    {.file = "vaspout_GaSb_bands", .no_stress = true}, /* all zero: not computed */
    /* EXPECTED.json took the lattice parameter with four decimals; celldm(1) has six */
    {.file = "qe/pw_relax.out", .lengths = 1e-5},
    {.file = "qe/pw_ch4.out", .lengths = 1e-5},
    {.file = "qe/pw_Al.out", .lengths = 1e-5, .steps = 1}, /* and every iteration of the electrons for a step */
    {.file = "qe/pw_not_converged.out", .refused = "positions are not printed"},
    {.file = "cp2k/cp2k_aimd_stress.log", .steps = 1, .first_only = true}, /* its trajectory has another name */
    {.file = "cp2k/cp2k_pmg.out", .no_stress = true},                      /* infinite */
    /* EXPECTED.json took etotal with ten decimals; the sum of the components has more */
    {.file = "abinit/si_scf_v10.2.7.abo", .digits = 1e-11, .unconverged = true}, /* one iteration */
    {.file = "abinit/Si_old.out", .digits = 1e-11},
    {.file = "castep/Si2_opt.castep", .steps = 8}, /* only the last is in EXPECTED.json */
    /* EXPECTED.json pairs energies and forces with the positions of the step before, and takes the energy that is
     * extrapolated to zero width */
    {.file = "aims/aims_md.out", .steps = 3, .mixed_up = true},
    {.file = "mlip/", .options = {.elements = "Nb,Mo,Ta,W"}},
    {.file = "pwmat/MOVEMENT_1", .no_stress = true}, /* unphysical: 137 GPa in a crystal at rest */
    {.file = "abacus/ch4_STRU", .no_format = "an input file"},
    {.file = "cp2k/cp2k_aimd_stress_pos.xyz", .no_format = "belongs to cp2k_aimd_stress.log"},
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

/* `digits`: see particular */
static void assert_number(dftfit_node want, double factor, double digits, double value, const char *what,
                          const char *file) {
  double expected;
  dftfit_error err;
  if (factor == 0) factor = 1;
  if (dftfit_node_type(want) == DFTFIT_NODE_ABSENT) return; /* EXPECTED.json does not know */
  if (is_null(want)) {
    if (!isnan(value)) fail_msg("%s: %s is %.12g; it is absent in the file", file, what, value);
    return;
  }
  assert_int_equal(dftfit_node_double(want, &expected, &err), DFTFIT_OK);
  double relative = fmax(digits, strcmp(what, "stress") ? ROUNDING : STRESS_DIGITS);
  double tolerance = fmax(strcmp(what, "energy") ? DECIMALS * fabs(factor) : 0, relative * fabs(expected * factor));
  if (!(fabs(value - expected * factor) <= tolerance))
    fail_msg("%s: %s is %.12g, expected %.12g", file, what, value, expected * factor);
}

static void assert_numbers(dftfit_node want, int n, double factor, double digits, const double *value, const char *what,
                           const char *file) {
  bool list = dftfit_node_type(want) == DFTFIT_NODE_SEQUENCE;
  for (int k = 0; k < n; k++)
    assert_number(list ? dftfit_node_item(want, k) : want, factor, digits, value[k], what, file);
}

static void compare_species(dftfit_node want, const dataset *set, int64_t c, const char *file) {
  dftfit_error err;
  for (int i = 0; i < dftfit_node_size(want); i++) {
    const char *symbol = dftfit_node_text(dftfit_node_key(want, i));
    int count = 0, expected;
    if (!strcmp(symbol, "?")) continue; /* EXPECTED.json takes no elements from atomic numbers */
    if (isdigit((unsigned char)symbol[0])) symbol = element_symbol(atoi(symbol)); /* or gives those */
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
  assert_number(dftfit_node_get(want, "energy_free"), p->energy, p->digits, set->energy[c], "energy", file);
  assert_numbers(dftfit_node_get(want, "force0"), 3, p->force, p->digits, set->force[first], "force of the first atom",
                 file);
  assert_numbers(dftfit_node_get(want, "force_last"), 3, p->force, p->digits, set->force[last],
                 "force of the last atom", file);
  assert_numbers(dftfit_node_get(want, "pos0"), 3, 1, fmax(p->digits, p->lengths), set->position[first],
                 "position of the first atom", file);
  if (!p->no_stress)
    assert_numbers(dftfit_node_get(want, "stress"), 6, p->stress, p->digits, set->stress[c], "stress", file);
  else
    assert_true(isnan(set->stress[c][0]));
  dftfit_node cell = dftfit_node_get(want, "cell");
  for (int k = 0; k < 3 && !is_null(cell); k++) /* a left-handed cell is turned round */
    assert_numbers(dftfit_node_item(cell, k), 3, strstr(file, "no_species_Z_only") ? -1 : 1,
                   fmax(p->digits, p->lengths), set->cell[c] + 3 * k, "cell", file);
}

/* whether EXPECTED.json says that the step of this frame is not converged */
static bool is_unconverged(dftfit_node frame) {
  const char *text = dftfit_node_text(dftfit_node_get(frame, "converged"));
  return text && !strcmp(text, "false");
}

/* reads the file with the options of the particular; the caller destroys *set */
static dftfit_status import_sample(const char *path, const particular *p, bool keep, dataset **set, import_tally *tally,
                                   dftfit_error *err) {
  const importer *format;
  import_options options = p->options;
  options.keep_unconverged = keep;
  memset(err, 0, sizeof *err);
  importing to = {.options = &options, .set = dataset_create(), .source = "sample"};
  dftfit_status status = import_identify(path, true, &format, err);
  if (!status) status = import_file(path, format, &to, err);
  if (tally) *tally = to.tally;
  import_end(&to);
  *set = to.set;
  return status;
}

static void compare_file(dftfit_node entry, const char *file) {
  char path[1024];
  dftfit_error err;
  import_tally tally;
  dataset *set;
  const particular *p = find_particular(file);
  dftfit_node first = dftfit_node_get(entry, "first"), last = dftfit_node_get(entry, "last");
  snprintf(path, sizeof path, "%s/formats/%s", DFTFIT_SHARED_DATA, file);
  dftfit_status status = import_sample(path, p, true, &set, &tally, &err);
  if (p->refused) {
    if (!status || (!strstr(err.message, p->refused) && !strstr(err.input, p->refused)))
      fail_msg("%s was not refused with '%s' but with '%s'", file, p->refused, err.message);
  } else {
    int nframes, natoms = 1;
    if (status) fail_msg("%s:%d: %s", err.input, err.line, err.message);
    assert_int_equal(dftfit_node_int(dftfit_node_get(entry, "nframes"), &nframes, &err), DFTFIT_OK);
    if (p->steps) nframes = p->steps;
    if (set->nconfig != nframes) fail_msg("%s: %d configurations, expected %d", file, (int)set->nconfig, nframes);
    assert_int_equal(dftfit_node_int(dftfit_node_get(first, "natoms"), &natoms, &err), DFTFIT_OK);
    if ((!p->steps || p->first_only) && !p->mixed_up) compare_frame(first, set, 0, p, file);
    if ((!is_null(last) || p->steps) && !p->first_only && !p->mixed_up)
      compare_frame(is_null(last) ? first : last, set, nframes - 1, p, file);
    if ((p->unconverged || is_unconverged(first) || is_unconverged(last)) != (tally.unconverged > 0))
      fail_msg("%s: %ld steps are said to be unconverged", file, tally.unconverged);
    dataset_destroy(set);
    assert_int_equal(import_sample(path, p, false, &set, NULL, &err), DFTFIT_OK);
    assert_int_equal(set->nconfig, nframes - tally.unconverged);
  }
  dataset_destroy(set);
}

/* calls `check` for every sample of which there is an importer; returns their number, -1: there are no samples */
static int for_samples(void (*check)(dftfit_node entry, const char *file), bool tell) {
  size_t length = 0;
  int count = 0;
  dftfit_yaml *document;
  dftfit_error err;
  char *text = read_text(EXPECTED, &length);
  if (!text) return -1;
  if (dftfit_yaml_parse("EXPECTED.json", text, length, &document, &err)) fail_msg("%d: %s", err.line, err.message);
  dftfit_node root = dftfit_yaml_root(document);
  for (int i = 0; i < dftfit_node_size(root); i++) {
    char path[1024];
    const importer *format;
    const char *file = dftfit_node_text(dftfit_node_key(root, i)), *why = find_particular(file)->no_format;
    snprintf(path, sizeof path, "%s/formats/%s", DFTFIT_SHARED_DATA, file);
    assert_int_equal(import_identify(path, false, &format, &err), DFTFIT_OK);
    if (!format && tell) print_message("skipped: %s: %s\n", file, why ? why : "no importer knows it");
    if (!format || why) continue;
    check(dftfit_node_value(root, i), file);
    count++;
  }
  dftfit_yaml_destroy(document);
  free(text);
  return count;
}

static void test_samples(void **unused) {
  (void)unused;
  int count = for_samples(compare_file, true);
  if (count < 0) {
    print_message("skipped: there is no %s\n", EXPECTED);
    skip();
  }
  print_message("%d files agree\n", count);
  assert_true(count >= 25);
}

static bool same_config(const dataset *a, const dataset *b, int64_t c) {
  int64_t first = a->first_atom[c], n = a->first_atom[c + 1] - first;
  if (b->first_atom[c] != first || b->first_atom[c + 1] - first != n) return false;
  for (int64_t i = first; i < first + n; i++)
    if (strcmp(a->species[a->atom_species[i]], b->species[b->atom_species[i]])) return false;
  return !memcmp(a->cell[c], b->cell[c], sizeof a->cell[c]) && !memcmp(&a->energy[c], &b->energy[c], sizeof(double)) &&
         !memcmp(a->stress[c], b->stress[c], sizeof a->stress[c]) &&
         !memcmp(a->position[first], b->position[first], (size_t)n * sizeof *a->position) &&
         !memcmp(a->force[first], b->force[first], (size_t)n * sizeof *a->force);
}

static char folder[256];

/* The first part of the file is refused, or gives the first of its steps to the last bit. */
static void cut_file(dftfit_node entry, const char *file) {
  (void)entry;
  char path[1024], name[64];
  dftfit_error err;
  dataset *whole, *part;
  size_t length;
  const particular *p = find_particular(file);
  snprintf(path, sizeof path, "%s/formats/%s", DFTFIT_SHARED_DATA, file);
  char *text = read_text(path, &length);
  assert_non_null(text);
  dftfit_status complete = import_sample(path, p, true, &whole, NULL, &err);
  snprintf(name, sizeof name, "%s", strchr(file, '/') + 1); /* by which some formats are recognised */
  snprintf(path, sizeof path, "%s/%s", folder, name);
  for (int cut = 1; cut <= CUTS; cut++) {
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    size_t n = length * (size_t)cut / (CUTS + 1);
    assert_int_equal(fwrite(text, 1, n, out), n);
    fclose(out);
    dftfit_status status = import_sample(path, p, true, &part, NULL, &err);
    if (status && (!err.message[0] || err.code != status)) fail_msg("%s cut at %zu: no message", file, n);
    if (!status && complete) fail_msg("%s is refused, and accepted when cut at %zu", file, n);
    if (part->nconfig > whole->nconfig) fail_msg("%s cut at %zu has more configurations", file, n);
    for (int64_t c = 0; c < part->nconfig; c++)
      if (!same_config(part, whole, c)) fail_msg("%s cut at %zu: configuration %d is another", file, n, (int)c);
    dataset_destroy(part);
  }
  remove(path);
  dataset_destroy(whole);
  free(text);
}

static void test_cut_samples(void **unused) {
  (void)unused;
  assert_true(temporary_folder(folder, sizeof folder));
  int count = for_samples(cut_file, false);
  temporary_remove(folder);
  if (count < 0) skip();
  assert_true(count >= 25);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_samples), cmocka_unit_test(test_cut_samples)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
