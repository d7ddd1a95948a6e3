/* SPDX-License-Identifier: BSD-3-Clause */
/** The product of descriptors with the inverse of an active set, of which only the largest entry is wanted. */
#ifndef CORE_GRADE_KERNELS_H
#define CORE_GRADE_KERNELS_H

enum { GRADE_SITES = 4 /* sites that are taken together */ };

typedef struct grade_kernels {
  const char *name;
  /** largest[s] = max_j |sum_k b[s/GRADE_SITES][k][s%GRADE_SITES] inverse[k][j]|. panel [npanel][n][8]: columns of the
   *  inverse, eight at a time, each of which is used for all sites before the next; b [ngroup][n][GRADE_SITES]; largest
   *  [ngroup*GRADE_SITES]. */
  void (*largest)(int n, int npanel, const double *panel, int ngroup, const double *b, double *largest);
} grade_kernels;

/** Kernels of instruction set i; NULL: not on this processor or not built. */
const grade_kernels *dftfit_grade_kernels_at(int i);
const grade_kernels *dftfit_grade_kernels_best(void);

#endif
