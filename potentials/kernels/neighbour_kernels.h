/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels around the forms: neighbours inside the cutoff from a list into rows, and gradients of rows to the atoms.
 * One table per instruction set, chosen when a workspace is made. Nothing is assumed about the alignment of rows. */
#ifndef KERNELS_NEIGHBOUR_KERNELS_H
#define KERNELS_NEIGHBOUR_KERNELS_H

#include "dftfit/block.h"

/** Position and element of an atom side by side. An atom that is not of the potential has element -1 and stands at
 * infinity, outside of every cutoff. */
typedef struct packed_atom {
  double x, y, z, element;
} packed_atom;

/** Rows of neighbours as structure of arrays. Up to DFTFIT_LANES rows beyond those that are returned get written over.
 */
typedef struct neighbour_rows {
  int *neighbour;
  double *dx, *dy, *dz, *r; /* A */
  double *element;          /* NULL: not wanted */
} neighbour_rows;

typedef struct neighbour_kernels {
  const char *name;
  /** Neighbours list [n] & mask of the atom at `at` with r^2 < cutoff2, in their order; returns how many. *bad becomes
   * nonzero where an r^2 is zero or not a number. */
  int (*within)(const packed_atom *atoms, const packed_atom *at, const int *list, int n, int mask, double cutoff2,
                const neighbour_rows *out, int *bad);
  /** Those of n rows with that element and r < cutoff, in their order; returns how many. */
  int (*of_element)(const neighbour_rows *rows, int n, double element, double cutoff, const neighbour_rows *out);
  /** Sum of all numbers in gx, gy, gz [nrow]: not finite where one of them is not. nrow: a multiple of DFTFIT_LANES. */
  double (*sum)(int nrow, const double *gx, const double *gy, const double *gz);
  /** F_j -= scale G_ij in force [..][3] over n rows; adds scale sum_j G_ij to own [3]. */
  void (*forces)(int n, const int *neighbour, const double *gx, const double *gy, const double *gz, double scale,
                 double *force, double own[3]);
} neighbour_kernels;

const neighbour_kernels *neighbour_kernels_best(void);
/** All that are compiled in and that this processor can run: i = 0 (generic), 1, ...; NULL: no more. */
const neighbour_kernels *neighbour_kernels_at(int i);

#endif
