/* SPDX-License-Identifier: BSD-3-Clause */
/** Periodic neighbour search: the atoms, ghost images and full neighbour lists of one system, laid out as LAMMPS lays
 *  them out, so that the code that runs in MD computes the energy that is fitted. Cells smaller than the cutoff,
 *  triclinic cells, open and mixed boundaries. Whoever needs energies and forces alone takes dftfit_calculation. */
#ifndef DFTFIT_PERIODIC_H
#define DFTFIT_PERIODIC_H

#include "dftfit/dftfit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Bits of an entry of a neighbour list that hold an index. The others are LAMMPS's special-bond bits. */
enum { DFTFIT_NEIGHMASK = 0x1FFFFFFF };

typedef struct dftfit_periodic {
  dftfit_atoms atoms; /* inum = the atoms of the system, ghosts after them; ready for dftfit_evaluate */
  int nlocal, nall;
  int *owner; /* [nall] atom (0 .. nlocal-1) of which this is an image; owner[i] = i for i < nlocal  */
  struct dftfit_periodic_store *store; /* memory, kept and grown from call to call */
} dftfit_periodic;

DFTFIT_API dftfit_periodic *dftfit_periodic_create(void);    /* NULL: out of memory */
DFTFIT_API void dftfit_periodic_destroy(dftfit_periodic *p); /* NULL is fine */

/** Builds lists of all pairs whose distance is below cutoff (A). The atom types are system->element + 1. They may be any
 *  kinds of atoms: element_of_kind [nkind] gives the element of the potential of each kind, -1: none.
 *  DFTFIT_ERR_ELEMENT: a kind that is not below nkind. DFTFIT_ERR_VALUE: a position or a cell that is not finite,
 *  periodic rows in a plane, or more images or neighbours than matter has at any density; err->atom says which atom. */
DFTFIT_API dftfit_status dftfit_periodic_build(dftfit_periodic *p, const dftfit_system *system, int nkind,
                                               const int *element_of_kind, double cutoff, dftfit_error *err);

#ifdef __cplusplus
}
#endif
#endif
