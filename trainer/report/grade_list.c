/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/grade_list.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/read_text.h"
#include "base/sha256.h"
#include "grade/maxvol.h"

static dftfit_status check_hash(const char *path, const char *bytes, size_t length, const char *wanted,
                                dftfit_error *err) {
  char hex[65];
  DFTFIT_TRY(sha256_text(bytes, length, hex, err));
  if (!strcmp(hex, wanted)) return DFTFIT_OK;
  return dftfit_fail_at(
      err, DFTFIT_ERR_VALUE, path, 0, 0,
      "not the file that was written with the potential: its SHA-256 begins with %.12s, that named in "
      "the potential with %.12s",
      hex, wanted);
}

dftfit_status active_sets_beside(const dftfit_potential *pot, const char *path, dftfit_active_set **out,
                                 dftfit_error *err) {
  dftfit_grade_record record;
  char *beside = NULL, *bytes = NULL;
  size_t length;
  *out = NULL;
  dftfit_potential_get_grade(pot, &record);
  if (!record.file[0])
    return dftfit_fail_at(err, DFTFIT_ERR_USAGE, path, 0, 0,
                          "names no active sets, so there is no extrapolation grade: fit it with 'grade: on'");
  const char *slash = strrchr(path, '/');
  if (asprintf(&beside, "%.*s%s", slash ? (int)(slash - path + 1) : 0, path, record.file) < 0)
    return dftfit_no_memory(err, "a file name");
  dftfit_status status = read_text(MPI_COMM_SELF, beside, &bytes, &length, err);
  if (!status) status = check_hash(beside, bytes, length, record.sha256, err);
  if (!status) status = dftfit_active_set_parse(pot, beside, bytes, length, out, err);
  free(bytes);
  free(beside);
  return status;
}

/* The largest grade of configuration c and its atom. */
static dftfit_status grade_of(model *m, const dftfit_active_set *sets, int64_t c, double **grade, double *largest,
                              int *atom, dftfit_error *err) {
  double cutoff = dftfit_potential_cutoff(m->potential);
  DFTFIT_TRY(dataset_neighbours(m->lists, m->set, c, m->element_of_species, cutoff, err));
  double *grown = realloc(*grade, ((size_t)m->lists->nall + 1) * sizeof **grade);
  if (!grown) return dftfit_no_memory(err, "the grades of a configuration");
  *grade = grown;
  DFTFIT_TRY(dftfit_grade(m->potential, sets, &m->lists->atoms, m->workspace, grown, err));
  *largest = -1;
  for (int i = 0; i < m->lists->nlocal; i++) {
    if (!(grown[i] > *largest)) continue;
    *largest = grown[i];
    *atom = i;
  }
  return DFTFIT_OK;
}

dftfit_status grade_list_print(FILE *to, FILE *summary, model *m, const dftfit_active_set *sets, const int *fold_of,
                               dftfit_error *err) {
  dftfit_grade_record record;
  double *grade = NULL, most = -1, largest = 0;
  int64_t count = 0, above = 0, worst = 0;
  dftfit_status status = DFTFIT_OK;
  dftfit_potential_get_grade(m->potential, &record);
  double limit = fmax(record.reliable, MAXVOL_THRESHOLD);
  fprintf(to, "# configuration group atoms grade atom\n");
  for (int64_t c = 0; c < m->set->nconfig && !status; c++) {
    int atom = 0;
    if (fold_of[c]) continue;
    status = model_blame(m->set, c, grade_of(m, sets, c, &grade, &largest, &atom, err), err);
    if (status) break;
    fprintf(to, "%lld %s %d %.6g %d\n", (long long)c, m->set->group[m->set->config_group[c]].name, m->lists->nlocal,
            largest, atom);
    count++;
    above += largest > limit;
    if (largest > most) {
      most = largest;
      worst = c;
    }
  }
  free(grade);
  if (!status && count)
    fprintf(summary, "Extrapolation grade: %lld of %lld configurations above %g; largest %.3g, configs[%lld]\n",
            (long long)above, (long long)count, limit, most, (long long)worst);
  return status;
}
