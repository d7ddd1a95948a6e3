/* SPDX-License-Identifier: BSD-3-Clause */
/** Which elements, pairs and triples the training data show within the cutoff of a potential. Of others a fit knows
 *  nothing but its prior. */
#ifndef TRAINER_ASSEMBLE_SEEN_H
#define TRAINER_ASSEMBLE_SEEN_H

#include "assemble/design.h"

typedef struct seen {
  int n; /* elements of the potential */
  bool element[DFTFIT_MAX_ELEMENTS];
  bool pair[DFTFIT_MAX_ELEMENTS][DFTFIT_MAX_ELEMENTS];                        /* symmetric */
  bool triple[DFTFIT_MAX_ELEMENTS][DFTFIT_MAX_ELEMENTS][DFTFIT_MAX_ELEMENTS]; /* the centre first; symmetric in the
                                                                               * others */
} seen;

/** Looks through the configurations that train until nothing is missing. An error when an element has no atom, or no
 *  two atoms at all are within the cutoff. */
dftfit_status seen_find(design *d, seen *out, dftfit_error *err);

/** Calls name for every pair that is not seen, then for every triple whose two pairs are: "Si-C", "C-Si-Si". Returns
 *  how many there are. */
int seen_missing(const seen *s, const dftfit_header *header, void (*name)(void *self, const char *text), void *self);

#endif
