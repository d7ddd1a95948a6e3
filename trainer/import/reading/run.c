/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "import/reading/witness.h"

void import_run_begin(import_run *run, import_stream *stream, importing *to, const char *code) {
  *run = (import_run){.stream = stream, .to = to, .periodic = true};
  run->calculation.ecut = run->calculation.kspacing = run->calculation.scf_tolerance = NAN;
  snprintf(run->calculation.code, sizeof run->calculation.code, "%s", code);
  run->witness.natom = run->witness.volume = NAN;
  import_run_forget(run);
}

void import_run_forget(import_run *run) {
  run->energy = NAN;
  for (int k = 0; k < 6; k++) run->stress[k] = NAN;
  run->nforce = 0;
  run->unconverged = false;
  run->line = 0;
  run->fault = NULL;
  run->witness.pressure = run->witness.energy = NAN;
  for (int k = 0; k < 3; k++) run->witness.net_force[k] = NAN;
}

dftfit_status import_run_line(import_run *run, dftfit_error *err) {
  bool more;
  DFTFIT_TRY(import_stream_line(run->stream, &more, err));
  if (more && run->stream->whole) return DFTFIT_OK;
  run->cut = true;
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "the file ends within a step");
}

static dftfit_status fill_config(import_run *run, dataset_config *config, dftfit_error *err) {
  if (run->nposition == 0 || run->nposition != run->nsymbol || (run->nforce && run->nforce != run->nsymbol))
    return dftfit_fail_at(
        err, DFTFIT_ERR_SYNTAX, run->stream->path, run->line, 0,
        "the configuration or step of this line has %d elements, %d positions and %d forces; there must "
        "be as many of each (or no forces)",
        run->nsymbol, run->nposition, run->nforce);
  *config = (dataset_config){.energy = run->energy, .calculation = run->calculation};
  import_atoms_lend(&run->atoms, run->nsymbol, run->nforce > 0, config);
  memcpy(config->cell, run->cell, sizeof config->cell);
  memcpy(config->stress, run->stress, sizeof config->stress);
  for (int k = 0; k < 3; k++) config->pbc[k] = run->periodic && !run->open[k];
  if (!run->fractional) return DFTFIT_OK;
  DFTFIT_TRY(import_atoms_reserve(&run->cartesian, run->nposition, err));
  memcpy(run->cartesian.position, run->atoms.position, (size_t)run->nposition * sizeof *run->atoms.position);
  import_atoms_cartesian(&run->cartesian, run->nposition, run->cell);
  config->position = (const double(*)[3])run->cartesian.position;
  return DFTFIT_OK;
}

static void forget_step(import_run *run) {
  import_run_forget(run);
  run->placed = run->fresh_cell = false;
  run->witness.volume = NAN;
}

dftfit_status import_run_step(import_run *run, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  if (isnan(run->energy)) {
    import_run_forget(run);
    return DFTFIT_OK;
  }
  if (!run->fault && !run->placed) run->fault = "positions are not printed";
  if (!run->fault && run->moving_cell && !run->fresh_cell) run->fault = "the cell, which moves, is not printed";
  if (run->fresh_cell) run->false_cell = false;
  run->false_cell = run->false_cell || import_run_other_volume(run); /* and stays so until another is read */
  if (!run->fault && run->false_cell) run->fault = IMPORT_OTHER_VOLUME;
  if (!run->fault) run->fault = import_run_disagreement(run);
  status = import_run_add(run, err);
  forget_step(run);
  return status;
}

dftfit_status import_run_add(import_run *run, dftfit_error *err) {
  dataset_config config;
  dftfit_status status = DFTFIT_OK;
  if (run->fault) {
    status = import_leave_out(run->to, run->fault, err);
  } else {
    DFTFIT_TRY(fill_config(run, &config, err));
    status = import_add(run->to, &config, !run->unconverged, run->stream->path, run->line, err);
  }
  import_run_forget(run);
  return status;
}

char *import_next_word(char **text) {
  char *word = *text + strspn(*text, " \t\r\n\v\f"), *end = word + strcspn(word, " \t\r\n\v\f");
  *text = *end ? end + 1 : end;
  *end = '\0';
  return *word ? word : NULL;
}

int import_words(char *text, char **word, int most) {
  int n = 0;
  while (n < most && (word[n] = import_next_word(&text))) n++;
  return n;
}
