/* SPDX-License-Identifier: BSD-3-Clause */
/** What sets a calculation apart beside its settings, in the same words for every code. */
#ifndef TRAINER_IMPORT_READING_REMARKS_H
#define TRAINER_IMPORT_READING_REMARKS_H

#include "data/dataset.h"

/** Spin, and charge (electrons that are missing), where there are such. */
void import_remarks(dataset_calculation *calculation, bool spin, double charge);

#endif
