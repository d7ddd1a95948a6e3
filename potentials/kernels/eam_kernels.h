/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels of the embedded atom, lanes are neighbours. One table per instruction set, chosen when a potential is made.
 *  Arrays over rows are DFTFIT_ALIGN-aligned, nrow is a multiple of DFTFIT_LANES. */
#ifndef KERNELS_EAM_KERNELS_H
#define KERNELS_EAM_KERNELS_H

#include "dftfit/block.h"

/** Density and r phi of one pair of elements, side by side: what an interval needs stands in 64 consecutive bytes. */
typedef struct eam_pair_nodes {
  const double
      *node; /* [last+2][4] density, its slope per interval, r phi, its slope per interval; aligned to 32 bytes */
  double inverse_step; /* 1/A */
  int last; /* last interval                                                                                  */
} eam_pair_nodes;

typedef struct eam_sums {
  double density, pair; /* sum of weight * density; sum of weight * phi, eV */
} eam_sums;

typedef struct eam_kernels {
  const char *name;
  /** Sums over rows of one element; density' / r and phi' / (2 r), times weight, in along_density and along_pair. */
  eam_sums (*sums)(const eam_pair_nodes *nodes, int nrow, const double *r, const double *weight, double *along_density,
                   double *along_pair);
  /** g = (slope along_density + along_pair) d;  gx holds along_density and gy along_pair before. */
  void (*gradient)(int nrow, double slope, const double *dx, const double *dy, const double *dz, double *gx, double *gy,
                   double *gz);
} eam_kernels;

const eam_kernels *eam_kernels_best(void);
/** All that are compiled in and that this processor can run: i = 0 (generic), 1, ...; NULL: no more. */
const eam_kernels *eam_kernels_at(int i);

#endif
