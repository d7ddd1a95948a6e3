/* SPDX-License-Identifier: BSD-3-Clause */
/** Energies far from those of configurations of the same composition and nearly the same volume. */
#ifndef TRAINER_CHECK_ENERGY_OUTLIERS_H
#define TRAINER_CHECK_ENERGY_OUTLIERS_H

#include "check/composition.h"

typedef struct energy_outlier {
  int64_t config;
  double above;  /* eV/atom above the median of its neighbours; negative: below */
  double spread; /* robust standard deviation of theirs, eV/atom                 */
} energy_outlier;

/** A configuration is an outlier when its energy per atom is this many robust standard deviations, and this many
 *  eV/atom, from the median of its OUTLIER_NEIGHBOURS nearest in volume per atom (within OUTLIER_VOLUME) among those of
 *  the same group and composition, and neither forces nor stress are so, too (twice or half the median). */
#define OUTLIER_DEVIATIONS 10.0
#define OUTLIER_LEAST 0.02
#define OUTLIER_VOLUME 0.03
enum { OUTLIER_NEIGHBOURS = 40, OUTLIER_LEAST_NEIGHBOURS = 8 };

/** *out [*n], by class and volume, is freed by the caller. */
dftfit_status energy_outliers_find(const dataset *set, const composition_table *table, energy_outlier **out, int64_t *n,
                                   dftfit_error *err);

#endif
