/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "file/pace/yace.h"
#include "forms/pace/ace_to_pace.h"
#include "forms/pace/form.h"
#include "forms/pace/records.h"

static dftfit_status check(const dftfit_potential *pot, dftfit_error *err) {
  DFTFIT_FAIL_IF(strcmp(pot->form->name, "ace") != 0 && strcmp(pot->form->name, "pace") != 0, err, DFTFIT_ERR_USAGE,
                 "a potential of form %s cannot be written as a .yace file, only ace and pace", pot->form->name);
  DFTFIT_FAIL_IF(pot->core.present, err, DFTFIT_ERR_USAGE,
                 "a .yace file cannot hold this potential's core (zbl, switched off in every bond by itself), and "
                 "without it the energies would be others; fit without 'core' for a .yace file");
  return DFTFIT_OK;
}

/* Lists as keys: the emitter writes them as "? [0, 0]" and ": {" on the next line; the files of ML-PACE have both on
 * one line, which every reader takes. In place. */
static void join_keys(char *text) {
  static const char mark[] = "? [";
  char *to = text;
  for (char *from = text; *from;) {
    bool starts = from == text || from[-1] == ' ' || from[-1] == '\n';
    char *close = starts && strncmp(from, mark, sizeof mark - 1) == 0 ? strchr(from, ']') : NULL;
    if (!close) {
      *to++ = *from++;
      continue;
    }
    size_t n = (size_t)(close + 1 - (from + 2));
    memmove(to, from + 2, n);
    to += n;
    from = close + 1 + strspn(close + 1, " \n");
  }
  *to = '\0';
}

static dftfit_status write_model(const dftfit_potential *pot, const pace_model *model, char **text, dftfit_error *err) {
  dftfit_writer *w = dftfit_writer_create();
  const char *written;
  size_t length;
  DFTFIT_FAIL_IF(!w, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "elements");
  dftfit_write_seq_begin(w, true);
  for (int z = 0; z < model->nelement; z++) dftfit_write_text(w, model->element[z]);
  dftfit_write_seq_end(w);
  dftfit_write_text(w, "E0");
  dftfit_write_doubles(w, model->nelement, pot->reference);
  dftfit_pace_records_write(model, false, w);
  dftfit_write_map_end(w);
  dftfit_status status = dftfit_writer_finish(w, &written, &length, err);
  if (!status && !(*text = strdup(written))) status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_writer_destroy(w);
  if (!status) join_keys(*text);
  return status;
}

dftfit_status dftfit_yace_write(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err) {
  pace_model made = {0};
  (void)fit;
  *text = NULL;
  DFTFIT_TRY(check(pot, err));
  if (strcmp(pot->form->name, "pace") == 0) return write_model(pot, &((const pace_form *)pot->self)->file, text, err);
  dftfit_status status = dftfit_ace_to_pace(pot->self, &pot->header, &made, err);
  if (!status) status = write_model(pot, &made, text, err);
  dftfit_pace_model_free(&made);
  return status;
}
