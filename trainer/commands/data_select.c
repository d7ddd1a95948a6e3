/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit data select and export: the configurations that meet the criteria, as a data file or as text. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/replace_stream.h"
#include "commands/data_actions.h"
#include "transform/extxyz_write.h"
#include "transform/output.h"

typedef dftfit_status config_consumer(void *to, const dataset *block, int64_t c, dftfit_error *err);

/* hands every configuration of the selection to `take` */
static dftfit_status for_kept(dataset_source *source, const selection *kept, config_consumer *consume, void *to,
                              dftfit_error *err) {
  const dataset *block;
  int64_t first;
  dataset_source_rewind(source);
  for (;;) {
    DFTFIT_TRY(dataset_source_next(source, &block, &first, err));
    if (!block) return DFTFIT_OK;
    for (int64_t c = 0; c < block->nconfig; c++)
      if (kept->keep[first + c]) DFTFIT_TRY(consume(to, block, c, err));
  }
}

static dftfit_status take_data(void *to, const dataset *block, int64_t c, dftfit_error *err) {
  return output_add(to, block, c, NULL, err);
}

static dftfit_status take_text(void *to, const dataset *block, int64_t c, dftfit_error *err) {
  const replace_stream *out = to;
  extxyz_write(out->file, block, c);
  if (!ferror(out->file)) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_IO, out->beside.name, 0, 0, "cannot be written: %s", strerror(errno));
}

static void print_written(const data_options *o, const selection *kept) {
  printf("wrote %s: %lld of %lld configurations, %lld atoms\n", o->output, (long long)kept->nkept,
         (long long)kept->nconfig, (long long)kept->natom_kept);
}

static dftfit_status write_data(const data_options *o, dataset_source *source, const selection *kept,
                                dftfit_error *err) {
  output out;
  DFTFIT_TRY(output_open(&out, o->output, kept->nkept, kept->natom_kept, err));
  return output_end(&out, for_kept(source, kept, take_data, &out, err), err);
}

static dftfit_status write_text(const data_options *o, dataset_source *source, const selection *kept,
                                dftfit_error *err) {
  replace_stream out;
  DFTFIT_TRY(replace_stream_open(o->output, &out, err));
  return replace_stream_close(&out, for_kept(source, kept, take_text, &out, err), err);
}

static dftfit_status run(const data_options *o,
                         dftfit_status (*write)(const data_options *, dataset_source *, const selection *,
                                                dftfit_error *),
                         dftfit_error *err) {
  dataset_source *source;
  selection kept;
  DFTFIT_TRY(dataset_source_open(o->input[0], &source, err));
  dftfit_status status = selection_create(source, &o->criteria, &kept, err);
  if (!status) {
    status = write(o, source, &kept, err);
    if (!status) print_written(o, &kept);
    selection_destroy(&kept);
  }
  dataset_source_close(source);
  return status;
}

dftfit_status data_select(const data_options *o, dftfit_error *err) { return run(o, write_data, err); }
dftfit_status data_export(const data_options *o, dftfit_error *err) { return run(o, write_text, err); }
