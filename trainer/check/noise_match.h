/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_CHECK_NOISE_MATCH_H
#define TRAINER_CHECK_NOISE_MATCH_H

#include "check/noise.h"

/** Finds configurations of a and b with the same elements in the same order, cell and positions. *out [*n] is freed by
 *  the caller. */
dftfit_status noise_match_find(const dataset *a, const dataset *b, noise_match **out, int64_t *n, dftfit_error *err);

#endif
