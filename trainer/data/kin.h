/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations that are no independent evidence beside an earlier one: copies, symmetry-equivalent and almost equal
 *  structures, frames of a trajectory that follow each other closely, whatever file or folder they are from
 *  (docs/honest-numbers.md, "Copies").
 *
 *  Every configuration is compared with leaders only, those that were like no earlier one: so a trajectory whose frames
 *  are each close to the next does not merge into one. Memory: some 400 bytes a configuration. */
#ifndef TRAINER_DATA_KIN_H
#define TRAINER_DATA_KIN_H

#include "data/signature.h"

typedef enum kin_degree {
  KIN_NONE,      /* like no earlier one */
  KIN_IDENTICAL, /* the same cell, elements and positions, bit for bit */
  KIN_ALIKE,     /* the same surroundings of all atoms: shifted, rotated, reflected, renumbered, a supercell, or almost
                  * the same                                                                                           */
  KIN_NEAR,      /* the same cell, and atoms displaced by little: frames of one trajectory */
  KIN_DEGREES
} kin_degree;

/** Alike: ranked moments of the surroundings differ by at most this fraction of the mean zeroth one, volumes by this
 *  fraction: displacements of less than about 0.01 A, strains of less than about 1e-4. */
#define KIN_ALIKE_TOLERANCE 1e-3
/** Near: the root mean square displacement of an atom, A, estimated from SIGNATURE_DIRECTIONS random projections; and
 *  how much the vectors of the cell may differ, as a fraction of the longest. */
#define KIN_NEAR_DISPLACEMENT 0.05
#define KIN_NEAR_CELL 1e-3

typedef struct kin {
  int64_t first; /* the earliest that this one is like; itself: none */
  kin_degree degree;
} kin;

typedef struct kin_search kin_search;

kin_search *kin_search_create(void);    /* NULL: out of memory */
void kin_search_destroy(kin_search *k); /* NULL is fine */
/** Adds configuration c of set, whose number is that of the configurations added before. Sets may change in between. */
dftfit_status kin_search_add(kin_search *k, const dataset *set, int64_t c, dftfit_error *err);
/** The same with lists that were built for it with the cutoff SIGNATURE_REACH. */
dftfit_status kin_search_add_with(kin_search *k, const dataset *set, int64_t c, const dftfit_periodic *lists,
                                  dftfit_error *err);
/** [number of configurations added]; valid until the next one is. */
const kin *kin_search_list(const kin_search *k);
/** How many have the degree. */
int64_t kin_search_count(const kin_search *k, kin_degree degree);

/** Fills set->like [nconfig] with the earliest configuration that each is like. count [KIN_DEGREES], NULL: not asked. */
dftfit_status kin_find(dataset *set, int64_t *count, dftfit_error *err);

#endif
