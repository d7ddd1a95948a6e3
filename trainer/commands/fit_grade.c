/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_grade.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/replace_file.h"
#include "base/sha256.h"
#include "base/vote.h"

/* Si.yaml -> Si.grade: path of the companion, and its name without folder for the potential file. */
static dftfit_status companion(const char *output, char **path, dftfit_grade_record *record, dftfit_error *err) {
  const char *slash = strrchr(output, '/'), *name = slash ? slash + 1 : output, *dot = strrchr(name, '.');
  int stem = dot && dot > name ? (int)(dot - name) : (int)strlen(name);
  int written = snprintf(record->file, sizeof record->file, "%.*s.grade", stem, name);
  if (written < 0 || (size_t)written >= sizeof record->file)
    return dftfit_fail(err, DFTFIT_ERR_VALUE, "the name of '%s' is too long", output);
  if (asprintf(path, "%.*s%s", (int)(name - output), output, record->file) < 0)
    return dftfit_no_memory(err, "a file name");
  return DFTFIT_OK;
}

dftfit_status fit_grade_path(const char *output, char **path, dftfit_error *err) {
  dftfit_grade_record record = {0};
  return companion(output, path, &record, err);
}

static dftfit_status write_sets(const fit_config *config, const active_sets *sets, const dftfit_potential *pot,
                                dftfit_grade_record *record, dftfit_error *err) {
  dftfit_active_element element[DFTFIT_MAX_ELEMENTS];
  char *bytes = NULL, *path = NULL;
  size_t length;
  for (int e = 0; e < sets->nelement; e++)
    element[e] = (dftfit_active_element){sets->set[e].n, sets->parameter[e], sets->set[e].inverse};
  DFTFIT_TRY(companion(config->output, &path, record, err));
  dftfit_status status = dftfit_active_set_write(pot, element, &bytes, &length, err);
  if (!status) status = sha256_text(bytes, length, record->sha256, err);
  if (!status) status = replace_file(path, bytes, length, err);
  free(bytes);
  free(path);
  return status;
}

dftfit_status fit_grade_make(MPI_Comm comm, const fit_config *config, design *d, const linear_fit *fit, fit_grade *out,
                             dftfit_error *err) {
  int rank;
  bool *used = malloc(((size_t)d->model.set->nconfig + 1) * sizeof *used);
  dftfit_grade_record record = {0};
  dftfit_status status = used ? DFTFIT_OK : dftfit_no_memory(err, "active sets");
  MPI_Comm_rank(comm, &rank);
  status = vote(comm, status, err);
  for (int64_t c = 0; c < d->model.set->nconfig && !status; c++) used[c] = d->fold_of[c] >= 0;
  if (!status) status = active_sets_create(comm, d, fit, used, &out->sets, err);
  free(used);
  DFTFIT_TRY(status);
  if (config->calibrate) DFTFIT_TRY(calibrate(comm, d, fit, &out->sets, &out->calibration, err));
  if (rank == 0) status = write_sets(config, &out->sets, d->model.potential, &record, err);
  record.reliable = out->calibration.reliable;
  if (rank == 0 && !status) dftfit_potential_set_grade(d->model.potential, &record);
  return vote(comm, status, err);
}

void fit_grade_destroy(fit_grade *g) { active_sets_destroy(&g->sets); }
