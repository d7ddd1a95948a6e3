/* SPDX-License-Identifier: BSD-3-Clause */
/** Writing a data file block by block, beside its path; renamed when it is whole. */
#ifndef TRAINER_DATA_DATASET_SINK_H
#define TRAINER_DATA_DATASET_SINK_H

#include "data/dataset.h"

typedef struct dataset_sink dataset_sink;

/** For this many configurations and atoms in all; -1: not known until the end. */
dftfit_status dataset_sink_open(const char *path, int64_t nconfig, int64_t natom, dataset_sink **out,
                                dftfit_error *err);
/** Writes all configurations of the set after those before. */
dftfit_status dataset_sink_put(dataset_sink *sink, const dataset *set, dftfit_error *err);
/** Writes the tables of the set (to which the indices of all configurations refer), puts the file in place and destroys
 *  the sink, also where it fails. */
dftfit_status dataset_sink_close(dataset_sink *sink, const dataset *tables, dftfit_error *err);
/** Removes what was written, and destroys the sink. NULL is fine. */
void dataset_sink_abandon(dataset_sink *sink);

#endif
