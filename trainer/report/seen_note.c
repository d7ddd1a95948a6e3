/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/seen_note.h"

enum { NAMED = 12 };

typedef struct printer {
  FILE *to;
  int n;
} printer;

static void print_name(void *self, const char *text) {
  printer *p = self;
  if (p->n++ < NAMED) fprintf(p->to, " %s", text);
}

static void count_name(void *self, const char *text) {
  (void)self;
  (void)text;
}

static void write_name(void *self, const char *text) { dftfit_write_text(self, text); }

void seen_note_print(FILE *to, const seen *s, const dftfit_header *header) {
  printer p = {to, 0};
  if (!seen_missing(s, header, count_name, NULL)) return;
  fprintf(to, "Warning: no configuration that trains has these pairs or triples (the centre first) within the cutoff:");
  const int n = seen_missing(s, header, print_name, &p);
  if (n > NAMED) fprintf(to, " and %d more", n - NAMED);
  fprintf(to, "\n  What the potential makes of them is decided by its prior and its core alone\n");
}

void seen_note_write(dftfit_writer *w, const seen *s, const dftfit_header *header) {
  if (!seen_missing(s, header, count_name, NULL)) return;
  dftfit_write_text(w, "not_in_data");
  dftfit_write_seq_begin(w, true);
  seen_missing(s, header, write_name, w);
  dftfit_write_seq_end(w);
}
