/* SPDX-License-Identifier: BSD-3-Clause */
/** What kind of structure a configuration is, from cell, positions and forces alone. */
#ifndef TRAINER_CHECK_STRUCTURE_H
#define TRAINER_CHECK_STRUCTURE_H

#include "check/coverage.h"
#include "data/dataset_neighbours.h"

/** Distances are in units of (volume per atom)^(1/3), so that a change of volume changes nothing. Shells end between
 *  those of fcc, hcp (12, -, 18), bcc (8, 14, -) and diamond (4, -, 16). */
enum { STRUCTURE_SHELLS = 3 };

typedef struct structure {
  int64_t natom;
  double energy;                       /* eV per atom; NaN: not known */
  int vacuum;                          /* directions across which the cell is empty, or that are open */
  double volume;                       /* A^3 per atom                                                */
  double neighbours[STRUCTURE_SHELLS]; /* mean number within each shell                            */
  double odd;                          /* fraction of atoms whose number within the second shell is not the usual one */
  int confined;                        /* directions in which such atoms leave a large part of the cell free          */
  double largest_force, usual_force;   /* largest and median |F|, eV/A; NaN: not known */
  /* largest |sum_j exp(i G r_j)|^2/N^2, G up to the first shells' wave number, or one that is large enough; of large
   * cells it is estimated from a sample of the atoms */
  double bragg;
} structure;

/** Lists are built in `lists`; element [nspecies]: 0 .. nspecies-1. */
dftfit_status structure_measure(const dataset *set, int64_t c, dftfit_periodic *lists, const int *element,
                                structure *out, dftfit_error *err);
/** ground: the configuration of lowest energy per atom of this composition; may be the same. */
dataset_kind structure_kind(const structure *s, const structure *ground, coverage_reason *reason);

#endif
