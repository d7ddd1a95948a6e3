/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels of the bond order. Lanes are central atoms: `width` sites of one element side by side, neighbour by
 *  neighbour, since lists of four neighbours would leave lanes idle. One table per instruction set, chosen when a
 *  potential is made. */
#ifndef FORMS_TERSOFF_KERNELS_KERNELS_H
#define FORMS_TERSOFF_KERNELS_KERNELS_H

#include "dftfit/form.h"
#include "forms/tersoff/angular.h"

/** Neighbours of `width` sites of one element. Row k of element e, first[e] <= k < first[e+1], holds one neighbour of
 *  each site; a site with fewer neighbours has one beyond every cutoff there. All arrays [first[nelement]][width],
 *  aligned to DFTFIT_ALIGN. */
typedef struct tersoff_rows {
  int nelement;
  int first[DFTFIT_MAX_ELEMENTS + 1];
  double *x, *y, *z, *r; /* d_ij and its length, A; afterwards unit vectors, and r with the shift */
  double *gx, *gy, *gz;  /* dE_i/dd_ij, eV/A; overwritten                               */
  double *inverse, *fc, *slope, *cosine, *by_cosine, *by_difference, *by_far; /* scratch */
} tersoff_rows;

enum { TERSOFF_ROW_ARRAYS = 14, TERSOFF_MAX_WIDTH = 8 };

typedef struct tersoff_kernels {
  const char *name;
  int width; /* sites side by side */
  /** Energies [width] and gradients. entry [nelement][nelement]: of the sites' element, by j and k. */
  void (*evaluate)(const tersoff_model *model, const tersoff_entry *entry, const tersoff_rows *rows, double *energy);
  /* the functions that they are made of, for tests; n is a multiple of width, arrays are aligned */
  void (*exp)(int n, const double *x, double *out);                  /* -708 <= x <= 709             */
  void (*pow)(int n, const double *x, double exponent, double *out); /* x normal, result normal      */
  void (*sin_half_turns)(int n, const double *x, double *out);       /* sin(pi/2 x), -1 <= x <= 1    */
} tersoff_kernels;

const tersoff_kernels *dftfit_tersoff_kernels_best(void);
/** All that are compiled in and that this processor can run: i = 0 (generic), 1, ...; NULL: no more. */
const tersoff_kernels *dftfit_tersoff_kernels_at(int i);

#endif
