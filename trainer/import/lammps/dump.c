/* SPDX-License-Identifier: BSD-3-Clause */
/** Text dumps of LAMMPS (styles atom and custom), which hold configurations and no targets: what a potential did is
 *  no
 *  DFT result. Every snapshot is ITEM: TIMESTEP, NUMBER OF ATOMS, BOX BOUNDS, ATOMS, with ITEM: UNITS and TIME
 *  before it where the user asked for them. Positions are taken from the corner of the box on. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/lammps/box.h"
#include "import/lammps/columns.h"
#include "import/reading/marks.h"

/* an atom's id and its place among the lines */
typedef struct numbered {
  double id;
  int at, line;
} numbered;

typedef struct reader {
  import_run run;
  int natom; /* -1: not told yet in this snapshot */
  bool box;  /* is there */
  double origin[3];
  lammps_columns columns;
  bool by_type;    /* elements are those that the user names for the types */
  numbered *order; /* [capacity] */
  int capacity;
  import_atoms sorted;
  double first_type;
  bool several_types, carbon; /* seen in this snapshot: more than one type; no element but C */
} reader;

IMPORT_HANDLER(take_units) {
  r->run.ended = false;
  DFTFIT_TRY(import_run_line(&r->run, err));
  char *text = r->run.stream->text;
  const char *units = import_next_word(&text);
  if (units && (!strcmp(units, "metal") || !strcmp(units, "real"))) return DFTFIT_OK;
  return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE,
                            "the run was in units %.20s; dumps are read whose lengths are in A: metal and real",
                            units ? units : "without a name");
}

IMPORT_HANDLER(take_time) {
  double time;
  r->run.ended = false;
  DFTFIT_TRY(import_run_line(&r->run, err));
  return import_run_numbers(&r->run, r->run.stream->text, 1, &time, "the time", err);
}

IMPORT_HANDLER(take_step) {
  double step;
  if (r->run.line)
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX,
                              "a snapshot begins here, but that of line %d has no ITEM: ATOMS", r->run.line);
  r->run.nsymbol = r->run.nposition = 0;
  r->run.ended = r->box = false;
  r->natom = -1;
  r->run.line = r->run.stream->line;
  DFTFIT_TRY(import_run_line(&r->run, err));
  return import_run_numbers(&r->run, r->run.stream->text, 1, &step, "the time step", err);
}

IMPORT_HANDLER(take_count) {
  DFTFIT_TRY(import_run_line(&r->run, err));
  return import_run_count(&r->run, r->run.stream->text, 0, INT_MAX, &r->natom, "the number of atoms", err);
}

IMPORT_HANDLER(take_box) {
  DFTFIT_TRY(lammps_box_read(&r->run, at, r->origin, err));
  r->box = true;
  return DFTFIT_OK;
}

static dftfit_status number_of(const reader *r, const char *word, const char *what, double *out, dftfit_error *err) {
  const char *end = fortran_number(word, out);
  if (end && !*end) return DFTFIT_OK;
  return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "'%.40s' stands where %s is due: a finite number",
                            word, what);
}

static dftfit_status take_id(reader *r, const char *word, dftfit_error *err) {
  const int i = r->run.nposition;
  if (i == r->capacity) {
    const int capacity = i > INT_MAX / 2 - 64 ? INT_MAX : 2 * i + 64;
    numbered *more = realloc(r->order, (size_t)capacity * sizeof *more);
    DFTFIT_FAIL_IF(!more, err, DFTFIT_ERR_MEMORY, "out of memory for %d atoms", capacity);
    r->order = more;
    r->capacity = capacity;
  }
  r->order[i] = (numbered){.at = i, .line = r->run.stream->line};
  return number_of(r, word, "the id of an atom", &r->order[i].id, err);
}

static dftfit_status take_element(reader *r, const char *label, const char *type, dftfit_error *err) {
  double number = 0;
  if (type) {
    DFTFIT_TRY(number_of(r, type, "the type of an atom", &number, err));
    if (r->run.nsymbol == 0) r->first_type = number;
    r->several_types = r->several_types || number != r->first_type;
  }
  if (r->by_type) return import_run_type(&r->run, number, 1, err);
  DFTFIT_TRY(import_run_symbol(&r->run, label, err));
  r->carbon = r->carbon && !strcmp(r->run.atoms.symbol[r->run.nsymbol - 1], "C");
  return DFTFIT_OK;
}

