/* SPDX-License-Identifier: BSD-3-Clause */
/** How dense matter is in the training data, and how close atoms come to each other. */
#ifndef TRAINER_ASSEMBLE_EXTENT_H
#define TRAINER_ASSEMBLE_EXTENT_H

#include "config/fit_config.h"
#include "data/dataset.h"

typedef struct extent {
  double volume;    /* A^3 an atom, the median over periodic configurations; 0: there is none     */
  double *shortest; /* [nspecies*nspecies] A, by elements of the data; INFINITY: none within 4 A  */
} extent;

/** Of the training data alone: what is held out or excluded is not looked at. */
dftfit_status extent_create(const fit_config *config, const dataset *set, extent *e, dftfit_error *err);
/** Of the configurations whose fold_of [nconfig] is a fold, not below 0. */
dftfit_status extent_of(const dataset *set, const int *fold_of, extent *e, dftfit_error *err);
void extent_destroy(extent *e);

/** Shortest distance of a pair of elements, A: in the data, else what their radii say for that cutoff. */
double extent_shortest(const extent *e, const dataset *set, const char *a, const char *b, double cutoff);

#endif
