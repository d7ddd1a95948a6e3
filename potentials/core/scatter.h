/* SPDX-License-Identifier: BSD-3-Clause */
/** From the results of a block to forces, energies and virials. docs/conventions.md, equations (3) to (6). */
#ifndef CORE_SCATTER_H
#define CORE_SCATTER_H

#include "dftfit/block.h"
#include "kernels/neighbour_kernels.h"

/** Adds the block's results to what tally asks for. component [nrow]: neighbour_rows.component. reference
 *  [nelement]: eV per atom, part of E_i. Returns a sum that is not finite where anything is not that was added. */
double dftfit_scatter(const neighbour_kernels *kernels, const dftfit_block *block, const int *component,
                      const dftfit_block_result *result, const dftfit_atoms *atoms, const double *reference,
                      const dftfit_tally *tally);

#endif
