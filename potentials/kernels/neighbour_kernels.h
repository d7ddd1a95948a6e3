/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels around the forms: neighbours inside the cutoff from a list into rows, and gradients of rows to the atoms.
 *  One table per instruction set, chosen when a workspace is made. Nothing is assumed about the alignment of rows. */
#ifndef KERNELS_NEIGHBOUR_KERNELS_H
#define KERNELS_NEIGHBOUR_KERNELS_H

#include "dftfit/form.h"

/** Position and element of an atom side by side. An atom that is not of the potential has element -1 and stands at
 *  infinity, outside of every cutoff; such a one stands before the first atom, too, where kernels find what fills up
 *  a vector. An index times four fits into an int (LAMMPS's NEIGHMASK leaves 29 bits). */
typedef struct packed_atom {
  double x, y, z, element;
} packed_atom;

/** What is looked for around an atom, and what is found: neighbours by their element, in the order of the list. */
typedef struct neighbour_search {
  int nelement;
  const double *cutoff2; /* [nelement] A^2                                                            */
  int *offset;           /* [nelement][stride] of packed_atom.x, in doubles from the first atom       */
  int stride;            /* at least DFTFIT_LANES more than are found: so many more get written over  */
  int *count;            /* [nelement]                                                                */
} neighbour_search;

/** Rows of a block; all of double are DFTFIT_ALIGN-aligned. Up to DFTFIT_LANES rows beyond those that are returned get
 *  written over. */
typedef struct neighbour_rows {
  int *neighbour;
  int *component;                    /* where its x stands in arrays [..][3]; padding: that of the central atom */
  double *dx, *dy, *dz, *r, *weight; /* A; weight: 1                                                            */
} neighbour_rows;

typedef struct neighbour_kernels {
  const char *name;
  /** Neighbours list [n] & mask of the atom at `at` whose r^2 is not known to be >= cutoff2 of their element. */
  void (*within)(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask,
                 const neighbour_search *search);
  /** Makes n neighbours a segment of a block, with padding; returns its rows. at: one of atoms. *bad becomes nonzero
   *  where an r^2 is zero or not a number. offset: room for DFTFIT_LANES more, which get written over. */
  int (*fill)(const packed_atom *atoms, const packed_atom *at, int *offset, int n, double cutoff,
              const neighbour_rows *out, int *bad);
  /** F_j -= scale G_ij over the rows of a segment, padding included, whose G is zero; adds scale sum_j G_ij to own [3],
   *  which is not finite where a G_ij is not. */
  void (*forces)(int nrow, const int *component, const double *gx, const double *gy, const double *gz, double scale,
                 double *force, double own[3]);
} neighbour_kernels;

const neighbour_kernels *dftfit_neighbour_kernels_best(void);

#endif
