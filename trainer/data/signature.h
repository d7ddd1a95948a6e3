/* SPDX-License-Identifier: BSD-3-Clause */
/** What a configuration looks like, in a few numbers: by them copies and near-copies are found without a comparison of
 *  all pairs (data/kin.h; docs/honest-numbers.md, "Copies"). */
#ifndef TRAINER_DATA_SIGNATURE_H
#define TRAINER_DATA_SIGNATURE_H

#include "data/dataset_neighbours.h"

/** Distances up to this are looked at, A: first and second neighbours of any solid. */
#define SIGNATURE_REACH 5.0
enum {
  SIGNATURE_MOMENTS = 8,     /* of the surroundings of an atom                                           */
  SIGNATURE_RANKS = 6,       /* of every moment the atoms of these ranks, from the least to the largest  */
  SIGNATURE_DIRECTIONS = 16, /* random directions of displacements of all atoms                          */
  SIGNATURE_NUMBERS = SIGNATURE_MOMENTS * SIGNATURE_RANKS
};

typedef struct signature {
  uint64_t bits;        /* a hash of cell, elements and positions as they are stored                              */
  uint64_t composition; /* a hash of the shares of the elements and of the periodic directions                    */
  uint64_t sequence;    /* a hash of the elements in their order and of the periodic directions                   */
  float volume;         /* A^3 an atom; 0: open                                                                   */
  float scale;          /* mean zeroth moment; 0: no two atoms are within reach                                   */
  float moment[SIGNATURE_NUMBERS];   /* [moment][rank]; the same for a supercell, and for any order of the atoms  */
  float cell[9];                     /* A                                                                         */
  float place[SIGNATURE_DIRECTIONS]; /* A; two frames differ by about the root mean square displacement of an atom */
} signature;

/** lists: built for configuration c with the cutoff SIGNATURE_REACH. */
dftfit_status signature_make(const dataset *set, int64_t c, const dftfit_periodic *lists, signature *out,
                             dftfit_error *err);

#endif
