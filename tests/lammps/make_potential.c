/* SPDX-License-Identifier: BSD-3-Clause */
/* make_potential IN OUT: gives a potential file that holds settings only (all parameters zero) parameters, so that the
 * tests need no fit. They are fixed numbers between -1 and 1 over the weight of the parameter in the prior, times an
 * energy per parameter that keeps the sum of all of them near one eV. A file with parameters is passed on as it is. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "dftfit/dftfit.h"

static int give_up(const dftfit_error *err) {
  char text[1024];
  fprintf(stderr, "make_potential: %s\n", dftfit_error_text(err, text, sizeof text));
  return 1;
}

static void fill(dftfit_potential *pot) {
  int n = dftfit_potential_nparameter(pot);
  double *theta = calloc((size_t)n, sizeof *theta), norm = 0;
  uint64_t state = 4022025;
  dftfit_potential_get(pot, theta);
  for (int k = 0; k < n; k++) norm += theta[k] * theta[k];
  if (norm == 0) {
    for (int k = 0; k < n; k++) {
      dftfit_parameter about;
      dftfit_potential_parameter(pot, k, &about);
      state = state * 48271u % 2147483647u;
      theta[k] = (2.0 * (double)state / 2147483647.0 - 1.0) / (about.prior > 1 ? about.prior : 1) / sqrt(n);
    }
    dftfit_potential_set(pot, theta);
  }
  free(theta);
}

int main(int argc, char **argv) {
  dftfit_potential *pot = NULL;
  dftfit_error err = {0};
  const char *text;
  size_t length;
  if (argc != 3) return fprintf(stderr, "usage: make_potential IN OUT\n"), 2;
  if (dftfit_potential_read(argv[1], &pot, &err)) return give_up(&err);
  fill(pot);
  dftfit_writer *w = dftfit_writer_create();
  if (dftfit_potential_write(pot, (dftfit_node){0}, w, &err) || dftfit_writer_finish(w, &text, &length, &err))
    return give_up(&err);
  FILE *out = fopen(argv[2], "w");
  bool ok = out && fwrite(text, 1, length, out) == length;
  if (out) ok = fclose(out) == 0 && ok;
  if (!ok) perror(argv[2]);
  dftfit_writer_destroy(w);
  dftfit_potential_destroy(pot);
  return !ok;
}
