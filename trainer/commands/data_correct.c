/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit data correct: the same configurations with targets that are put right. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/read_text.h"
#include "commands/data_actions.h"
#include "transform/corrections.h"
#include "transform/output.h"

static dftfit_status correct_blocks(dataset_source *source, corrections *list, output *out, dftfit_error *err) {
  const dataset *block;
  int64_t first;
  for (;;) {
    DFTFIT_TRY(dataset_source_next(source, &block, &first, err));
    if (!block) return corrections_check_done(list, err);
    for (int64_t c = 0; c < block->nconfig; c++) {
      DFTFIT_TRY(output_add(out, block, c, NULL, err));
      corrections_apply(list, out->block, out->block->nconfig - 1, first + c);
    }
  }
}

static dftfit_status run(const data_options *o, dataset_source *source, corrections *list, dftfit_error *err) {
  output out;
  DFTFIT_TRY(output_open(&out, o->output, dataset_source_nconfig(source), dataset_source_natom(source), err));
  DFTFIT_TRY(output_end(&out, correct_blocks(source, list, &out, err), err));
  for (int i = 0; i < list->n; i++)
    printf("  correction %d: %lld configurations\n", i + 1, (long long)list->entry[i].done);
  printf("wrote %s: %lld configurations\n", o->output, (long long)dataset_source_nconfig(source));
  return DFTFIT_OK;
}

dftfit_status data_correct(const data_options *o, dftfit_error *err) {
  char *text;
  size_t length;
  corrections list;
  dataset_source *source;
  DFTFIT_TRY(read_text(MPI_COMM_SELF, o->corrections, &text, &length, err));
  dftfit_status status = corrections_parse(o->corrections, text, length, &list, err);
  free(text);
  DFTFIT_TRY(status);
  status = dataset_source_open(o->input[0], &source, err);
  if (!status) {
    status = run(o, source, &list, err);
    dataset_source_close(source);
  }
  corrections_destroy(&list);
  return status;
}
