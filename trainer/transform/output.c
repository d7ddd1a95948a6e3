/* SPDX-License-Identifier: BSD-3-Clause */
#include "transform/output.h"

#include "data/dataset_source.h"

dftfit_status output_open(output *out, const char *path, int64_t nconfig, int64_t natom, dftfit_error *err) {
  *out = (output){.block = dataset_create()};
  DFTFIT_FAIL_IF(!out->block, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = dataset_sink_open(path, nconfig, natom, &out->sink, err);
  if (status) {
    dataset_destroy(out->block);
    *out = (output){0};
  }
  return status;
}

dftfit_status output_add(output *out, const dataset *from, int64_t c, const char *source, dftfit_error *err) {
  if (out->block->natom >= DATASET_BLOCK_ATOMS || out->block->nconfig >= DATASET_BLOCK_CONFIGS) {
    DFTFIT_TRY(dataset_sink_put(out->sink, out->block, err));
    dataset_empty(out->block);
  }
  return dataset_append_copy(&out->copier, out->block, from, c, source, err);
}

dftfit_status output_end(output *out, dftfit_status status, dftfit_error *err) {
  if (!out->sink) return status;
  if (!status) status = dataset_sink_put(out->sink, out->block, err);
  if (status)
    dataset_sink_abandon(out->sink);
  else
    status = dataset_sink_close(out->sink, out->block, err);
  dataset_destroy(out->block);
  dataset_copier_clear(&out->copier);
  *out = (output){0};
  return status;
}
