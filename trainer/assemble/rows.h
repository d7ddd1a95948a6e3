/* SPDX-License-Identifier: BSD-3-Clause */
/** Rows of one configuration: 1 energy, 3N forces, 6 stresses. Column-major; columns: composition (one per element),
 *  free parameters, right-hand side (target - model). Divided by sigma; the energy row by the number of atoms too.
 *    energy   d(E/N)/dc_e = N_e/N            d(E/N)/dtheta
 *    force    dF_i/dtheta = sum_j dG_ij - dG_ji
 *    stress offset: 1 in the rows of xx, yy, zz
 *    stress   dsigma_ab/dtheta = (1/V) sum_ij d_ij,a dG_ij,b = -(1/V) dW_ab,   xx yy zz yz xz xy
 *  Images are folded to the atoms they are images of. A target that is absent gives no row. */
#ifndef TRAINER_ASSEMBLE_ROWS_H
#define TRAINER_ASSEMBLE_ROWS_H

#include "assemble/model.h"
#include "assemble/weights.h"
#include "problem.h"

typedef struct row_builder {
  model *model;                /* borrowed; the potential stands where the fit starts                  */
  const target_weight *weight; /* [ngroup*TARGET_KINDS] borrowed                                       */
  int ncomposition, ncolumn;
  bool offset;                /* one composition column for all elements                                  */
  const int *zero_column;     /* [nzero][nelement] composition columns of other zeros of energy; NULL: none   */
  int stress_offset;          /* first column of constant pressures in the data, -1: none               */
  const int *offset_of;       /* [ncalculation] which of them, -1: none; not looked at where there are none */
  const double *high_energy;  /* [nconfig] factors on the sigmas of configurations                       */
  const int *column;          /* [nparameter] column of each parameter, -1: fixed                     */
  int nother;                 /* last of the columns: further right-hand sides of the energies        */
  const double *other_energy; /* [nother][nconfig] eV per cell */
  double *jacobian;           /* [ld*(ncolumn+1)] */
  size_t capacity;
  int ld;
} row_builder;

dftfit_status rows_of_config(row_builder *r, int64_t c, const row_consumer *consumer, dftfit_error *err);
void rows_destroy(row_builder *r);

#endif
