/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_DATA_DATASET_CHECK_H
#define TRAINER_DATA_DATASET_CHECK_H

#include "data/dataset.h"

/** Checks every value of a dataset read from set->path: indices in range, positions and cells finite, volumes positive,
 *  targets whole (all components or none) and not infinite. Errors name path:/dataset[index],
 *  where configurations are counted from first_config and atoms from first_atom on. */
dftfit_status dataset_check(const dataset *set, int64_t first_config, int64_t first_atom, dftfit_error *err);

#endif
