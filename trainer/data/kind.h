/* SPDX-License-Identifier: BSD-3-Clause */
/** What a group of configurations shows, from words in its name. */
#ifndef TRAINER_DATA_KIND_H
#define TRAINER_DATA_KIND_H

#include "data/dataset.h"

/** Kind whose name is `name` ("point-defect"); KIND_COUNT: there is none. */
dataset_kind dataset_kind_find(const char *name);
/** Kind that a group's name suggests by the words in it (docs/data-format.md), else KIND_OTHER. */
dataset_kind dataset_kind_suggest(const char *group);

#endif
