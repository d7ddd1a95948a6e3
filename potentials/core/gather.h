/* SPDX-License-Identifier: BSD-3-Clause */
/** From LAMMPS's arrays to blocks of sites: masks, drops what lies beyond the cutoff of its pair, subtracts positions,
 *  sorts by element, pads. */
#ifndef CORE_GATHER_H
#define CORE_GATHER_H

#include "core/workspace.h"

/** Bytes that a block (rows, results and the form's scratch) should not exceed: half of the 1 MiB of second-level
 *  cache
 *  that today's server cores have, which leaves the other half to the tables of the form. A block is closed early
 *  for it, but only at multiples of DFTFIT_LANES sites, so that forms whose lanes are central atoms keep full lanes. */
enum { DFTFIT_BLOCK_BYTES = 512 * 1024 };

/** What is done with each block; the block stands in ws->block. */
typedef dftfit_status (*dftfit_block_visitor)(void *self, const dftfit_potential *pot, const dftfit_atoms *atoms,
                                              dftfit_workspace *ws, dftfit_error *err);

/** Fills blocks with the central atoms of atoms->ilist in their order (NULL types left out) and visits each. Two
 *  atoms at the same place, or coordinates that are not numbers, are DFTFIT_ERR_NUMERIC with err->atom set. */
dftfit_status dftfit_gather(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                            dftfit_block_visitor visit, void *self, dftfit_error *err);

#endif
