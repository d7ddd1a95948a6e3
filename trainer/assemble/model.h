/* SPDX-License-Identifier: BSD-3-Clause */
/** A potential applied to configurations of a dataset: energies, forces and stresses by the code that runs in MD. */
#ifndef TRAINER_ASSEMBLE_MODEL_H
#define TRAINER_ASSEMBLE_MODEL_H

#include "data/dataset.h"
#include "data/dataset_neighbours.h"
#include "dftfit/fit.h"

typedef struct model {
  dftfit_potential *potential; /* borrowed */
  const dataset *set;          /* borrowed */
  int *element_of_species;     /* [nspecies] -1: not in the potential */
  dftfit_periodic *lists;      /* of the configuration evaluated last */
  dftfit_workspace *workspace;
  int natom, capacity;
  double energy;    /* eV per cell, reference energies included                          */
  double *force;    /* [natom][3] eV/A                                                   */
  double stress[6]; /* eV/A^3, xx yy zz yz xz xy; NaN unless periodic in all directions  */
  double volume;    /* A^3, NaN likewise                                                 */
  double
      *zero_energy; /* [nzero][nelement] eV, what reference energies are more where set->zero says so; NULL: nothing */
  const double *pressure; /* [ncalculation] eV/A^3, what xx, yy and zz of the data have more than the potential: added
                             to stress. Borrowed; NULL: nothing */
} model;

dftfit_status model_create(model *m, dftfit_potential *potential, const dataset *set, dftfit_error *err);
void model_destroy(model *m); /* may be called twice */
/** Evaluates configuration c. Errors name the configuration. */
dftfit_status model_evaluate(model *m, int64_t c, dftfit_error *err);
/** Puts "file:/configs[c] (group g)" before the message of an error without a place. */
dftfit_status model_blame(const dataset *set, int64_t c, dftfit_status status, dftfit_error *err);

#endif
