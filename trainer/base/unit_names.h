/* SPDX-License-Identifier: BSD-3-Clause */
/** Units as people write them. */
#ifndef TRAINER_BASE_UNIT_NAMES_H
#define TRAINER_BASE_UNIT_NAMES_H

typedef enum unit_quantity { UNIT_ENERGY, UNIT_FORCE, UNIT_STRESS, UNIT_LENGTH } unit_quantity;

/** Factor that turns a value in the named unit into eV, eV/A, eV/A^3 or A; 0: the name is not known. Case does not
 *  matter. */
double unit_factor(unit_quantity quantity, const char *name);
/** The names that are known, for messages: "eV, hartree, ...". */
const char *unit_known(unit_quantity quantity);

#endif
