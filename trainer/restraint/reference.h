/* SPDX-License-Identifier: BSD-3-Clause */
/** The simpler potential of a restraint: form ace of correlation order 2, radial functions and core as in the fit,
 *  fitted to the same training data. docs/restraint.md, "The simpler potential". */
#ifndef TRAINER_RESTRAINT_REFERENCE_H
#define TRAINER_RESTRAINT_REFERENCE_H

#include <mpi.h>

#include "assemble/design.h"
#include "solve/linear/linear.h"

/** Can `restraint` of config stand beside this potential? It must be of form ace; a preset says so itself. */
dftfit_status reference_possible(const fit_config *config, dftfit_error *err);

/** Of all data and without each fold. */
typedef struct reference {
  dftfit_potential *potential;
  design design;
  linear_fit fit;
} reference;

/** Collective, the same on every rank. offsets: the constant pressures that the fit has. */
dftfit_status reference_fit(MPI_Comm comm, const fit_config *config, const dataset *set, const stress_offsets *offsets,
                            reference *out, dftfit_error *err);
void reference_destroy(reference *r);
/** Puts the solution without that fold into the potential; fold -1: that of all data. */
void reference_apply(reference *r, int fold);

#endif
