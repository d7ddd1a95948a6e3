/* SPDX-License-Identifier: BSD-3-Clause */
/** Sigmas that grow with the energy of a configuration: what a potential makes of a crystal compressed to half its
 *  volume need not be as exact as what it makes of the crystal at rest. docs/fit.md, "High energies". */
#ifndef TRAINER_ASSEMBLE_HIGH_ENERGY_H
#define TRAINER_ASSEMBLE_HIGH_ENERGY_H

#include "assemble/hull.h"
#include "data/dataset.h"

/** Where energies are counted from: the lower convex hull of the data, without gross outliers (check/energy_outliers.h),
 *  so that one wrong energy does not make all others high. Compositions that no mixture of the data has are counted from
 *  a plane. */
typedef struct ground_state {
  hull hull;
  double *mu;   /* [nspecies] energies of the elements, eV: least squares over the lower energies    */
  double least; /* eV/atom: of E/N - sum_z x_z mu_z over the configurations, x_z the composition     */
  double *x;    /* [nspecies] for a composition                                                      */
} ground_state;

/** Of the configurations with fold_of >= 0 [nconfig] that have an energy; least is INFINITY where none has. */
dftfit_status ground_state_create(const dataset *set, const int *fold_of, ground_state *g, dftfit_error *err);
void ground_state_destroy(ground_state *g);
/** e of configuration c above it, eV/atom; set has the species of the data it was made of, in their order. */
double ground_state_above(const ground_state *g, const dataset *set, int64_t c);

/** 1 + (above / scale)^2, eV/atom both; scale 0: 1. */
double high_energy_factor(double above, double scale);

/** factor [nconfig] on all sigmas of a configuration, that of its energy above the ground state; configurations with
 *  fold_of < 0 [nconfig], or without energy: 1. */
dftfit_status high_energy_factors(const dataset *set, const int *fold_of, double scale, double *factor,
                                  dftfit_error *err);

#endif
