/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_DATA_DATASET_COPY_H
#define TRAINER_DATA_DATASET_COPY_H

#include "data/dataset.h"

/** Room for the symbols of one configuration, kept from call to call; all zero: empty. */
typedef struct dataset_copier {
  char (*symbol)[4];
  int64_t capacity;
} dataset_copier;

void dataset_copier_clear(dataset_copier *copier);
/** Appends configuration c of `from` to `to`. A group that is new there keeps its kind; source NULL: the name it has.
 */
dftfit_status dataset_append_copy(dataset_copier *copier, dataset *to, const dataset *from, int64_t c,
                                  const char *source, dftfit_error *err);
/** Removes all configurations; the tables stay. */
void dataset_empty(dataset *set);

#endif
