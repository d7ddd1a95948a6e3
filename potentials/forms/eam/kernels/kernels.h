/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels of the embedded atom, lanes are neighbours. One table per instruction set, chosen when a potential is made.
 *  Arrays over rows are DFTFIT_ALIGN-aligned, nrow is a multiple of DFTFIT_LANES. */
#ifndef FORMS_EAM_KERNELS_KERNELS_H
#define FORMS_EAM_KERNELS_KERNELS_H

#include "dftfit/block.h"

enum { EAM_INTERVAL = 8 }; /* doubles that an interval takes: a line of the cache */

/** What the cubics of the pair energy stand for, and what happens beyond the last interval. */
typedef enum eam_pair_kind {
  EAM_TABLE,      /* r phi/2; no neighbour inside the cutoff lies beyond                    */
  EAM_TABLE_HELD, /* r phi/2; beyond, value and slope of the end are kept, as LAMMPS does   */
  EAM_SPLINE      /* phi/2; the last interval goes on                                       */
} eam_pair_kind;

/** Density and energy of one pair of elements, piece by piece: with u = r - (origin + m step), f = ((c3 u + c2) u +
 *  c1) u + c0 where (r - origin)/step lies between m and m+1. A negative step counts from the cutoff inward. */
typedef struct eam_pair_table {
  const double *coefficient; /* [last+2][2][4] density, pair: c0 c1 c2 c3; aligned to 64 bytes; after the last interval
                                zeros, which padding reads */
  double origin, step;       /* A   */
  double inverse_step;       /* 1/A */
  int last;                  /* last interval */
  eam_pair_kind kind;
} eam_pair_table;

typedef struct eam_sums {
  double density, pair; /* sum of the density; sum of phi/2, eV */
} eam_sums;

typedef struct eam_kernels {
  const char *name;
  /** Sums over `count` neighbours of one element; density'/r and phi'/(2r) in along_density and along_pair, zeros in
   *  the padding up to nrow. */
  eam_sums (*sums)(const eam_pair_table *table, int count, int nrow, const double *r, double *along_density,
                   double *along_pair);
  /** g = (slope along_density + along_pair) d;  gx holds along_density and gy along_pair before. */
  void (*gradient)(int nrow, double slope, const double *dx, const double *dy, const double *dz, double *gx, double *gy,
                   double *gz);
} eam_kernels;

const eam_kernels *dftfit_eam_kernels_best(void);

#endif
