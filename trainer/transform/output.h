/* SPDX-License-Identifier: BSD-3-Clause */
/** A data file that is made of configurations of others, block by block. */
#ifndef TRAINER_TRANSFORM_OUTPUT_H
#define TRAINER_TRANSFORM_OUTPUT_H

#include "data/dataset_copy.h"
#include "data/dataset_sink.h"

typedef struct output {
  dataset_sink *sink;
  dataset *block; /* what is not yet written, and the tables of all */
  dataset_copier copier;
} output;

/** For exactly this many configurations and atoms. */
dftfit_status output_open(output *out, const char *path, int64_t nconfig, int64_t natom, dftfit_error *err);
/** Adds configuration c of `from`; source: see dataset_append_copy. It is then the last of out->block. */
dftfit_status output_add(output *out, const dataset *from, int64_t c, const char *source, dftfit_error *err);
/** Writes the rest and puts the file in place, when all is well until now; else removes it. Returns status or its own
 *  failure. Not opened: nothing happens. */
dftfit_status output_end(output *out, dftfit_status status, dftfit_error *err);

#endif
