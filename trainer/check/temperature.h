/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_CHECK_TEMPERATURE_H
#define TRAINER_CHECK_TEMPERATURE_H

#include "check/composition.h"

/** Temperature of the displacements, K, for the configurations of runs (same group, source, atoms and cell):
 *     k T = -sum_i u_i . F_i / (3 (N - 1)) * n/(n - 1),
 *  u: displacements from the mean of the n configurations, the centre of mass held. For harmonic forces this is the
 *  virial theorem, whatever the force constants; it is what a thermostat would have to give for such displacements,
 *  also where they were drawn at random. Out [nconfig] is set where a run has at least TEMPERATURE_RUN
 *  configurations and the displacements are small against the distances of atoms; otherwise left as it is. */
dftfit_status temperature_find(const dataset *set, const composition_class *class, double *out, dftfit_error *err);

enum { TEMPERATURE_RUN = 8 };

#endif
