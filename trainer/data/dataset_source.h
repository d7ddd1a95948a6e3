/* SPDX-License-Identifier: BSD-3-Clause */
/** Reading a data file block by block: memory for the tables, 8 bytes a configuration, and one block. */
#ifndef TRAINER_DATA_DATASET_SOURCE_H
#define TRAINER_DATA_DATASET_SOURCE_H

#include "data/dataset.h"

/** A block ends before it would have more than this many configurations or atoms (but has at least one configuration).
 */
enum { DATASET_BLOCK_CONFIGS = 8192, DATASET_BLOCK_ATOMS = 131072 };

typedef struct dataset_source dataset_source;

dftfit_status dataset_source_open(const char *path, dataset_source **out, dftfit_error *err);
void dataset_source_close(dataset_source *source); /* NULL is fine */
int64_t dataset_source_nconfig(const dataset_source *source);
int64_t dataset_source_natom(const dataset_source *source);

/** Starts again at the first block. */
void dataset_source_rewind(dataset_source *source);
/** The next block: a dataset with the tables of the file, whose configuration 0 is configuration *first of the file;
 *  NULL in *block at the end. It holds until the next call. */
dftfit_status dataset_source_next(dataset_source *source, const dataset **block, int64_t *first, dftfit_error *err);
/** The tables of the file, whatever block is read. */
const dataset *dataset_source_tables(const dataset_source *source);

#endif
