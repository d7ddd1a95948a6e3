/* SPDX-License-Identifier: BSD-3-Clause */
/** Energies far from those of configurations of the same composition and nearly the same volume. */
#ifndef TRAINER_CHECK_ENERGY_OUTLIERS_H
#define TRAINER_CHECK_ENERGY_OUTLIERS_H

#include "check/composition.h"

typedef struct energy_outlier {
  int64_t config;
  double above;  /* eV/atom above the median of its neighbours; negative: below */
  double spread; /* robust standard deviation of theirs, eV/atom                 */
  bool alone;    /* no other of its composition and volume, in any group, is near it in energy */
} energy_outlier;

/** A configuration is an outlier when its energy per atom is this many robust standard deviations, and this many
 *  eV/atom, from the median of its OUTLIER_NEIGHBOURS nearest in volume per atom (within OUTLIER_VOLUME) among those of
 *  the same group and composition, and neither forces nor stress explain it. They do when they are twice, or half, those
 *  of the others and the energy that a soft solid stores under them is enough. Against configurations of the same
 *  composition in all groups, among which are other phases and expanded cells, it must be OUTLIER_OF_ALL eV/atom too
 *  low. */
#define OUTLIER_DEVIATIONS 10.0
#define OUTLIER_LEAST 0.02
#define OUTLIER_OF_ALL 2.0
#define OUTLIER_VOLUME 0.03
/** eV/atom: no other phase, defect or surface of the same volume is so far off. Such an energy is wrong. */
#define OUTLIER_GROSS 1.0
/** It is alone when no other energy is within this fraction of its own distance from the median. */
#define OUTLIER_ALONE 0.2
enum { OUTLIER_NEIGHBOURS = 40, OUTLIER_LEAST_NEIGHBOURS = 8 };

/** *out [*n], by class and volume, is freed by the caller. table: classes by group and composition. */
dftfit_status energy_outliers_find(const dataset *set, const composition_table *table, energy_outlier **out, int64_t *n,
                                   dftfit_error *err);
/** Those that are off by OUTLIER_GROSS or more and alone, of configurations of which use [nconfig] is not negative (NULL: all). */
dftfit_status energy_outliers_gross(const dataset *set, const int *use, energy_outlier **out, int64_t *n,
                                    dftfit_error *err);

#endif
