/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/importer.h"

#include <stdio.h>
#include <string.h>

static const importer importers[] = {
#define IMPORTER(name, summary) {#name, summary, import_##name##_recognise, import_##name##_read},
#include "import/importers.def"
#undef IMPORTER
};

int importer_count(void) { return sizeof importers / sizeof *importers; }
const importer *importer_at(int i) { return &importers[i]; }

const importer *importer_find(const char *name) {
  for (int i = 0; i < importer_count(); i++)
    if (!strcmp(name, importers[i].name)) return &importers[i];
  return NULL;
}

/* the name without its folder and the ending of a compressed file */
static void plain_name(const import_stream *s, char *name, size_t size) {
  const char *slash = strrchr(s->path, '/');
  snprintf(name, size, "%s", slash ? slash + 1 : s->path);
  char *dot = strrchr(name, '.');
  if (dot && s->compressed && (!strcmp(dot, ".gz") || !strcmp(dot, ".xz"))) *dot = '\0';
}

static dftfit_status recognise(import_stream *stream, const importer **found, dftfit_error *err) {
  char name[256];
  import_head file = {.name = name};
  *found = NULL;
  DFTFIT_TRY(import_stream_head(stream, &file.text, &file.length, err));
  plain_name(stream, name, sizeof name);
  for (int i = 0; i < importer_count() && !*found; i++)
    if (importers[i].recognise(&file)) *found = &importers[i];
  return DFTFIT_OK;
}

static dftfit_status unknown_format(import_stream *stream, dftfit_error *err) {
  char names[256] = "";
  const char *head;
  size_t length;
  DFTFIT_TRY(import_stream_head(stream, &head, &length, err));
  if (length == 0) return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, stream->path, 0, 0, "the file is empty");
  for (int i = 0; i < importer_count(); i++)
    snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? ", " : "", importers[i].name);
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, stream->path, 1, 0,
                        "'%.*s' begins none of the known formats (%s); name one with --format",
                        (int)strcspn(head, "\r\n") > 40 ? 40 : (int)strcspn(head, "\r\n"), head, names);
}

/* what import_add has collected of this file */
static dftfit_status tell_unconverged(importing *to, const import_stream *stream, dftfit_error *err) {
  if (!to->unconverged.count) return DFTFIT_OK;
  const char *steps = import_steps_text(&to->unconverged);
  DFTFIT_FAIL_IF(!steps, err, DFTFIT_ERR_MEMORY, "out of memory");
  import_tell(to, stream, "the electrons of step%s %s of %ld are not converged: %s",
              to->unconverged.count > 1 ? "s" : "", steps, to->step,
              to->options->keep_unconverged ? "kept all the same" : "left out");
  return DFTFIT_OK;
}

/* the steps that were left out; an error where these are all */
static dftfit_status tell_left_out(importing *to, const import_stream *stream, dftfit_error *err) {
  long count = 0;
  for (int i = 0; i < to->nreason; i++) count += to->left_out[i].steps.count;
  if (count && count == to->step)
    return dftfit_fail_at(err, DFTFIT_ERR_VALUE, stream->path, 0, 0,
                          "none of the %ld steps of this file can be taken; the first of them: %s", count,
                          to->left_out[0].reason);
  for (int i = 0; i < to->nreason; i++) {
    import_left_out *left_out = &to->left_out[i];
    const char *steps = import_steps_text(&left_out->steps);
    DFTFIT_FAIL_IF(!steps, err, DFTFIT_ERR_MEMORY, "out of memory");
    const bool several = left_out->steps.count > 1;
    import_tell(to, stream, "step%s %s of %ld %s left out: %s", several ? "s" : "", steps, to->step,
                several ? "were" : "was", left_out->reason);
  }
  return DFTFIT_OK;
}

dftfit_status import_identify(const char *path, bool must, const importer **found, dftfit_error *err) {
  import_stream stream;
  DFTFIT_TRY(import_stream_open(path, &stream, err));
  dftfit_status status = recognise(&stream, found, err);
  if (!status && !*found && must) status = unknown_format(&stream, err);
  import_stream_close(&stream);
  return status;
}

dftfit_status import_file(const char *path, const importer *format, importing *to, dftfit_error *err) {
  import_stream stream;
  DFTFIT_TRY(import_stream_open(path, &stream, err));
  dftfit_status checked = stream.compressed && !to->probe ? import_stream_check(path, err) : DFTFIT_OK;
  if (checked) {
    import_stream_close(&stream);
    return checked;
  }
  const long stress_before = to->tally.stress_no_number;
  to->step = 0;
  dftfit_status status = format->read(&stream, to, err);
  if (!status && to->tally.stress_no_number > stress_before)
    import_tell(to, &stream, "stresses that are not finite numbers were left out");
  if (!status) status = tell_unconverged(to, &stream, err);
  if (!status) status = tell_left_out(to, &stream, err);
  import_steps_clear(&to->unconverged);
  import_left_out_clear(to);
  import_stream_close(&stream);
  return status;
}
