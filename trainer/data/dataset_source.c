/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset_source.h"

#include <stdio.h>
#include <stdlib.h>

#include "data/dataset_block.h"

struct dataset_source {
  hdf5_file file;
  dataset_index index;
  dataset *block;
  int64_t next; /* first configuration of the next block */
};

void dataset_source_close(dataset_source *source) {
  if (!source) return;
  hdf5_close(&source->file, NULL);
  dataset_index_clear(&source->index);
  dataset_destroy(source->block);
  free(source);
}

dftfit_status dataset_source_open(const char *path, dataset_source **out, dftfit_error *err) {
  dataset_source *source = calloc(1, sizeof *source);
  *out = NULL;
  DFTFIT_FAIL_IF(!source, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = hdf5_open(path, &source->file, err);
  if (status) {
    free(source);
    return status;
  }
  source->block = dataset_create();
  if (!source->block) status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (!status) {
    snprintf(source->block->path, sizeof source->block->path, "%s", path);
    status = dataset_read_tables(&source->file, source->block, err);
  }
  if (!status) status = dataset_index_read(&source->file, &source->index, err);
  if (status)
    dataset_source_close(source);
  else
    *out = source;
  return status;
}

int64_t dataset_source_nconfig(const dataset_source *source) { return source->index.nconfig; }
int64_t dataset_source_natom(const dataset_source *source) { return source->index.natom; }
const dataset *dataset_source_tables(const dataset_source *source) { return source->block; }
void dataset_source_rewind(dataset_source *source) { source->next = 0; }

dftfit_status dataset_source_next(dataset_source *source, const dataset **block, int64_t *first, dftfit_error *err) {
  const dataset_index *index = &source->index;
  int64_t end = source->next;
  *block = NULL;
  *first = source->next;
  if (end == index->nconfig) return DFTFIT_OK;
  do end++;
  while (end < index->nconfig && end - *first < DATASET_BLOCK_CONFIGS &&
         index->first_atom[end + 1] - index->first_atom[*first] <= DATASET_BLOCK_ATOMS);
  DFTFIT_TRY(dataset_read_block(&source->file, index, *first, end - *first, source->block, err));
  source->next = end;
  *block = source->block;
  return DFTFIT_OK;
}
