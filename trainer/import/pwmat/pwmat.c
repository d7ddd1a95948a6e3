/* SPDX-License-Identifier: BSD-3-Clause */
/** MOVEMENT of PWmat: a headline with the number of atoms and Etot, Ep, Ek (eV; Ep is that of the electrons and ions
 *  at
 *  rest), the cell, fractional positions by atomic number, the negative of the forces. The stress is left out:
 *  printed twice, by numbers that agree with each other and not with the pressure that the same crystal has in other
 *  codes. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/elements.h"
#include "base/fortran_number.h"
#include "import/reading/marks.h"

typedef struct reader {
  import_run run;
  int natom;
  bool held; /* an atom of the step was not free to move */
} reader;

/* "  72 atoms,Iteration (fs) =  0.1E+01, Etot,Ep,Ek (eV) =  -0.3E+06  -0.3E+06  0.5E+01, SCF = 6" */
IMPORT_HANDLER(take_headline) {
  static const char energies[] = "Etot,Ep,Ek (eV) =";
  double energy[2] = {0};
  const char *found = strstr(at, energies);
  import_run_forget(&r->run);
  r->run.nsymbol = r->run.nposition = 0;
  r->run.ended = r->held = r->run.placed = r->run.fresh_cell = false;
  r->run.line = r->run.stream->line;
  DFTFIT_TRY(import_run_count(&r->run, r->run.stream->text, 1, INT_MAX, &r->natom, "the number of atoms", err));
  if (!found)
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX, "'%s' is missing in the headline of a step",
                              energies);
  DFTFIT_TRY(import_run_numbers_or_fault(&r->run, found + strlen(energies), 2, energy, "Etot and Ep",
                                         "the energy is no number", err));
  r->run.energy = energy[1];
  return DFTFIT_OK;
}

/* rows of three numbers, or of six and a word between, with the stress; rows of atoms have seven */
IMPORT_HANDLER(take_cell) {
  double row[7];
  for (int k = 0; k < 3; k++) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *text = r->run.stream->text;
    if (fortran_numbers(text, 7, row) == 7) r->run.fault = "a vector of the cell is missing";
    DFTFIT_TRY(import_run_numbers_or_fault(&r->run, text, 3, r->run.cell + 3 * k, "a vector of the cell",
                                           "a vector of the cell is no number", err));
  }
  r->run.fresh_cell = true;
  return DFTFIT_OK;
}

static dftfit_status take_atom(reader *r, bool first, dftfit_error *err) {
  import_run *run = &r->run;
  double value[4], move[3];
  DFTFIT_TRY(import_run_line(run, err));
  DFTFIT_TRY(import_run_numbers_or_fault(run, run->stream->text, 4, value, "an atom: atomic number, position",
                                         "a position is no number", err));
  const char *symbol = value[0] == floor(value[0]) && fabs(value[0]) < INT_MAX ? element_symbol((int)value[0]) : NULL;
  if (!symbol)
    return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE, "there is no element with atomic number %g",
                              value[0]);
  if (fortran_numbers(import_after_words(run->stream->text, 4), 3, move) == 3)
    r->held = r->held || move[0] == 0 || move[1] == 0 || move[2] == 0;
  if (first) DFTFIT_TRY(import_run_symbol(run, symbol, err));
  return import_run_position(run, value + 1, err);
}

/* The second of two such blocks, where it is there, has the positions as they moved, not put back into the cell. */
IMPORT_HANDLER(take_positions) {
  bool first = r->run.nsymbol == 0;
  r->run.nposition = 0;
  for (int i = 0; i < r->natom; i++) DFTFIT_TRY(take_atom(r, first, err));
  r->run.placed = true;
  return DFTFIT_OK;
}

/* Nothing that is read stands behind the forces. */
IMPORT_HANDLER(take_forces) {
  DFTFIT_TRY(import_run_forces(&r->run, ROW_NUMBER, 1, -1, err));
  if (r->held) import_tell(r->run.to, r->run.stream, "some atoms are held; forces on them are taken all the same");
  r->held = false;
  if (!r->run.placed) r->run.fault = "positions are not printed";
  if (!r->run.fresh_cell) r->run.fault = "the cell is not printed";
  DFTFIT_TRY(import_run_add(&r->run, err));
  r->run.ended = true;
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL_WITHIN("atoms,Iteration", take_headline),
    MARK_CALL("Lattice vector", take_cell),
    MARK_CALL("Position (normalized)", take_positions),
    MARK_CALL("nonperiodic_Position (normalized)", take_positions),
    MARK_CALL("Force (-force", take_forces),
    MARK_CALL("Force (eV/Angstrom)", take_forces),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .energy = "'Etot,Ep,Ek (eV) ='"};

dftfit_status import_pwmat_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.natom = 0};
  import_run_begin(&r.run, stream, to, "PWmat");
  r.run.fractional = true;
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_pwmat_recognise(const import_head *file) {
  const char *head = file->text;
  const char *end = strchr(head, '\n'), *found = strstr(head, "atoms,Iteration");
  return found && (!end || found < end);
}
