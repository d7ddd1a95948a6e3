/* SPDX-License-Identifier: BSD-3-Clause */
/** Random structures: periodic cells of a few atoms from dense to open matter, among them slabs, wires and clusters.
 *  docs/restraint.md, "The structures". */
#ifndef TRAINER_RESTRAINT_STRUCTURES_H
#define TRAINER_RESTRAINT_STRUCTURES_H

#include "data/dataset.h"

enum { STRUCTURE_ATOMS = 8 };

/** What they are made of. */
typedef struct structure_space {
  int nelement;
  const char (*symbol)[4]; /* [nelement]                                                    */
  const double *shortest;  /* [nelement*nelement] shortest distances of the data, A         */
  const double *volume;    /* [nelement] A^3 an atom, at the density of the data            */
  uint64_t seed;
} structure_space;

/** Appends structures first .. first+n-1, without targets. A structure depends on its number and the space alone. */
dftfit_status structures_append(dataset *set, const structure_space *space, int64_t first, int64_t n,
                                dftfit_error *err);

#endif
