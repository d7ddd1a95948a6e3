/* SPDX-License-Identifier: BSD-3-Clause */
/** Chemical symbols, atomic numbers and covalent radii. */
#ifndef BASE_CHEMICAL_ELEMENT_H
#define BASE_CHEMICAL_ELEMENT_H

/** Atomic number of a chemical symbol, 0: there is no such element (up to Cm, the last with a known covalent radius).
 */
int dftfit_atomic_number(const char *symbol);
/** Chemical symbol of the element with atomic number z, NULL: not known. */
const char *dftfit_element_symbol(int z);
/** Covalent radius in A of the element with atomic number z (1 .. 96).
 *  B. Cordero et al., Dalton Trans. 2832 (2008), doi:10.1039/b801115j; C: sp3; Mn, Fe, Co: low spin. */
double dftfit_covalent_radius(int z);

#endif
