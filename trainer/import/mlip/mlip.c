/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations of MLIP (.cfg): BEGIN_CFG, Size, Supercell, AtomData with named columns, Energy, PlusStress (minus
 *  the stress times the volume, eV), END_CFG. Elements are numbers from 0, which the user names. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "dftfit/cell.h"
#include "import/reading/marks.h"

enum { MOST_COLUMNS = 32 };

typedef enum column {
  COLUMN_OTHER,
  COLUMN_ID,
  COLUMN_TYPE,
  COLUMN_X,
  COLUMN_Y,
  COLUMN_Z,
  COLUMN_FX,
  COLUMN_FY,
  COLUMN_FZ
} column;

typedef struct reader {
  import_run run;
  int size, ncolumn;
  column column[MOST_COLUMNS];
  double virial[6]; /* eV, in our order; NaN: none */
} reader;

IMPORT_HANDLER(take_begin) {
  import_run_forget(&r->run);
  r->size = 0;
  r->run.nsymbol = r->run.nposition = 0;
  r->run.periodic = r->run.ended = false;
  r->run.line = r->run.stream->line;
  for (int k = 0; k < 6; k++) r->virial[k] = NAN;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_size) {
  DFTFIT_TRY(import_run_line(&r->run, err));
  return import_run_count(&r->run, r->run.stream->text, 1, INT_MAX, &r->size, "Size", err);
}

IMPORT_HANDLER(take_cell) {
  r->run.periodic = true;
  return import_run_matrix(&r->run, 0, 1, r->run.cell, "a row of Supercell", err);
}

static column column_of(const char *name, bool *direct) {
  static const struct {
    const char *name;
    column is;
    bool direct;
  } known[] = {{"id", COLUMN_ID, false},      {"type", COLUMN_TYPE, false},  {"cartes_x", COLUMN_X, false},
               {"cartes_y", COLUMN_Y, false}, {"cartes_z", COLUMN_Z, false}, {"direct_x", COLUMN_X, true},
               {"direct_y", COLUMN_Y, true},  {"direct_z", COLUMN_Z, true},  {"fx", COLUMN_FX, false},
               {"fy", COLUMN_FY, false},      {"fz", COLUMN_FZ, false}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (!strcmp(name, known[i].name)) {
      *direct = *direct || known[i].direct;
      return known[i].is;
    }
  return COLUMN_OTHER;
}

static int count_of(const reader *r, column is) {
  int n = 0;
  for (int c = 0; c < r->ncolumn; c++) n += r->column[c] == is;
  return n;
}

static dftfit_status read_columns(reader *r, char *at, dftfit_error *err) {
  char *word[MOST_COLUMNS];
  r->ncolumn = import_words(at, word, MOST_COLUMNS);
  r->run.fractional = false;
  for (int c = 0; c < r->ncolumn; c++) r->column[c] = column_of(word[c], &r->run.fractional);
  bool good = count_of(r, COLUMN_TYPE) == 1;
  for (int is = COLUMN_X; is <= COLUMN_Z; is++) good = good && count_of(r, (column)is) == 1;
  for (int is = COLUMN_FX; is <= COLUMN_FZ; is++) good = good && count_of(r, (column)is) == count_of(r, COLUMN_FX);
  if (good && count_of(r, COLUMN_FX) <= 1) return DFTFIT_OK;
  return import_stream_fail(
      r->run.stream, err, DFTFIT_ERR_SYNTAX,
      "the columns of AtomData must be type and cartes_ or direct_ x, y, z once each, with none or "
      "all of fx, fy, fz");
}

static dftfit_status take_atom(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  double value[MOST_COLUMNS], position[3] = {0}, force[3] = {0};
  DFTFIT_TRY(import_run_line(run, err));
  DFTFIT_TRY(import_run_numbers_or_fault(run, run->stream->text, r->ncolumn, value, "an atom",
                                         "a position or a force is no number", err));
  for (int c = 0; c < r->ncolumn; c++) {
    column is = r->column[c];
    if (is == COLUMN_TYPE) DFTFIT_TRY(import_run_type(run, value[c], 0, err));
    if (is >= COLUMN_X && is <= COLUMN_Z) position[is - COLUMN_X] = value[c];
    if (is >= COLUMN_FX) force[is - COLUMN_FX] = value[c];
  }
  DFTFIT_TRY(import_run_position(run, position, err));
  return count_of(r, COLUMN_FX) ? import_run_force(run, force, 1, err) : DFTFIT_OK;
}

IMPORT_HANDLER(take_atoms) {
  DFTFIT_TRY(read_columns(r, at, err));
  for (int i = 0; i < r->size; i++) DFTFIT_TRY(take_atom(r, err));
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_energy) {
  DFTFIT_TRY(import_run_line(&r->run, err));
  return import_run_energy(&r->run, r->run.stream->text, 1, "Energy", err);
}

/* "PlusStress:  xx yy zz yz xz xy" names the order of the numbers of the next line */
IMPORT_HANDLER(take_virial) {
  static const char *const name[6] = {"xx", "yy", "zz", "yz", "xz", "xy"};
  char *word[7];
  double value[6];
  int n = import_words(at, word, 7), place[6];
  for (int k = 0; k < 6; k++) {
    place[k] = -1;
    for (int c = 0; c < n && n == 6; c++)
      if (!strcmp(word[c], name[k])) place[k] = c;
    if (place[k] < 0)
      return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX, "PlusStress must name xx yy zz yz xz xy");
  }
  DFTFIT_TRY(import_run_line(&r->run, err));
  if (fortran_no_number(r->run.stream->text)) {
    import_run_no_stress(&r->run);
    return DFTFIT_OK;
  }
  DFTFIT_TRY(import_run_numbers(&r->run, r->run.stream->text, 6, value, "PlusStress", err));
  for (int k = 0; k < 6; k++) r->virial[k] = value[place[k]];
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_stress) {
  import_tell(r->run.to, r->run.stream,
              "`Stress` was left out: its sign and unit differ between versions of MLIP "
              "(PlusStress is read)");
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_end) {
  const double volume = fabs(dftfit_cell_volume(r->run.cell));
  for (int k = 0; k < 6 && r->run.periodic; k++) r->run.stress[k] = -r->virial[k] / volume;
  DFTFIT_TRY(import_run_add(&r->run, err));
  r->run.ended = true;
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL("BEGIN_CFG", take_begin), MARK_CALL("Size", take_size),     MARK_CALL("Supercell", take_cell),
    MARK_CALL("AtomData:", take_atoms), MARK_CALL("Energy", take_energy), MARK_CALL("PlusStress:", take_virial),
    MARK_CALL("Stress:", take_stress),  MARK_CALL("END_CFG", take_end),
};

static const import_grammar grammar = {IMPORT_MARKS(marks)};

dftfit_status import_mlip_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.size = 0};
  import_run_begin(&r.run, stream, to, "");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_mlip_recognise(const import_head *file) {
  const char *head = file->text;
  return !strncmp(head + strspn(head, " \t\r\n"), "BEGIN_CFG", 9);
}
