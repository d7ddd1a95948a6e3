/* SPDX-License-Identifier: BSD-3-Clause */
/** Chemical symbols and atomic numbers of the 118 named elements. */
#ifndef TRAINER_DATA_ELEMENTS_H
#define TRAINER_DATA_ELEMENTS_H

enum { ELEMENTS_COUNT = 118 };

/** Atomic number of a symbol as it is written ("Si"); 0: there is no such element. */
int element_number(const char *symbol);
/** Symbol of atomic number 1 .. ELEMENTS_COUNT; NULL: there is no such element. */
const char *element_symbol(int number);

#endif
