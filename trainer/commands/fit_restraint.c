/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_restraint.h"

#include <stdio.h>

#include "base/vote.h"

static void tell(const fit_config *config, const restraint *r) {
  printf("Restraint: energies of %lld of %lld random structures, as a fit of correlation order 2 has them, %g eV/atom "
         "and more\n",
         (long long)r->nused, (long long)r->set->nconfig, config->restraint.sigma);
  fflush(stdout);
}

dftfit_status fit_restraint_make(MPI_Comm comm, const fit_config *config, design *d, restraint *out,
                                 dftfit_error *err) {
  reference simpler;
  int rank;
  MPI_Comm_rank(comm, &rank);
  DFTFIT_TRY(reference_fit(comm, config, d->model.set, &d->offsets, &simpler, err));
  dftfit_status status = restraint_create(config, &simpler, restraint_count(config, d), out, err);
  reference_destroy(&simpler);
  if (!status) status = design_restrain(d, restraint_borrow(out), err);
  DFTFIT_TRY(vote(comm, status, err));
  if (rank == 0) tell(config, out);
  return DFTFIT_OK;
}
