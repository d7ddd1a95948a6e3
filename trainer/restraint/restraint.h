/* SPDX-License-Identifier: BSD-3-Clause */
/** A restraint against holes: random structures whose energies are held near those of a simpler potential that was
 *  fitted to the same data (docs/restraint.md). What the data do not determine is then as the simpler potential says,
 *  within a wide sigma, instead of what a large basis happens to extrapolate to. */
#ifndef TRAINER_RESTRAINT_RESTRAINT_H
#define TRAINER_RESTRAINT_RESTRAINT_H

#include "restraint/reference.h"

typedef struct restraint {
  dataset *set;  /* the structures, with the energies of the simpler potential; the species of the data   */
  double *sigma; /* [nconfig] eV/atom                                                                     */
  int *fold_of;  /* [nconfig] 0: counts; SPLIT_EXCLUDED: far too high, or below the ground state          */
  int64_t nused;
  int nfold;           /* 0 with one fold                                                               */
  double *fold_energy; /* [nfold][nconfig] eV per cell, of the simpler potential fitted without each fold */
  int *fold_of_data;   /* [configurations of the data] the folds                                        */
} restraint;

/** Structures of the restraint of a fit, 0 without one. */
int64_t restraint_count(const fit_config *config, const design *d);

/** n structures of the elements that the data and the simpler potential have in common, made for the density and the
 *  shortest distances of the training data. Every rank makes the same. */
dftfit_status restraint_create(const fit_config *config, reference *simpler, int64_t n, restraint *out,
                               dftfit_error *err);
restraint_data restraint_borrow(const restraint *r);
void restraint_destroy(restraint *r);

#endif
