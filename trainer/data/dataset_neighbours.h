/* SPDX-License-Identifier: BSD-3-Clause */
/** Neighbour lists of the configurations of a data set. */
#ifndef TRAINER_DATA_DATASET_NEIGHBOURS_H
#define TRAINER_DATA_DATASET_NEIGHBOURS_H

#include "data/dataset.h"
#include "dftfit/periodic.h"

/** Builds lists of all pairs with distance < cutoff (A). element_of_species [nspecies]: element of the potential,
 *  -1: not in the potential (an error that names the configuration). Atom types are species+1. */
dftfit_status dataset_neighbours(dftfit_periodic *p, const dataset *set, int64_t config, const int *element_of_species,
                                 double cutoff, dftfit_error *err);

#endif