/* cuts the line into words and takes those of the columns that are read */
static dftfit_status take_atom(reader *r, dftfit_error *err) {
  const lammps_columns *c = &r->columns;
  const char *word, *id = NULL, *label = NULL, *type = NULL, *at[3] = {NULL, NULL, NULL};
  double position[3];
  int n = 0;
  DFTFIT_TRY(import_run_line(&r->run, err));
  for (char *text = r->run.stream->text; (word = import_next_word(&text)); n++) {
    if (n == c->id) id = word;
    if (n == c->label) label = word;
    if (n == c->type) type = word;
    for (int k = 0; k < 3; k++)
      if (n == c->position[k]) at[k] = word;
  }
  if (n != c->count)
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX,
                              "%d words stand where an atom with the %d columns of ITEM: ATOMS is due", n, c->count);
  if (id) DFTFIT_TRY(take_id(r, id, err));
  DFTFIT_TRY(take_element(r, label, type, err));
  for (int k = 0; k < 3; k++) {
    DFTFIT_TRY(number_of(r, at[k], "the position of an atom", &position[k], err));
    if (!c->fractional) position[k] -= r->origin[k];
  }
  return import_run_position(&r->run, position, err);
}

static int compare_ids(const void *a_, const void *b_) {
  const numbered *a = a_, *b = b_;
  if (a->id != b->id) return a->id < b->id ? -1 : 1;
  return a->at < b->at ? -1 : a->at > b->at;
}

/* LAMMPS prints atoms in the order in which they lie in memory, which changes from snapshot to snapshot. */
static dftfit_status sort_atoms(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  if (r->columns.id < 0) return DFTFIT_OK;
  qsort(r->order, (size_t)run->nposition, sizeof *r->order, compare_ids);
  DFTFIT_TRY(import_atoms_reserve(&r->sorted, run->nposition, err));
  for (int i = 0; i < run->nposition; i++) {
    const numbered *next = &r->order[i];
    if (i && next->id == next[-1].id)
      return dftfit_fail_at(err, DFTFIT_ERR_VALUE, run->stream->path, next->line, 0,
                            "an atom of this snapshot has the id %.0f of the atom in line %d", next->id, next[-1].line);
    memcpy(r->sorted.symbol[i], run->atoms.symbol[next->at], sizeof *r->sorted.symbol);
    memcpy(r->sorted.position[i], run->atoms.position[next->at], sizeof *r->sorted.position);
  }
  const import_atoms unsorted = run->atoms;
  run->atoms = r->sorted;
  r->sorted = unsorted;
  return DFTFIT_OK;
}

static void tell(const reader *r) {
  const import_run *run = &r->run;
  if (r->columns.forces)
    import_tell(run->to, run->stream,
                "columns fx fy fz were left out: these forces are the potential's, not those of DFT");
  if (r->carbon && r->several_types && !r->by_type)
    import_tell(
        run->to, run->stream,
        "all atoms of a snapshot are C, though their types differ; LAMMPS writes C where no `dump_modify element` "
        "names the elements (--elements A,B,... does it here)");
}

IMPORT_HANDLER(take_atoms) {
  const char *missing = !r->run.line ? "TIMESTEP" : r->natom < 0 ? "NUMBER OF ATOMS" : !r->box ? "BOX BOUNDS" : NULL;
  if (missing)
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX,
                              "ITEM: ATOMS comes before ITEM: %s of this snapshot", missing);
  DFTFIT_TRY(lammps_columns_parse(r->run.stream, at, &r->columns, err));
  r->by_type = r->columns.type >= 0 && (r->run.to->options->elements || r->columns.label < 0);
  r->run.fractional = r->columns.fractional;
  r->several_types = false;
  r->carbon = true;
  for (int i = 0; i < r->natom; i++) DFTFIT_TRY(take_atom(r, err));
  if (r->natom > 0) {
    DFTFIT_TRY(sort_atoms(r, err));
    tell(r);
    DFTFIT_TRY(import_run_add(&r->run, err));
  } else {
    import_run_forget(&r->run);
    DFTFIT_TRY(import_leave_out(r->run.to, "there are no atoms", err));
  }
  r->natom = -1;
  r->run.ended = true;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_other) {
  if (!at[strspn(at, " \t\r")]) return DFTFIT_OK;
  return import_stream_fail(
      r->run.stream, err, DFTFIT_ERR_SYNTAX,
      "'%.40s' stands where a section of a dump of style atom or custom is due (ITEM: UNITS, TIME, "
      "TIMESTEP, NUMBER OF ATOMS, BOX BOUNDS, ATOMS)",
      at);
}

static const import_mark marks[] = {
    MARK_CALL("ITEM: TIMESTEP", take_step),
    MARK_CALL("ITEM: NUMBER OF ATOMS", take_count),
    MARK_CALL("ITEM: BOX BOUNDS", take_box),
    MARK_CALL("ITEM: ATOMS", take_atoms),
    MARK_CALL("ITEM: UNITS", take_units),
    MARK_CALL("ITEM: TIME", take_time),
    MARK_CALL("", take_other), /* every other line */
};

static const import_grammar grammar = {IMPORT_MARKS(marks)};

dftfit_status import_lammps_dump_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.natom = -1};
  import_run_begin(&r.run, stream, to, "");
  dftfit_status status = import_run_scan(&r.run, &grammar, &r, err);
  import_atoms_clear(&r.sorted);
  free(r.order);
  return status;
}

bool import_lammps_dump_recognise(const import_head *file) { return !strncmp(file->text, "ITEM: ", 6); }
