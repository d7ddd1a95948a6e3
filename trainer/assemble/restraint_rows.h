/* SPDX-License-Identifier: BSD-3-Clause */
/** The rows of a restraint: energies of structures, each with a sigma of its own, that belong to no fold. They stand
 *  beside the data in every system and are never predicted. docs/restraint.md */
#ifndef TRAINER_ASSEMBLE_RESTRAINT_ROWS_H
#define TRAINER_ASSEMBLE_RESTRAINT_ROWS_H

#include "assemble/leaves.h"
#include "assemble/rows.h"

/** Structures with energies; borrowed wherever it is passed. What predicts a fold must not know it, so there are
 *  energies for each: those of the simpler potential that was fitted without it. */
typedef struct restraint_data {
  const dataset *set;        /* NULL: there is no restraint                                     */
  const double *sigma;       /* [nconfig] eV/atom                                               */
  const int *fold_of;        /* [nconfig] 0: counts, negative: left out                         */
  int nfold;                 /* 0: no energies by fold                                          */
  const double *fold_energy; /* [nfold][nconfig] eV per cell                                    */
  const int *fold_of_data;   /* [configurations of the data] the folds that they are for        */
} restraint_data;

typedef struct restraint_rows {
  model model;
  row_builder rows;
  leaves leaves;
  problem problem; /* one fold; all rows are TARGET_FIXED. Columns: those of the fit, the right-hand sides of nfold
                      folds, that of all data */
} restraint_rows;

/** like: the rows of the data, whose potential and columns these share. neighbours: of an atom, on average. */
dftfit_status restraint_rows_create(restraint_rows *r, const restraint_data *from, const row_builder *like,
                                    double neighbours, dftfit_error *err);
void restraint_rows_destroy(restraint_rows *r); /* may be called twice */

#endif
