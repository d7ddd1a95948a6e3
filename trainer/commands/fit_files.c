/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_files.h"

#include <stdlib.h>

#include "base/outputs.h"
#include "base/printed.h"
#include "commands/fit_grade.h"

dftfit_status fit_files_check(const fit_files *f, const fit_config *config, dftfit_error *err) {
  char *companion = NULL;
  if (config->grade) DFTFIT_TRY(fit_grade_path(config->output, &companion, err));
  const char *written[] = {config->output, companion, f->csv, f->parameters, f->front};
  const int nread = config->ndata + 1;
  const char **read = malloc((size_t)nread * sizeof *read);
  dftfit_status status = read ? DFTFIT_OK : dftfit_no_memory(err, "names of files");
  for (int i = 0; i < nread && read; i++) read[i] = i == 0 ? f->settings : config->data[i - 1];
  if (read) status = outputs_check(written, sizeof written / sizeof *written, read, nread, f->force, err);
  free(read);
  free(companion);
  return status;
}

typedef struct parameters {
  const problem *problem;
  const linear_fit *fit;
} parameters;

static dftfit_status print_parameters(void *self, FILE *to, dftfit_error *err) {
  const problem *p = ((const parameters *)self)->problem;
  const linear_fit *fit = ((const parameters *)self)->fit;
  (void)err;
  fprintf(to, "# name value standard_deviation prior_weight\n");
  for (int k = p->ncomposition; k < p->ncolumn; k++)
    fprintf(to, "%s %.17g %.6g %.6g\n", p->name[k], fit->x[k], fit->deviation[k - p->ncomposition], p->prior[k]);
  fprintf(to, "# singular values, in units of the prior:");
  for (int k = 0; k < fit->nsingular; k++) fprintf(to, " %.6g", fit->singular[k]);
  fputc('\n', to);
  return DFTFIT_OK;
}

dftfit_status fit_files_parameters(const char *path, const problem *p, const linear_fit *fit, dftfit_error *err) {
  parameters all = {p, fit};
  return replace_printed(path, print_parameters, &all, err);
}
