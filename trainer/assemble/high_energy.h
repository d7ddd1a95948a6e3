/* SPDX-License-Identifier: BSD-3-Clause */
/** Sigmas that grow with the energy of a configuration: what a potential makes of a crystal compressed to half its
 *  volume need not be as exact as what it makes of the crystal at rest. docs/fit.md, "High energies". */
#ifndef TRAINER_ASSEMBLE_HIGH_ENERGY_H
#define TRAINER_ASSEMBLE_HIGH_ENERGY_H

#include "data/dataset.h"

/** factor [nconfig] on all sigmas of a configuration, >= 1:
 *    factor = 1 + (e / scale)^2,    e = E/N - sum_z x_z mu_z - min over the configurations, eV/atom,
 *  x_z: composition, mu_z: energies of the elements, by least squares over the lower half of the configurations.
 *  scale in eV/atom, 0: all factors are 1. Configurations with place < 0 [nconfig], or without energy: 1. */
dftfit_status high_energy_factors(const dataset *set, const int *place, double scale, double *factor,
                                  dftfit_error *err);

#endif
