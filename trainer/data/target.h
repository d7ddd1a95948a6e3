/* SPDX-License-Identifier: BSD-3-Clause */
/** What DFT gives for a configuration, and a fit compares with: energies, force components, stress components. */
#ifndef TRAINER_DATA_TARGET_H
#define TRAINER_DATA_TARGET_H

/* The first three are the kinds of target. Where the sigma of a kind is estimated from the residuals, rows of a group
 * whose own sigma was given cannot be rescaled with the others: they come as TARGET_FIXED, whatever their kind. */
typedef enum target_class {
  TARGET_ENERGY,
  TARGET_FORCE,
  TARGET_STRESS,
  TARGET_FIXED,
  TARGET_CLASSES,
  TARGET_KINDS = TARGET_FIXED
} target_class;

#endif
