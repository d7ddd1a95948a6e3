/* SPDX-License-Identifier: BSD-3-Clause */
/** Periodic neighbour search: the atoms, ghost images and full neighbour lists of one configuration, laid out as
 *  LAMMPS lays them out, so that the code that runs in MD computes the energy that is fitted. Cells smaller than the
 *  cutoff, triclinic cells, open and mixed boundaries. */
#ifndef TRAINER_DATA_PERIODIC_H
#define TRAINER_DATA_PERIODIC_H

#include "data/dataset.h"
#include "dftfit/dftfit.h"

typedef struct periodic {
  dftfit_atoms atoms; /* inum = the atoms of the configuration, ghosts after them; ready for dftfit_evaluate */
  int nlocal, nall;
  int *owner; /* [nall] atom (0 .. nlocal-1) of which this is an image; owner[i] = i for i < nlocal  */
  struct periodic_store *store; /* memory, kept and grown from call to call */
} periodic;

periodic *periodic_create(void);
void periodic_destroy(periodic *p);
/** Builds lists of all pairs with distance < cutoff (plus nothing). element_of_species [nspecies]: element of the
 *  potential, -1: not in the potential (an error naming the configuration). Atom types are species+1. */
dftfit_status periodic_build(periodic *p, const dataset *set, int64_t config, const int *element_of_species,
                             double cutoff, dftfit_error *err);

#endif
