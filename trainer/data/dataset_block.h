/* SPDX-License-Identifier: BSD-3-Clause */
/** Parts of a data file: its tables, and blocks of its configurations. For data/ alone. */
#ifndef TRAINER_DATA_DATASET_BLOCK_H
#define TRAINER_DATA_DATASET_BLOCK_H

#include "data/dataset.h"
#include "data/hdf5_file.h"

/** Where the configurations of a file lie. */
typedef struct dataset_index {
  int64_t nconfig, natom;
  int64_t *first_atom; /* [nconfig+1] */
} dataset_index;

void dataset_index_clear(dataset_index *index);
/** Reads and checks the offsets: they fill /atoms without gaps, in order. */
dftfit_status dataset_index_read(const hdf5_file *f, dataset_index *index, dftfit_error *err);

/** Reads schema, species, sources, groups and calculations into an empty set. */
dftfit_status dataset_read_tables(const hdf5_file *f, dataset *set, dftfit_error *err);
/** Reads configurations first .. first+n-1 into a set that has the tables, in place of those it has, and checks them;
 *  errors count them as the file does. */
dftfit_status dataset_read_block(const hdf5_file *f, const dataset_index *index, int64_t first, int64_t n, dataset *set,
                                 dftfit_error *err);

/** Creates the datasets of this many configurations and atoms, empty. */
dftfit_status dataset_make_rows(const hdf5_file *f, int64_t nconfig, int64_t natom, dftfit_error *err);
/** Writes all configurations of set as rows from first_config and first_atom on. */
dftfit_status dataset_write_block(const hdf5_file *f, const dataset *set, int64_t first_config, int64_t first_atom,
                                  dftfit_error *err);
/** Writes the attributes of the file; the tables. */
dftfit_status dataset_write_head(const hdf5_file *f, dftfit_error *err);
dftfit_status dataset_write_tables(const hdf5_file *f, const dataset *set, dftfit_error *err);

#endif
