/* SPDX-License-Identifier: BSD-3-Clause */
/** Memory of one thread's evaluations: packed atoms, the block being filled, its results, the neighbours of a site,
 *  the form's scratch. Arrays grow geometrically and never shrink, so that after the first steps of a run nothing is
 *  allocated. */
#ifndef CORE_WORKSPACE_H
#define CORE_WORKSPACE_H

#include "core/potential.h"
#include "kernels/neighbour_kernels.h"

/** A buffer aligned to DFTFIT_ALIGN. */
typedef struct dftfit_buffer {
  void *data;
  size_t bytes;
} dftfit_buffer;

/** Makes the buffer hold at least bytes; its contents are lost when it grows. */
dftfit_status dftfit_buffer_reserve(dftfit_buffer *buffer, size_t bytes, dftfit_error *err);

struct dftfit_workspace {
  dftfit_buffer atom_memory, offset_memory, row_memory, scratch;
  dftfit_buffer derivatives, descriptors; /* of the extrapolation grade */
  const neighbour_kernels *kernels;
  packed_atom *packed; /* all atoms, and one at infinity before them             */
  int *offset;         /* [elements][stride] of the neighbours of one site         */
  int stride;
  /* what the pointers of block and result point to */
  int site[DFTFIT_BLOCK_SITES], element[DFTFIT_BLOCK_SITES];
  int first[DFTFIT_BLOCK_SITES * DFTFIT_MAX_ELEMENTS + 1], count[DFTFIT_BLOCK_SITES * DFTFIT_MAX_ELEMENTS];
  double energy[DFTFIT_BLOCK_SITES];
  int *neighbour, *component; /* the latter as in neighbour_rows */
  double *dx, *dy, *dz, *r, *weight, *gx, *gy, *gz;
  int capacity; /* rows */
  dftfit_block block;
  dftfit_block_result result;
};

/** Room for natom packed atoms of nelement elements, a site with max_neighbours, and for blocks of capacity rows;
 *  the block is empty afterwards. */
dftfit_status dftfit_workspace_reserve(dftfit_workspace *ws, int natom, int nelement, int max_neighbours, int capacity,
                                       dftfit_error *err);

#endif
