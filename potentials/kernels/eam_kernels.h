/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels of the embedded atom, lanes are neighbours. One table per instruction set, chosen when a potential is made.
 *  Arrays over rows are DFTFIT_ALIGN-aligned, nrow is a multiple of DFTFIT_LANES. */
#ifndef KERNELS_EAM_KERNELS_H
#define KERNELS_EAM_KERNELS_H

#include "dftfit/block.h"

/** Density and r phi of one pair of elements: what an interval needs stands in one line of the cache. With t = r/step -
 * m, f = ((c3 t + c2) t + c1) t + c0. */
typedef struct eam_pair_table {
  const double *coefficient; /* [last+1][2][4] density, r phi: c0 c1 c2 c3; aligned to 64 bytes */
  double inverse_step; /* 1/A                                                                                       */
  int last;            /* last interval                                                                             */
  int ends_inside;     /* whether rows may lie beyond it: LAMMPS then keeps the value and the slope of its end       */
} eam_pair_table;

typedef struct eam_sums {
  double density, pair; /* sum of weight * density; sum of weight * phi, eV */
} eam_sums;

typedef struct eam_kernels {
  const char *name;
  /** Sums over rows of one element; density' / r and phi' / (2 r), times weight, in along_density and along_pair. */
  eam_sums (*sums)(const eam_pair_table *table, int nrow, const double *r, const double *weight, double *along_density,
                   double *along_pair);
  /** g = (slope along_density + along_pair) d;  gx holds along_density and gy along_pair before. */
  void (*gradient)(int nrow, double slope, const double *dx, const double *dy, const double *dz, double *gx, double *gy,
                   double *gz);
} eam_kernels;

const eam_kernels *eam_kernels_best(void);
/** All that are compiled in and that this processor can run: i = 0 (generic), 1, ...; NULL: no more. */
const eam_kernels *eam_kernels_at(int i);

#endif
