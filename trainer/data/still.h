/* SPDX-License-Identifier: BSD-3-Clause */
/** Force components that symmetry sets to zero: every potential has them right, so they say nothing about one.
 *  docs/fit.md, "Forces that are zero by symmetry". */
#ifndef TRAINER_DATA_STILL_H
#define TRAINER_DATA_STILL_H

#include <mpi.h>

#include "data/dataset.h"

/** Fills set->still [natom], bits 1, 2, 4 for x, y, z. A component is still where the data have less than 1e-3 eV/A, and
 *  where the neighbours j of the atom, of each element, balance: |sum_j u_j g(d_j)| < 1e-4 sum_j g(d_j) for the component
 *  u of the unit vectors and four functions g of the distance, smooth and zero from 7 A on. So near to a symmetric place,
 *  1e-4 A, forces are below those 1e-3 eV/A. Collective: configurations are dealt to the ranks. */
dftfit_status still_find(MPI_Comm comm, dataset *set, dftfit_error *err);

/** Whether component a of the force on atom i is still. */
static inline bool still_is(const dataset *set, int64_t i, int a) { return set->still && (set->still[i] >> a & 1); }

#endif
