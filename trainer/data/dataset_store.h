/* SPDX-License-Identifier: BSD-3-Clause */
/** The inside of a dataset, for data/ alone: what grows, and the tables that number names. Every dataset is the first
 *  member of one of these. */
#ifndef TRAINER_DATA_DATASET_STORE_H
#define TRAINER_DATA_DATASET_STORE_H

#include "base/intern.h"
#include "data/dataset.h"

typedef struct dataset_store {
  dataset set;
  int64_t config_capacity, atom_capacity;
  intern groups, sources, calculations;
} dataset_store;

/** Room for this many configurations and atoms in all; exactly (files) or with room to grow (appending). */
dftfit_status dataset_reserve(dataset *set, int64_t nconfig, int64_t natom, bool exact, dftfit_error *err);

/* Number of a name, added when it is new. */
dftfit_status dataset_add_group(dataset *set, const char *name, dataset_kind kind, int *index, dftfit_error *err);
dftfit_status dataset_add_source(dataset *set, const char *name, int *index, dftfit_error *err);
dftfit_status dataset_add_calculation(dataset *set, const dataset_calculation *calculation, int *index,
                                      dftfit_error *err);

#endif
