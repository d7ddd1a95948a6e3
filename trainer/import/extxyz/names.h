/* SPDX-License-Identifier: BSD-3-Clause */
/** Under which names targets stand in extended XYZ. Codes and scripts write `forces`, `force`, `dft_force`,
 *  `REF_forces`: a prefix that says whose value it is, and a name. Case does not matter. */
#ifndef TRAINER_IMPORT_EXTXYZ_NAMES_H
#define TRAINER_IMPORT_EXTXYZ_NAMES_H

#include <stdbool.h>

typedef enum extxyz_target { TARGET_KEY_ENERGY, TARGET_KEY_FORCES, TARGET_KEY_STRESS, TARGET_KEY_VIRIAL } extxyz_target;

enum { EXTXYZ_NAME = 64, EXTXYZ_PREFIXES = 4 };

/** Writes the i-th name of a target with the given prefix (0 .. EXTXYZ_PREFIXES-1); false: there are no more. The order
 *  is that of preference: the free energy before the energy, since forces are derivatives of the free energy. */
bool extxyz_name(extxyz_target target, int prefix, int i, char name[EXTXYZ_NAME]);

#endif
