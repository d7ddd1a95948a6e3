/* SPDX-License-Identifier: BSD-3-Clause */
/* make_potential IN OUT: gives a potential file that holds settings only (all parameters zero) parameters, so that the
 * tests need no fit. They are fixed numbers between -1 and 1 over the weight of the parameter in the prior, times an
 * energy per parameter that keeps the sum of all of them near one eV. A file with parameters is passed on as it is.
 * Beside OUT stand active sets, whose matrices are fixed numbers too. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/fit.h"
#include "dftfit/grade.h"

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

static bool write_file(const char *path, const char *bytes, size_t length) {
  FILE *out = fopen(path, "w");
  bool ok = out && fwrite(bytes, 1, length, out) == length;
  if (out) ok = fclose(out) == 0 && ok;
  if (!ok) perror(path);
  return ok;
}

/* The descriptors of element e and a matrix near the identity. */
static dftfit_status make_set(const dftfit_potential *pot, int e, dftfit_active_element *out, dftfit_error *err) {
  int nparameter = dftfit_potential_nparameter(pot), *parameter = calloc((size_t)nparameter, sizeof *parameter), n = 0;
  double *probe = calloc((size_t)nparameter, sizeof *probe);
  DFTFIT_TRY(dftfit_probe_derivatives(pot, e, probe, err));
  for (int k = 0; k < nparameter; k++)
    if (probe[k] != 0) parameter[n++] = k;
  double *inverse = calloc((size_t)n * (size_t)n, sizeof *inverse);
  for (int k = 0; k < n; k++)
    for (int j = 0; j < n; j++) inverse[k * n + j] = k == j ? 1 : 0.2 * cos(k + 3 * j) / n;
  *out = (dftfit_active_element){n, parameter, inverse};
  free(probe);
  return DFTFIT_OK;
}

/* OUT.grade for OUT.yaml. */
static dftfit_status make_sets(dftfit_potential *pot, const char *path, dftfit_error *err) {
  dftfit_active_element element[DFTFIT_MAX_ELEMENTS];
  dftfit_grade_record record = {.reliable = 2};
  char beside[512], *bytes;
  size_t length;
  int stem = (int)(strrchr(path, '.') - path);
  snprintf(beside, sizeof beside, "%.*s.grade", stem, path);
  snprintf(record.file, sizeof record.file, "%s", strrchr(beside, '/') + 1);
  memset(record.sha256, '0', 64);
  for (int e = 0; e < dftfit_potential_header(pot)->nelement; e++) DFTFIT_TRY(make_set(pot, e, &element[e], err));
  DFTFIT_TRY(dftfit_active_set_write(pot, element, &bytes, &length, err));
  DFTFIT_FAIL_IF(!write_file(beside, bytes, length), err, DFTFIT_ERR_IO, "%s cannot be written", beside);
  free(bytes);
  for (int e = 0; e < dftfit_potential_header(pot)->nelement; e++) {
    free((int *)element[e].parameter);
    free((double *)element[e].inverse);
  }
  dftfit_potential_set_grade(pot, &record);
  return DFTFIT_OK;
}

int main(int argc, char **argv) {
  dftfit_potential *pot = NULL;
  dftfit_error err = {0};
  const char *text;
  size_t length;
  if (argc != 3 || !strchr(argv[2], '/')) return fprintf(stderr, "usage: make_potential IN FOLDER/OUT.yaml\n"), 2;
  if (dftfit_potential_read(argv[1], &pot, &err)) return give_up(&err);
  fill(pot);
  if (make_sets(pot, argv[2], &err)) return give_up(&err);
  dftfit_writer *w = dftfit_writer_create();
  dftfit_potential_write(pot, (dftfit_node){0}, w);
  if (dftfit_writer_finish(w, &text, &length, &err)) return give_up(&err);
  bool ok = write_file(argv[2], text, length);
  dftfit_writer_destroy(w);
  dftfit_potential_destroy(pot);
  return !ok;
}
