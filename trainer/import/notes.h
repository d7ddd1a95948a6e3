/* SPDX-License-Identifier: BSD-3-Clause */
/** What an import has to tell at its end: lines of text, each with the file it was first said of and of how many files
 *  it holds. */
#ifndef TRAINER_IMPORT_NOTES_H
#define TRAINER_IMPORT_NOTES_H

#include "base/intern.h"

typedef struct import_note {
  char *text;
  char *first, *last; /* files of which it was first and last said */
  long files;
} import_note;

typedef struct import_notes {
  intern texts;
  import_note *note; /* [texts.count] in the order in which they were first said */
} import_notes;      /* all zero: empty */

/** Adds the text, or counts it where it is there. False: out of memory. */
bool import_notes_add(import_notes *notes, const char *file, const char *text);
void import_notes_clear(import_notes *notes);

/** Step numbers, in rising order, as text: "3, 5-9, 12". */
typedef struct import_steps {
  char *text;
  long count, start, last; /* start to last: the range that still grows */
} import_steps;            /* all zero: empty */

/** Adds a step. False: out of memory. */
bool import_steps_add(import_steps *steps, long step);
/** All of them, NUL-terminated; NULL: out of memory. Nothing may be added afterwards. */
const char *import_steps_text(import_steps *steps);
void import_steps_clear(import_steps *steps);

#endif
