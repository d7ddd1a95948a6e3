/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/workspace.h"

#include <stdlib.h>

static size_t align_up(size_t bytes) { return (bytes + DFTFIT_ALIGN - 1) / DFTFIT_ALIGN * DFTFIT_ALIGN; }

dftfit_status dftfit_buffer_reserve(dftfit_buffer *buffer, size_t bytes, dftfit_error *err) {
  if (bytes <= buffer->bytes) return DFTFIT_OK;
  size_t wanted = align_up(bytes + bytes / 2);
  void *data = aligned_alloc(DFTFIT_ALIGN, wanted);
  DFTFIT_FAIL_IF(!data, err, DFTFIT_ERR_MEMORY, "out of memory (%zu bytes)", wanted);
  free(buffer->data);
  buffer->data = data;
  buffer->bytes = wanted;
  return DFTFIT_OK;
}

/* Cuts an aligned array out of memory. */
static void *cut(char **memory, size_t bytes) {
  void *array = *memory;
  *memory += align_up(bytes);
  return array;
}

dftfit_status dftfit_workspace_reserve(dftfit_workspace *ws, int natom, int nelement, int max_neighbours, int capacity,
                                       dftfit_error *err) {
  size_t rows = (size_t)capacity;
  DFTFIT_TRY(dftfit_buffer_reserve(&ws->atom_memory, ((size_t)natom + 1) * sizeof(packed_atom), err));
  ws->packed = (packed_atom *)ws->atom_memory.data + 1;
  ws->stride = max_neighbours + DFTFIT_LANES;
  DFTFIT_TRY(dftfit_buffer_reserve(&ws->offset_memory, (size_t)nelement * (size_t)ws->stride * sizeof(int), err));
  ws->offset = ws->offset_memory.data;

  DFTFIT_TRY(dftfit_buffer_reserve(&ws->row_memory,
                                   2 * align_up(rows * sizeof(int)) + 8 * align_up(rows * sizeof(double)), err));
  char *memory = ws->row_memory.data;
  double **row_double[] = {&ws->dx, &ws->dy, &ws->dz, &ws->r, &ws->weight, &ws->gx, &ws->gy, &ws->gz};
  ws->neighbour = cut(&memory, rows * sizeof(int));
  ws->component = cut(&memory, rows * sizeof(int));
  for (int i = 0; i < 8; i++) *row_double[i] = cut(&memory, rows * sizeof(double));
  ws->capacity = capacity;

  ws->block = (dftfit_block){.site = ws->site,
                             .element = ws->element,
                             .first = ws->first,
                             .count = ws->count,
                             .neighbour = ws->neighbour,
                             .dx = ws->dx,
                             .dy = ws->dy,
                             .dz = ws->dz,
                             .r = ws->r,
                             .weight = ws->weight};
  ws->result = (dftfit_block_result){ws->energy, ws->gx, ws->gy, ws->gz};
  return DFTFIT_OK;
}

dftfit_workspace *dftfit_workspace_create(void) {
  dftfit_workspace *ws = calloc(1, sizeof(dftfit_workspace));
  if (ws) ws->kernels = dftfit_neighbour_kernels_best();
  return ws;
}

void dftfit_workspace_destroy(dftfit_workspace *ws) {
  if (!ws) return;
  free(ws->atom_memory.data);
  free(ws->offset_memory.data);
  free(ws->row_memory.data);
  free(ws->scratch.data);
  free(ws->derivatives.data);
  free(ws->descriptors.data);
  free(ws);
}

size_t dftfit_workspace_bytes(const dftfit_workspace *ws) {
  return sizeof *ws + ws->atom_memory.bytes + ws->offset_memory.bytes + ws->row_memory.bytes + ws->scratch.bytes +
         ws->derivatives.bytes + ws->descriptors.bytes;
}
