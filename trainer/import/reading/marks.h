/* SPDX-License-Identifier: BSD-3-Clause */
/** The lines of an output that say something, as a table: the grammar of a format. Each entry names the text with which
 *  a line begins (after blanks; `WITHIN`: that stands anywhere in it), and what the line does to the reader, a struct
 *  that the file which makes the table calls `reader`, with an import_run called `run` in it. */
#ifndef TRAINER_IMPORT_READING_MARKS_H
#define TRAINER_IMPORT_READING_MARKS_H

#include <stddef.h>

#include "import/reading/run.h"

typedef enum import_act { IMPORT_CALL, IMPORT_STEP, IMPORT_END, IMPORT_FLAG, IMPORT_NUMBER, IMPORT_TEXT } import_act;

/** `at` is the text behind the mark, within stream->text. */
typedef dftfit_status import_take(void *reader, char *at, dftfit_error *err);

typedef struct import_mark {
  const char *text;
  import_act act;
  bool within;
  import_take *take;  /* of IMPORT_CALL */
  size_t field, size; /* the member of the reader that is set, and its bytes */
  bool value;         /* of a flag */
  bool energy;        /* the line of the number is that of the energy */
  bool list;          /* the text is appended to a list of names */
  double factor;      /* from the printed unit to ours */
  const char *what;   /* the number in errors; NULL: where no number follows, nothing is set */
} import_mark;

typedef struct import_grammar {
  const import_mark *marks;
  int count;
  import_take *step;  /* what was gathered is a step; NULL: no mark says so */
  const char *energy; /* what the line of the energy looks like, for whom it is missing: "'final etot is'" */
} import_grammar;

/** Reads to the end of the file and gives each line to the first of the marks that it bears. Then, where a step waits
 *  for its end or the program did not say that it ended, the file is cut off: the whole steps before are kept. Then, and
 *  after an error, the memory of the run is freed. */
dftfit_status import_run_scan(import_run *run, const import_grammar *grammar, void *reader, dftfit_error *err);

/** Defines a handler: IMPORT_HANDLER(take_cell) { ... }, in which `reader *r`, `char *at` and `dftfit_error *err` are
 *  the reader, the text behind the mark and the error. */
#define IMPORT_HANDLER(name)                                                                          \
  static dftfit_status name##_of(reader *r, char *at, dftfit_error *err);                             \
  static dftfit_status name(void *r, char *at, dftfit_error *err) { return name##_of(r, at, err); }   \
  static dftfit_status name##_of(__attribute__((unused)) reader *r, __attribute__((unused)) char *at, \
                                 __attribute__((unused)) dftfit_error *err)

/* place of a member of the reader, which must be of the type that the act sets; an array of that type will do */
#define IMPORT_FIELD(type, member)                     \
  .field = _Generic(((reader *)0)->member, type        \
                    : offsetof(reader, member), type * \
                    : offsetof(reader, member)),       \
  .size = sizeof((reader *)0)->member

#define MARK_CALL(mark, handler) \
  { .text = mark, .act = IMPORT_CALL, .take = handler }
#define MARK_CALL_WITHIN(mark, handler) \
  { .text = mark, .act = IMPORT_CALL, .take = handler, .within = true }
/** The step is complete. */
#define MARK_STEP(mark) \
  { .text = mark, .act = IMPORT_STEP }
#define MARK_STEP_WITHIN(mark) \
  { .text = mark, .act = IMPORT_STEP, .within = true }
/** The step is complete, and the program came to its end. */
#define MARK_END(mark) \
  { .text = mark, .act = IMPORT_END }
#define MARK_END_WITHIN(mark) \
  { .text = mark, .act = IMPORT_END, .within = true }
/** Sets a bool. */
#define MARK_FLAG(mark, member, set) \
  { .text = mark, .act = IMPORT_FLAG, .value = set, IMPORT_FIELD(bool, member) }
#define MARK_FLAG_WITHIN(mark, member, set) \
  { .text = mark, .act = IMPORT_FLAG, .value = set, .within = true, IMPORT_FIELD(bool, member) }
/** Sets a double, or an array of at most 9, to the numbers behind the mark (after blanks, `:` and `=`) times a factor. It is
 *  an error if they are none; with MARK_SETTING nothing is set then. */
#define MARK_NUMBER(mark, member, unit, name) \
  { .text = mark, .act = IMPORT_NUMBER, .factor = unit, .what = name, IMPORT_FIELD(double, member) }
#define MARK_SETTING(mark, member, unit) \
  { .text = mark, .act = IMPORT_NUMBER, .factor = unit, IMPORT_FIELD(double, member) }
/** Sets the energy of the step, and with it the line that errors name. */
#define MARK_ENERGY(mark, unit, name) \
  { .text = mark, .act = IMPORT_NUMBER, .factor = unit, .what = name, .energy = true, IMPORT_FIELD(double, run.energy) }
/** Copies the text behind the mark (after blanks, `:` and `=`). */
#define MARK_TEXT(mark, member) \
  { .text = mark, .act = IMPORT_TEXT, IMPORT_FIELD(char, member) }
/** Appends it to a list. */
#define MARK_LIST(mark, member) \
  { .text = mark, .act = IMPORT_TEXT, .list = true, IMPORT_FIELD(char, member) }

/** The first two members of a grammar, of a table of marks. */
#define IMPORT_MARKS(table) .marks = table, .count = (int)(sizeof(table) / sizeof *(table))

#endif
