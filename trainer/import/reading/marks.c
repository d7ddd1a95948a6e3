/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/marks.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"

static dftfit_status set_number(import_run *run, const import_mark *mark, double *out, const char *at,
                                dftfit_error *err) {
  enum { MOST = 9 };
  double value[MOST];
  const int n = mark->size < sizeof value ? (int)(mark->size / sizeof *out) : MOST;
  if (mark->energy) return import_run_energy(run, at, mark->factor, mark->what, err);
  if (mark->what)
    DFTFIT_TRY(import_run_numbers(run, at, n, value, mark->what, err));
  else if (fortran_numbers(at, n, value) < n)
    return DFTFIT_OK;
  for (int k = 0; k < n; k++) out[k] = value[k] * mark->factor;
  return DFTFIT_OK;
}

static void set_text(const import_mark *mark, char *out, const char *at) {
  char name[256];
  if (!mark->list) {
    import_text(out, mark->size, at);
    return;
  }
  import_text(name, sizeof name, at);
  import_list(out, mark->size, name);
}

static dftfit_status obey(import_run *run, const import_grammar *grammar, const import_mark *mark, char *at,
                          void *reader, dftfit_error *err) {
  void *field = (char *)reader + mark->field;
  const char *value = at + strspn(at, " \t:=");
  switch (mark->act) {
  case IMPORT_CALL:
    return mark->take(reader, at, err);
  case IMPORT_END:
    run->ended = true;
    return grammar->step ? grammar->step(reader, at, err) : DFTFIT_OK;
  case IMPORT_STEP:
    return grammar->step(reader, at, err);
  case IMPORT_FLAG:
    *(bool *)field = mark->value;
    return DFTFIT_OK;
  case IMPORT_NUMBER:
    return set_number(run, mark, field, value, err);
  case IMPORT_TEXT:
    set_text(mark, field, value);
  }
  return DFTFIT_OK;
}

/* the text behind the mark; NULL: the line does not bear it */
static char *find(const import_mark *mark, char *text) {
  const size_t length = strlen(mark->text);
  char *found = mark->within ? strstr(text, mark->text) : text + strspn(text, " \t");
  return found && !strncmp(found, mark->text, length) ? found + length : NULL;
}

static dftfit_status take_line(import_run *run, const import_grammar *grammar, void *reader, dftfit_error *err) {
  for (int i = 0; i < grammar->count; i++) {
    char *at = find(&grammar->marks[i], run->stream->text);
    if (!at) continue;
    run->last_mark = grammar->marks[i].text;
    run->last_line = run->stream->line;
    dftfit_status status = obey(run, grammar, &grammar->marks[i], at, reader, err);
    run->has_energy = run->has_energy || !isnan(run->energy);
    return status;
  }
  return DFTFIT_OK;
}

/* A file of a known format that gives no step: what was looked for, and how far the reader came. */
static dftfit_status tell_nothing(const import_run *run, const import_grammar *grammar, dftfit_error *err) {
  char missing[128] = "", last[128] = "";
  if (!run->has_energy && grammar->energy)
    snprintf(missing, sizeof missing, "; it has no energy (%s)", grammar->energy);
  if (run->last_mark)
    snprintf(last, sizeof last, "; the last line that was understood is %d, '%s'", run->last_line, run->last_mark);
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX,
                            "the file ends before its first ionic step is whole%s%s", missing, last);
}

static dftfit_status scan(import_run *run, const import_grammar *grammar, void *reader, dftfit_error *err) {
  while (!run->cut) {
    bool more;
    DFTFIT_TRY(import_stream_line(run->stream, &more, err));
    if (!more) break;
    if (!run->stream->whole) run->cut = true;
    dftfit_status status = run->cut ? DFTFIT_OK : take_line(run, grammar, reader, err);
    if (status && !run->cut) return status;
  }
  if (!run->to->step) return tell_nothing(run, grammar, err);
  if (run->ended && isnan(run->energy)) return DFTFIT_OK;
  return import_cut_off(run->to, run->stream, err);
}

dftfit_status import_run_scan(import_run *run, const import_grammar *grammar, void *reader, dftfit_error *err) {
  dftfit_status status = scan(run, grammar, reader, err);
  import_atoms_clear(&run->atoms);
  import_atoms_clear(&run->cartesian);
  return status;
}
