/* SPDX-License-Identifier: BSD-3-Clause */
/** A line of an output that is lost costs steps or targets; it never gives a step the numbers of another one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "samples.h"
#include "unit/temporary.h"

enum { MOST_LINES = 400 }; /* that are taken out of one file; of longer ones every n-th */
/* what is printed a second time has fewer digits */
static const double SAME_ENERGY = 2e-3, SAME_LENGTH = 2e-3, SAME_FORCE = 2e-3, SAME_STRESS = 2e-4;

static bool same(const double *a, const double *b, int n, double tolerance) {
  for (int i = 0; i < n; i++)
    if (!isnan(a[i]) && !isnan(b[i]) && !(fabs(a[i] - b[i]) <= tolerance)) return false;
  return true;
}

/* whether configuration c is configuration w of the whole file, less some targets */
static bool is_config(const dataset *set, int64_t c, const dataset *whole, int64_t w) {
  const int64_t a = set->first_atom[c], b = whole->first_atom[w], n = set->first_atom[c + 1] - a;
  if (n != whole->first_atom[w + 1] - b) return false;
  return same(&set->energy[c], &whole->energy[w], 1, SAME_ENERGY) &&
         same(set->cell[c], whole->cell[w], 9, SAME_LENGTH) && same(set->stress[c], whole->stress[w], 6, SAME_STRESS) &&
         same(set->position[a], whole->position[b], 3 * (int)n, SAME_LENGTH) &&
         same(set->force[a], whole->force[b], 3 * (int)n, SAME_FORCE);
}

static dataset *read_text_of(const sample *s, const char *text) {
  static const import_options options = {.keep_unconverged = true, .elements = "Ni,Al"};
  char folder[1024], path[4096];
  dftfit_error err = {0};
  importing to = {.options = &options, .set = dataset_create(), .source = s->file};
  if (!temporary_folder(folder, sizeof folder) || !temporary_file(folder, "lost", text, path, sizeof path))
    fail_msg("cannot write %s", path);
  (void)import_file(path, importer_find(s->format), &to, &err); /* an error costs the rest of the file */
  temporary_remove(folder);
  import_end(&to);
  return to.set;
}

/* what nothing else in the file tells: a term that is added to the energy; the atoms not put back into the cell */
static bool is_alone(const char *line) {
  return !strncmp(line, "Dispersion corrected final", 26) || !strncmp(line, " nonperiodic_Position", 21);
}

/* whether no step is made of two */
static bool check_line(const sample *s, const char *text, const char *line, const char *next, int number,
                       const dataset *whole) {
  char *lost = malloc(strlen(text) + 1);
  memcpy(lost, text, (size_t)(line - text));
  strcpy(lost + (line - text), next);
  dataset *set = read_text_of(s, lost);
  bool good = true;
  for (int64_t c = 0; c < set->nconfig; c++) {
    bool found = false;
    for (int64_t w = 0; w < whole->nconfig && !found; w++) found = is_config(set, c, whole, w);
    if (!found)
      print_error("%s: without line %d, '%.60s', step %d is none of the whole file\n", s->file, number, line, (int)c);
    good = good && found;
  }
  dataset_destroy(set);
  free(lost);
  return good;
}

static bool check_sample(const sample *s) {
  char *text;
  size_t length;
  int lines = 0, number = 0;
  bool good = true;
  sample_text(s, &text, &length);
  dataset *whole = read_text_of(s, text);
  for (const char *p = text; (p = strchr(p, '\n')); p++) lines++;
  const int stride = lines / MOST_LINES + 1;
  for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1)
    if (number++ % stride == 0 && !is_alone(line)) good = check_line(s, text, line, end + 1, number, whole) && good;
  dataset_destroy(whole);
  free(text);
  return good;
}

void check_lost(void **unused) {
  static const char *const formats[] = {"outcar", "pwscf", "abinit", "castep", "aims", "siesta", "abacus", "pwmat"};
  bool good = true;
  (void)unused;
  for (int i = 0; sample_at(i); i++)
    for (size_t k = 0; k < sizeof formats / sizeof *formats; k++)
      if (!strcmp(sample_at(i)->format, formats[k])) good = check_sample(sample_at(i)) && good;
  assert_true(good);
}
