/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations of potfit: #N atoms and whether forces are used, #C elements, #X #Y #Z box, #E energy of an ATOM, #S
 *  minus the stress (eV/A^3, xx yy zz xy yz zx), #F, then one line per atom: type, position, force. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/reading/marks.h"

enum { TYPES = 128 };
static const int STRESS_ORDER[6] = {0, 1, 2, 4, 5, 3};

typedef struct reader {
  import_run run;
  int natom, ntype;
  bool forces;
  char label[TYPES][8]; /* of #C; empty: the user names the types */
} reader;

IMPORT_HANDLER(take_count) {
  double value[2] = {0, 1};
  import_run_forget(&r->run);
  r->run.nsymbol = r->run.nposition = 0;
  r->run.ended = false;
  r->run.line = r->run.stream->line;
  DFTFIT_TRY(import_run_count(&r->run, at, 1, INT_MAX, &r->natom, "the number of atoms", err));
  if (fortran_numbers(at, 2, value) == 2) r->forces = value[1] != 0;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_elements) {
  char *word[TYPES];
  r->ntype = import_words(at, word, TYPES);
  for (int t = 0; t < r->ntype; t++) snprintf(r->label[t], sizeof r->label[t], "%.7s", word[t]);
  return DFTFIT_OK;
}

static dftfit_status take_vector(reader *r, int row, const char *at, dftfit_error *err) {
  return import_run_numbers(&r->run, at, 3, r->run.cell + 3 * row, "a vector of the box", err);
}

IMPORT_HANDLER(take_x) { return take_vector(r, 0, at, err); }
IMPORT_HANDLER(take_y) { return take_vector(r, 1, at, err); }
IMPORT_HANDLER(take_z) { return take_vector(r, 2, at, err); }

IMPORT_HANDLER(take_energy) { return import_run_energy(&r->run, at, r->natom, "the energy of an atom", err); }

IMPORT_HANDLER(take_stress) { return import_run_voigt(&r->run, at, STRESS_ORDER, -1, err); }

static dftfit_status take_atom(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  double value[7];
  DFTFIT_TRY(import_run_line(run, err));
  DFTFIT_TRY(import_run_numbers_or_fault(run, run->stream->text, 7, value, "an atom: type, position, force",
                                         "a position or a force is no number", err));
  const int t = value[0] >= 0 && value[0] < r->ntype ? (int)value[0] : -1;
  if (t >= 0 && t == value[0])
    DFTFIT_TRY(import_run_symbol(run, r->label[t], err));
  else
    DFTFIT_TRY(import_run_type(run, value[0], 0, err));
  DFTFIT_TRY(import_run_position(run, value + 1, err));
  return r->forces ? import_run_force(run, value + 4, 1, err) : DFTFIT_OK;
}

IMPORT_HANDLER(take_atoms) {
  for (int i = 0; i < r->natom; i++) DFTFIT_TRY(take_atom(r, err));
  DFTFIT_TRY(import_run_add(&r->run, err));
  r->run.ended = true;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_box) {
  import_tell(r->run.to, r->run.stream, "the region of contributing atoms (#B_O) was not heeded");
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL("#N", take_count),  MARK_CALL("#C", take_elements), MARK_CALL("#X", take_x),
    MARK_CALL("#Y", take_y),      MARK_CALL("#Z", take_z),        MARK_CALL("#E", take_energy),
    MARK_CALL("#S", take_stress), MARK_CALL("#B_O", take_box),    MARK_CALL("#F", take_atoms),
};

static const import_grammar grammar = {IMPORT_MARKS(marks)};

dftfit_status import_potfit_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.forces = true};
  import_run_begin(&r.run, stream, to, "");
  return import_run_scan(&r.run, &grammar, &r, err);
}

/* "#N 128 1", after comments of the form "## ..." */
bool import_potfit_recognise(const import_head *file) {
  const char *head = file->text;
  while (!strncmp(head, "##", 2)) {
    head = strchr(head, '\n');
    if (!head) return false;
    head++;
  }
  double count;
  return !strncmp(head, "#N ", 3) && fortran_number(head + 3, &count) != NULL;
}
