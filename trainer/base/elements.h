/* SPDX-License-Identifier: BSD-3-Clause */
/** Chemical symbols, atomic numbers and masses of the 118 named elements. */
#ifndef TRAINER_BASE_ELEMENTS_H
#define TRAINER_BASE_ELEMENTS_H

enum { ELEMENTS_COUNT = 118 };

/** Atomic number of a symbol as it is written ("Si"); 0: there is no such element. */
int element_number(const char *symbol);
/** Symbol of atomic number 1 .. ELEMENTS_COUNT; NULL: there is no such element. */
const char *element_symbol(int number);
/** Atomic mass (of the natural mixture of isotopes; of the longest-lived one where there is none) of atomic number 1 ..
 *  ELEMENTS_COUNT, in atomic mass units. J. Meija et al., Pure Appl. Chem. 88 (2016) 265, doi:10.1515/pac-2015-0305. */
double element_mass(int number);

#endif
