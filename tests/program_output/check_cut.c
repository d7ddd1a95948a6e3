/* SPDX-License-Identifier: BSD-3-Clause */
/** A file that was cut off anywhere gives an error or the steps that were whole before the cut, and never other
 *  numbers. */
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "samples.h"

enum { CUTS = 97 }; /* a prime: the places fall on all parts of lines */

static bool same(const double *a, const double *b, size_t n) { return !memcmp(a, b, n * sizeof *a); }

static void compare_step(const sample *s, long bytes, const dataset *cut, const dataset *whole, int64_t c) {
  const int64_t first = whole->first_atom[c], n = whole->first_atom[c + 1] - first;
  bool good = cut->first_atom[c] == first && cut->first_atom[c + 1] - first == n;
  good = good && same(&cut->energy[c], &whole->energy[c], 1) && same(cut->cell[c], whole->cell[c], 9);
  good = good && same(cut->stress[c], whole->stress[c], 6);
  good = good && same(cut->position[first], whole->position[first], (size_t)(3 * n));
  good = good && same(cut->force[first], whole->force[first], (size_t)(3 * n));
  good = good && !memcmp(cut->atom_species + first, whole->atom_species + first, (size_t)n);
  if (!good) fail_msg("%s cut at byte %ld: step %d is not that of the whole file", s->file, bytes, (int)c);
}

static void check_sample_cut(const sample *s) {
  importing whole, cut;
  dftfit_error err = {0};
  char *text;
  size_t length;
  if (sample_read(s, -1, &whole, &err)) fail_msg("%s: %s", s->file, err.message);
  sample_text(s, &text, &length);
  free(text);
  for (int i = 1; i < CUTS; i++) {
    /* every other cut near the end, where formats that repeat themselves end */
    long bytes = (long)(i % 2 ? length * (size_t)i / CUTS : length - 1 - (size_t)(i * i) * length / (8 * CUTS * CUTS));
    dftfit_error cut_err = {0};
    cut.set = NULL;
    dftfit_status status = sample_read(s, bytes, &cut, &cut_err);
    if (status && !cut_err.message[0]) fail_msg("%s cut at byte %ld: an error without a text", s->file, bytes);
    if (cut.set) {
      if (cut.set->nconfig > whole.set->nconfig) fail_msg("%s cut at byte %ld: more steps than before", s->file, bytes);
      for (int64_t c = 0; c < cut.set->nconfig; c++) compare_step(s, bytes, cut.set, whole.set, c);
      dataset_destroy(cut.set);
      import_end(&cut);
    }
  }
  dataset_destroy(whole.set);
  import_end(&whole);
}

void check_cut(void **unused) {
  (void)unused;
  for (int i = 0; sample_at(i); i++) check_sample_cut(sample_at(i));
}
