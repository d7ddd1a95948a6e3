/* SPDX-License-Identifier: BSD-3-Clause */
/** The data files of a fit as one dataset. */
#ifndef TRAINER_ASSEMBLE_LOAD_H
#define TRAINER_ASSEMBLE_LOAD_H

#include "data/dataset.h"

typedef struct data_origin {
  char name[256]; /* without folder */
  char sha256[65];
} data_origin;

/** Reads n files and joins them; *origin [n] is freed by the caller. */
dftfit_status load_datasets(int n, char *const *path, dataset **out, data_origin **origin, dftfit_error *err);

#endif
