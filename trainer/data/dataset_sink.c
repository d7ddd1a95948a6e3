/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset_sink.h"

#include <stdlib.h>
#include <string.h>

#include "base/temporary.h"
#include "data/dataset_block.h"

struct dataset_sink {
  hdf5_file file;
  int64_t config, atom; /* rows written */
  bool made;            /* the datasets of the rows are there */
  char *path;
  temporary beside;
};

static void destroy(dataset_sink *sink) {
  free(sink->path);
  free(sink);
}

void dataset_sink_abandon(dataset_sink *sink) {
  if (!sink) return;
  hdf5_close(&sink->file, NULL);
  temporary_discard(&sink->beside);
  destroy(sink);
}

dftfit_status dataset_sink_open(const char *path, int64_t nconfig, int64_t natom, dataset_sink **out,
                                dftfit_error *err) {
  dataset_sink *sink = calloc(1, sizeof *sink);
  *out = NULL;
  DFTFIT_FAIL_IF(!sink, err, DFTFIT_ERR_MEMORY, "out of memory");
  sink->path = strdup(path);
  dftfit_status status = sink->path ? DFTFIT_OK : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (!status) status = temporary_create(sink->path, &sink->beside, err);
  if (!status) {
    status = hdf5_create(sink->beside.path, sink->path, &sink->file, err);
    if (status) temporary_discard(&sink->beside);
  }
  if (status) {
    destroy(sink);
    return status;
  }
  status = dataset_write_head(&sink->file, err);
  if (!status && nconfig >= 0) {
    status = dataset_make_rows(&sink->file, nconfig, natom, err);
    sink->made = true;
  }
  if (status)
    dataset_sink_abandon(sink);
  else
    *out = sink;
  return status;
}

dftfit_status dataset_sink_put(dataset_sink *sink, const dataset *set, dftfit_error *err) {
  if (!sink->made) DFTFIT_TRY(dataset_make_rows(&sink->file, set->nconfig, set->natom, err));
  sink->made = true;
  DFTFIT_TRY(dataset_write_block(&sink->file, set, sink->config, sink->atom, err));
  sink->config += set->nconfig;
  sink->atom += set->natom;
  return DFTFIT_OK;
}

dftfit_status dataset_sink_close(dataset_sink *sink, const dataset *tables, dftfit_error *err) {
  dftfit_status status = dataset_write_tables(&sink->file, tables, err);
  dftfit_status closed = hdf5_close(&sink->file, status ? NULL : err);
  if (!status) status = closed;
  if (!status)
    status = temporary_commit(&sink->beside, err);
  else
    temporary_discard(&sink->beside);
  destroy(sink);
  return status;
}
