/* SPDX-License-Identifier: BSD-3-Clause */
/** The `core:` of a potential file: a repulsive pair energy for distances where there are no data, added to the energy
 *  of every form:  E_i += 1/2 sum_j phi_ZBL(r_ij) s(r_ij),  s = 1 up to inner, 0 from outer on, C2. docs/forms/zbl.md
 */
#ifndef CORE_REPULSIVE_CORE_H
#define CORE_REPULSIVE_CORE_H

#include "dftfit/form.h"
#include "functions/zbl.h"

typedef struct dftfit_core {
  bool present;
  double inner[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [nelement*nelement] A, symmetric, like outer */
  double outer[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
  dftfit_zbl zbl[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
} dftfit_core;

/** Reads the mapping {type: zbl, inner: , outer: }; absent node: no core. */
dftfit_status dftfit_core_create(const dftfit_header *header, dftfit_node node, dftfit_core *core, dftfit_error *err);
void dftfit_core_write(const dftfit_core *core, const dftfit_header *header, dftfit_writer *w);
/** Adds energy and gradients of the block's sites to result. */
void dftfit_core_add(const dftfit_core *core, const dftfit_block *block, const dftfit_block_result *result);
/** Distance times energy of two atoms, eV A, at distance r >= 0: finite where they meet. pair: a * nelement + b. */
double dftfit_core_times_distance(const dftfit_core *core, int pair, double r);

#endif
