/* SPDX-License-Identifier: BSD-3-Clause */
/** Kinds of outputs that were once misread: other versions of a program, steps without a geometry of their own, numbers
 *  that touch or are none, notes inside of blocks, and what the file says twice and in two ways. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "samples.h"
#include "unit/temporary.h"

typedef struct kind {
  const char *file, *format;
  int steps, left_out;
  double energy[2];              /* eV, of the first and the last step that is kept */
  double cell[9], position[3];   /* A, of the last step: all rows, and the last atom */
  double force[3], stress;       /* eV/A, of its first atom; eV/A^3, xx of the first step; NaN: absent */
  const char *told[4], *version; /* what the user is told; NULL: nothing more */
  const char *refused;           /* the error of a file that gives nothing */
} kind;

static const kind kinds[] = {
#include "kinds.inc"
};

static void compare(const kind *k, const char *what, const double *found, const double *want, int n) {
  for (int i = 0; i < n; i++)
    if (!(fabs(found[i] - want[i]) <= 2e-8 * fmax(1, fabs(want[i]))) && !(isnan(found[i]) && isnan(want[i])))
      fail_msg("%s: %s [%d] is %.12g, expected %.12g", k->file, what, i, found[i], want[i]);
}

static bool was_told(const importing *to, const char *text) {
  for (int i = 0; i < to->notes.texts.count; i++)
    if (strstr(to->notes.note[i].text, text)) return true;
  return false;
}

static void compare_steps(const kind *k, const dataset *set) {
  const int64_t last = set->nconfig - 1;
  compare(k, "first energy", &set->energy[0], &k->energy[0], 1);
  compare(k, "last energy", &set->energy[last], &k->energy[1], 1);
  compare(k, "cell", set->cell[last], k->cell, 9);
  compare(k, "position", set->position[set->first_atom[last + 1] - 1], k->position, 3);
  compare(k, "force", set->force[set->first_atom[last]], k->force, 3);
  compare(k, "stress", &set->stress[0][0], &k->stress, 1);
  if (k->version) assert_string_equal(set->calculation[0].version, k->version);
}

static void check_kind(const kind *k) {
  static const import_options options = {.keep_unconverged = false};
  char path[4096];
  dftfit_error err = {0};
  importing to = {.options = &options, .set = dataset_create(), .source = k->file};
  const importer *format;
  snprintf(path, sizeof path, KINDS "/%s", k->file);
  dftfit_status status = import_identify(path, true, &format, &err);
  if (!status && strcmp(format->name, k->format)) fail_msg("%s was recognised as %s", k->file, format->name);
  if (!status) status = import_file(path, format, &to, &err);
  if (!k->refused && status) fail_msg("%s:%d: %s", path, err.line, err.message);
  if (k->refused && !(status && strstr(err.message, k->refused)))
    fail_msg("%s was not refused with '%s' but with '%s'", k->file, k->refused, err.message);
  if (to.set->nconfig != k->steps || to.tally.left_out != k->left_out)
    fail_msg("%s: %d steps, %ld left out; expected %d and %d", k->file, (int)to.set->nconfig, to.tally.left_out,
             k->steps, k->left_out);
  for (int i = 0; i < 4 && k->told[i]; i++)
    if (!was_told(&to, k->told[i])) fail_msg("%s: the user was not told '%s'", k->file, k->told[i]);
  if (k->steps) compare_steps(k, to.set);
  dataset_destroy(to.set);
  import_end(&to);
}

/* Names with blanks around them are those without. */
static void check_names(void) {
  static const import_options options = {.keep_unconverged = false};
  dftfit_error err = {0};
  importing to = {.options = &options, .set = dataset_create(), .source = "x", .group = "other", .group_asked = true};
  const importer *format = importer_find("extxyz");
  if (import_file(KINDS "/blank_names.xyz", format, &to, &err)) fail_msg("%s", err.message);
  assert_int_equal(to.set->ngroup, 1);
  assert_string_equal(to.set->group[0].name, "bulk");
  assert_int_equal(to.set->ncalculation, 1);
  assert_string_equal(to.set->calculation[0].functional, "PBE");
  assert_true(was_told(&to, "--group other is for those that do not"));
  dataset_destroy(to.set);
  import_end(&to);
}

/* A compressed file whose checksum is another gives nothing, though its steps could be read before that is known. */
static void check_damaged_pack(void) {
  static const import_options options = {.elements = NULL};
  static char bytes[1 << 20];
  char folder[1024], path[4096];
  dftfit_error err = {0};
  FILE *file = fopen(SAMPLES "/lammps_grade.dump.gz", "rb");
  assert_non_null(file);
  const size_t n = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  assert_true(n > 8 && n < sizeof bytes);
  bytes[n - 8] ^= 1; /* of the checksum */
  assert_true(temporary_folder(folder, sizeof folder));
  snprintf(path, sizeof path, "%s/damaged.gz", folder);
  file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, n, file), n);
  fclose(file);
  importing to = {.options = &options, .set = dataset_create(), .source = "x"};
  assert_int_not_equal(import_file(path, importer_find("lammps_dump"), &to, &err), DFTFIT_OK);
  assert_non_null(strstr(err.message, "cannot be unpacked"));
  assert_int_equal(to.set->nconfig, 0);
  temporary_remove(folder);
  dataset_destroy(to.set);
  import_end(&to);
}

void check_kinds(void **unused) {
  (void)unused;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) check_kind(&kinds[i]);
  check_names();
  check_damaged_pack();
}
