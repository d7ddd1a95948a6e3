/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_data.h"

#include <math.h>
#include <stdlib.h>

#include "assemble/split.h"
#include "base/vote.h"
#include "report/left_out.h"

/* Such sets are those of `dftfit import` from a dump of LAMMPS. */
static dftfit_status check_targets(const dataset *set, const char *file, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (dataset_has_target(set, c)) return DFTFIT_OK;
  return dftfit_fail(err, DFTFIT_ERR_USAGE,
                     "%s: there is nothing to fit: no configuration has an energy, forces or a stress", file);
}

/* A single wrong energy would move the reference energies and the sigma of all others. */
static dftfit_status leave_out_wrong(MPI_Comm comm, const fit_config *config, dataset *set, fit_data *d,
                                     dftfit_error *err) {
  int rank;
  MPI_Comm_rank(comm, &rank);
  DFTFIT_TRY(energy_outliers_gross(set, NULL, &d->wrong, &d->nwrong, err));
  if (rank == 0) left_out_print(stdout, set, d->wrong, d->nwrong, config->keep_outliers);
  if (config->keep_outliers) d->nwrong = 0;
  for (int64_t i = 0; i < d->nwrong; i++) set->energy[d->wrong[i].config] = NAN;
  return DFTFIT_OK;
}

dftfit_status fit_data_prepare(MPI_Comm comm, fit_config *config, const char *file, dataset *set, fit_data *out,
                               dftfit_error *err) {
  *out = (fit_data){0};
  dftfit_status status = check_targets(set, file, err);
  if (!status) status = leave_out_wrong(comm, config, set, out, err);
  if (!status) status = kin_find(set, out->copies, err);
  if (!status) status = split_folds(config, set, err);
  return vote(comm, status, err);
}

void fit_data_clear(fit_data *d) {
  free(d->wrong);
  *d = (fit_data){0};
}
