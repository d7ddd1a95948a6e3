/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool import_notes_add(import_notes *notes, const char *file, const char *text) {
  bool added;
  int i = intern_number(&notes->texts, text, strlen(text), &added);
  if (i < 0) return false;
  if (added) {
    import_note *more = realloc(notes->note, (size_t)notes->texts.count * sizeof *more);
    if (!more) return false;
    notes->note = more;
    notes->note[i] = (import_note){strdup(text), strdup(file), strdup(file), 1};
    return notes->note[i].text && notes->note[i].first && notes->note[i].last;
  }
  import_note *note = &notes->note[i];
  if (!strcmp(note->last, file)) return true;
  char *last = strdup(file);
  if (!last) return false;
  free(note->last);
  note->last = last;
  note->files++;
  return true;
}

void import_notes_clear(import_notes *notes) {
  for (int i = 0; notes->note && i < notes->texts.count; i++) {
    free(notes->note[i].text);
    free(notes->note[i].first);
    free(notes->note[i].last);
  }
  free(notes->note);
  intern_clear(&notes->texts);
  *notes = (import_notes){0};
}

/* the range that grew until now becomes text */
static bool close_range(import_steps *s) {
  enum { RANGE_TEXT = 64 };
  size_t used = s->text ? strlen(s->text) : 0;
  char *text = realloc(s->text, used + RANGE_TEXT);
  if (!text) return false;
  s->text = text;
  const char *comma = used ? ", " : "";
  if (s->start == s->last)
    snprintf(text + used, RANGE_TEXT, "%s%ld", comma, s->start);
  else
    snprintf(text + used, RANGE_TEXT, "%s%ld-%ld", comma, s->start, s->last);
  return true;
}

bool import_steps_add(import_steps *s, long step) {
  bool good = true;
  if (!s->count || step != s->last + 1) {
    if (s->count) good = close_range(s);
    s->start = step;
  }
  s->last = step;
  s->count++;
  return good;
}

const char *import_steps_text(import_steps *s) { return s->count && !close_range(s) ? NULL : s->text; }

void import_steps_clear(import_steps *s) {
  free(s->text);
  *s = (import_steps){0};
}
