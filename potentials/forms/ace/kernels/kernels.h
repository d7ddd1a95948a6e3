/* SPDX-License-Identifier: BSD-3-Clause */
/** Kernels of the atomic cluster expansion, one table per instruction set, chosen once when a potential is made.
 *
 *  Arrays over rows: [function][stride], rows are the neighbours of one site and one element, padded; nrow and
 *  stride are multiples of DFTFIT_LANES, every array is DFTFIT_ALIGN-aligned. Arrays over sites: [operand][width]. */
#ifndef FORMS_ACE_KERNELS_KERNELS_H
#define FORMS_ACE_KERNELS_KERNELS_H

#include "forms/ace/harmonics.h"
#include "forms/ace/program.h"
#include "forms/ace/radial_table.h"

enum {
  ACE_CHUNK = 32,   /* neighbours that are taken at a time, so that what is computed of them stays in the cache */
  ACE_MAX_WIDTH = 8 /* doubles of a vector at most */
};

/** Doubles of scratch that base and gradient need for this many columns of the table, harmonics and channels. */
static inline size_t ace_work(int columns, int harmonics, int per_element) {
  return (size_t)(2 * columns + harmonics) * ACE_CHUNK + ((size_t)per_element + ACE_MAX_WIDTH) * ACE_MAX_WIDTH;
}

/** Neighbours of one element at one site. */
typedef struct ace_rows {
  int nrow, stride;
  const double *dx, *dy, *dz, *r; /* [nrow] A */
} ace_rows;

/** One factor of a basis function at a site: dB/dA_{mu n l m} over m. */
typedef struct ace_factor_weight {
  int column, l;        /* of the table */
  const double *weight; /* [2l+1]       */
} ace_factor_weight;

typedef struct ace_kernels {
  const char *name;
  int width; /* central atoms that products treats side by side */

  /** R, dR [stride of table][stride]: radial functions and their slopes (1, 1/A); dR NULL: not wanted. Rows with
   *  r >= rc: exactly zero. */
  void (*radial)(const radial_table *table, const ace_rows *rows, double *R, double *dR);
  /** S [(lmax+1)^2][stride]; gradient fx, fy, fz of the polynomial in the unit vector likewise, or all NULL. */
  void (*harmonics)(const harmonics_constants *h, const ace_rows *rows, double *S, double *fx, double *fy, double *fz);
  /** base [per_element][width] at column 0: A_{n l m} = sum_rows R_nl S_lm for one element. work: ace_work. kept
   *  [2 * stride of table * nrow]: takes the radial functions and slopes for gradient, or NULL.                  (6) */
  void (*base)(const radial_table *table, const harmonics_constants *h, const ace_layout *layout, const ace_rows *rows,
               double *kept, double *work, double *base);
  /** value, adjoint [nbase+nnode][width]: in: base in value; out: energy [width], dE/dA in adjoint, where the energy
   *  is the first density.                                                                                      (12) */
  void (*products)(const ace_program *program, double *value, double *adjoint, double *energy);
  /** The same in two steps, for any number of densities: rho [ndensity][width], all operands in value, the inner sums
   *  of (12) in sums [ndensity][nleft][width]; */
  void (*densities)(const ace_program *program, double *value, double *sums, double *rho);
  /** then the adjoint of sum_p slope_p rho_p for slope [ndensity][width]. */
  void (*adjoint)(const ace_program *program, const double *value, const double *sums, const double *slope,
                  double *adjoint);
  /** gx, gy, gz [nrow] = sum_nlm weight_{nlm} d(R_nl S_lm)/dd for weight [per_element]. work: ace_work. kept: what
   *  base left there for the same rows, or NULL.                                                                (13) */
  void (*gradient)(const radial_table *table, const harmonics_constants *h, const ace_layout *layout,
                   const ace_rows *rows, const double *kept, const double *weight, double *work, double *gx, double *gy,
                   double *gz);
  /** The same for the few factors of one basis function, from harmonics made before; adds to g. */
  void (*factor_gradient)(const ace_rows *rows, int nfactor, const ace_factor_weight *factor, const double *R,
                          const double *dR, const double *S, const double *fx, const double *fy, const double *fz,
                          double *gx, double *gy, double *gz);
} ace_kernels;

/** The kernels for the processor that runs this (DFTFIT_SIMD=generic in the environment: the portable ones). */
const ace_kernels *dftfit_ace_kernels_best(void);
/** All that are compiled in and that this processor can run: i = 0 (generic), 1, ...; NULL: no more. */
const ace_kernels *dftfit_ace_kernels_at(int i);

#endif
