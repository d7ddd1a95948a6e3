/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/fortran_number.h"
#include "cmocka_all.h"
#include "samples.h"
#include "unit/temporary.h"

/* The digits that stand in the tables below, and the noise of the last bit. */
static const double RELATIVE = 1e-9, ABSOLUTE = 2e-9;

#define NO_STRESS \
  { NAN, NAN, NAN, NAN, NAN, NAN }

static const sample samples[] = {
#include "samples.inc"
};

const sample *sample_at(int i) { return i < (int)(sizeof samples / sizeof *samples) ? &samples[i] : NULL; }

static void sample_path(const sample *s, char *path, size_t size) { snprintf(path, size, SAMPLES "/%s", s->file); }

void sample_text(const sample *s, char **text, size_t *length) {
  char path[4096];
  import_stream stream;
  dftfit_error err = {0};
  sample_path(s, path, sizeof path);
  if (import_stream_open(path, &stream, &err) || import_stream_rest(&stream, text, length, &err))
    fail_msg("%s: %s", path, err.message);
  import_stream_close(&stream);
}

static dftfit_status read_file(const sample *s, const char *path, importing *to, dftfit_error *err) {
  static const import_options options = {.keep_unconverged = true, .elements = "Ni,Al"};
  *to = (importing){.options = &options, .set = dataset_create(), .source = s->file};
  const importer *format;
  DFTFIT_TRY(import_identify(path, true, &format, err));
  if (strcmp(format->name, s->format)) fail_msg("%s was recognised as %s", s->file, format->name);
  return import_file(path, format, to, err);
}

dftfit_status sample_read(const sample *s, long bytes, importing *to, dftfit_error *err) {
  char path[4096], folder[1024];
  sample_path(s, path, sizeof path);
  if (bytes < 0) return read_file(s, path, to, err);
  char *text;
  size_t length;
  sample_text(s, &text, &length);
  text[(size_t)bytes < length ? (size_t)bytes : length] = '\0';
  if (!temporary_folder(folder, sizeof folder) || !temporary_file(folder, "cut", text, path, sizeof path))
    fail_msg("cannot write %s", path);
  free(text);
  dftfit_status status = read_file(s, path, to, err);
  temporary_remove(folder);
  return status;
}

dftfit_status sample_add(const char *file, importing *to, dftfit_error *err) {
  char path[4096];
  const importer *format;
  snprintf(path, sizeof path, SAMPLES "/%s", file);
  DFTFIT_TRY(import_identify(path, true, &format, err));
  return import_file(path, format, to, err);
}

static void compare(const sample *s, const char *what, const double *value, const double *expected, int n) {
  for (int k = 0; k < n; k++) {
    if (isnan(expected[k]) && isnan(value[k])) continue;
    if (!(fabs(value[k] - expected[k]) <= ABSOLUTE + RELATIVE * fabs(expected[k])))
      fail_msg("%s: %s [%d] is %.12g, expected %.12g", s->file, what, k, value[k], expected[k]);
  }
}

static void compare_text(const sample *s, const char *what, const char *value, const char *expected) {
  if (strcmp(value, expected)) fail_msg("%s: %s is '%s', expected '%s'", s->file, what, value, expected);
}

static void compare_elements(const sample *s, const dataset *set) {
  char found[256] = "";
  for (int64_t a = set->first_atom[0]; a < set->first_atom[1]; a++)
    snprintf(found + strlen(found), sizeof found - strlen(found), "%s%s", a ? " " : "",
             set->species[set->atom_species[a]]);
  compare_text(s, "elements", found, s->formula);
}

static void check_sample(const sample *s) {
  importing to;
  dftfit_error err = {0};
  if (sample_read(s, -1, &to, &err)) fail_msg("%s:%d: %s", err.input, err.line, err.message);
  const dataset *set = to.set;
  if (set->nconfig != s->steps) fail_msg("%s: %d steps, expected %d", s->file, (int)set->nconfig, s->steps);
  if (to.tally.unconverged != s->unconverged)
    fail_msg("%s: %ld steps are not converged, expected %d", s->file, to.tally.unconverged, s->unconverged);
  const int64_t last = set->nconfig - 1;
  compare(s, "first energy", &set->energy[0], &s->energy[0], 1);
  compare(s, "last energy", &set->energy[last], &s->energy[1], 1);
  compare(s, "cell", set->cell[0], s->cell, 9);
  compare(s, "position", set->position[set->first_atom[1] - 1], s->position, 3);
  compare(s, "force", set->force[set->first_atom[last]], s->force, 3);
  compare(s, "stress", set->stress[last], s->stress, 6);
  compare_elements(s, set);
  const dataset_calculation *c = &set->calculation[0];
  compare_text(s, "functional", c->functional, s->functional);
  compare_text(s, "smearing", c->smearing, s->smearing);
  compare(s, "cut-off", &c->ecut, &s->ecut, 1);
  compare(s, "k spacing", &c->kspacing, &s->kspacing, 1);
  compare(s, "SCF tolerance", &c->scf_tolerance, &s->scf_tolerance, 1);
  const bool program = strcmp(s->format, "mlip") && strcmp(s->format, "potfit") && strcmp(s->format, "lammps_dump");
  assert_true(!program || c->code[0]);
  const bool silent = !strcmp(s->format, "pwmat") || !strcmp(s->format, "castep_md"); /* do not tell the version */
  assert_true(!program || c->version[0] || silent);
  dataset_destroy(to.set);
  import_end(&to);
}

void check_samples(void **unused) {
  (void)unused;
  for (int i = 0; sample_at(i); i++) check_sample(sample_at(i));
}
