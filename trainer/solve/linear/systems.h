/* SPDX-License-Identifier: BSD-3-Clause */
/** Systems made of the triangles for one choice of sigma: of all folds, and with each fold left out. The leave-out
 *  systems come from merges of the folds before (prefixes) and after (suffixes), so their number of merges is linear
 *  in the number of folds. System 0 is all of the data, system f+1 lacks fold f. */
#ifndef TRAINER_SOLVE_LINEAR_SYSTEMS_H
#define TRAINER_SOLVE_LINEAR_SYSTEMS_H

#include "solve/linear/accumulate.h"
#include "solve/linear/ridge.h"

/** factor [TARGET_CLASSES]: rows of each class are multiplied by it (1/sigma). wanted [nfold+1]: which systems to make;
 *  the others of system [nfold+1] stay empty. Complete triangles of n columns. */
dftfit_status systems_create(const triangles *t, const double *factor, const bool *wanted, triangle *system,
                             dftfit_error *err);

/** The restraint alone, as the system of all data has it, complete; empty where there is none. */
dftfit_status systems_restraint(const triangles *t, triangle *out, dftfit_error *err);

/** Residual sums of squares [TARGET_CLASSES] of fold f at x [n-1], times factor squared. */
dftfit_status systems_residuals(const triangles *t, int fold, const double *factor, const double *x, double *rss,
                                dftfit_error *err);

#endif
