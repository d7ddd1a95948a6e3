/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_DATA_TWINS_H
#define TRAINER_DATA_TWINS_H

#include "data/survey.h"

/** Fills s->twin from the configurations and their moments. */
dftfit_status twins_find(const dataset *set, survey *s, dftfit_error *err);

#endif
