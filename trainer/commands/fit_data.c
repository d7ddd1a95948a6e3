/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "assemble/split.h"
#include "base/vote.h"
#include "check/jumps.h"
#include "data/still.h"
#include "report/left_out.h"

/* Such sets are those of `dftfit import` from a dump of LAMMPS. */
static dftfit_status check_targets(const dataset *set, const char *file, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (dataset_has_target(set, c)) return DFTFIT_OK;
  return dftfit_fail(err, DFTFIT_ERR_USAGE,
                     "%s: there is nothing to fit: no configuration has an energy, forces or a stress", file);
}

/* Energies of another code, functional or source that differ without `reference: settings`: an error where only another
 * zero of energy explains it, else a warning. */
static dftfit_status judge_jump(int rank, const char *file, const dataset *set, const jump *j, dftfit_error *err) {
  char name[200];
  jump_name(set, j, name, sizeof name);
  if (!j->jumps) return DFTFIT_OK;
  if (j->calculation >= 0 || fabs(j->above) > JUMP_CERTAIN)
    return dftfit_fail(err, DFTFIT_ERR_VALUE,
                       "%s: the %lld energies of %s are %+.3f eV/atom off from the others: another zero of energy; say "
                       "`reference: settings` to fit reference energies for them, too, or leave them out",
                       file, (long long)j->nconfig, name, j->above);
  if (rank == 0)
    printf("Warning: the %lld energies of %s are %+.3f eV/atom off from those of the same composition and volume; if "
           "that is another zero of energy, say `reference: settings`\n",
           (long long)j->nconfig, name, j->above);
  return DFTFIT_OK;
}

static dftfit_status find_zeros(MPI_Comm comm, const fit_config *config, const char *file, dataset *set,
                                dftfit_error *err) {
  int rank, n = 0;
  jump *list;
  dftfit_status status = DFTFIT_OK;
  MPI_Comm_rank(comm, &rank);
  if (config->reference_settings) {
    set->zero = malloc(((size_t)set->nconfig + 1) * sizeof *set->zero);
    DFTFIT_FAIL_IF(!set->zero, err, DFTFIT_ERR_MEMORY, "out of memory for the zeros of energy");
  }
  DFTFIT_TRY(jumps_find(set, &list, &n, set->zero, err));
  for (int i = 0; i < n && !status && !config->reference_settings; i++)
    status = judge_jump(rank, file, set, &list[i], err);
  for (int i = 0; i < n && config->reference_settings && rank == 0; i++) {
    char name[200];
    jump_name(set, &list[i], name, sizeof name);
    printf("Reference energies of their own, number %d: %s (%lld configurations)\n", i + 1, name,
           (long long)list[i].nconfig);
  }
  free(list);
  return status;
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
  if (!status) status = find_zeros(comm, config, file, set, err);
  if (!status) status = leave_out_wrong(comm, config, set, out, err);
  if (!status) status = kin_find(set, out->copies, err);
  if (!status) status = split_folds(config, set, err);
  DFTFIT_TRY(vote(comm, status, err));
  return still_find(comm, set, err);
}

void fit_data_clear(fit_data *d) {
  free(d->wrong);
  *d = (fit_data){0};
}
