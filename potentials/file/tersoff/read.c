/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads LAMMPS's files of the bond order. What style a file is for stands nowhere in it: its name says so, and the
 * number of words in an entry, the charges of a core and the ranges of the numbers must agree. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chemical_element.h"
#include "file/setfl/setfl.h"
#include "file/tersoff/file.h"

typedef struct file_entry {
  int element[3]; /* of the file's elements, -1: a name that is no chemical symbol */
  int charge[3];  /* atomic numbers, 0 for such names */
  double number[TERSOFF_MAX_NUMBERS];
  int line;
} file_entry;

typedef struct file_entries {
  file_entry *entry;
  int n, capacity;
  const tersoff_style *style;
} file_entries;

static dftfit_status grow(file_entries *all, dftfit_error *err) {
  if (all->n < all->capacity) return DFTFIT_OK;
  int capacity = 2 * all->capacity + 8;
  file_entry *grown = realloc(all->entry, (size_t)capacity * sizeof *grown);
  DFTFIT_FAIL_IF(!grown, err, DFTFIT_ERR_MEMORY, "out of memory");
  all->entry = grown;
  all->capacity = capacity;
  return DFTFIT_OK;
}

/* Files hold variants of an element under names such as Si(B), which pair_coeff cannot ask for here. */
static dftfit_status element_of(const text_lines *t, const char *name, dftfit_header *header, int *out,
                                dftfit_error *err) {
  *out = -1;
  if (dftfit_atomic_number(name) == 0) return DFTFIT_OK;
  for (int a = 0; a < header->nelement; a++)
    if (strcmp(header->element[a], name) == 0) *out = a;
  if (*out >= 0) return DFTFIT_OK;
  if (header->nelement == DFTFIT_MAX_ELEMENTS)
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_ELEMENT, "more than %d elements", DFTFIT_MAX_ELEMENTS);
  snprintf(header->element[header->nelement], sizeof header->element[0], "%.3s", name);
  *out = header->nelement++;
  return DFTFIT_OK;
}

/* One word of an entry: name or number number `place`. */
static dftfit_status read_word(const text_lines *t, const tersoff_style *style, int word, int place,
                               dftfit_header *header, file_entry *e, dftfit_error *err) {
  char what[64];
  double number;
  if (place < TERSOFF_NAMES) {
    if (dftfit_number_parse(t->word[word], &number))
      return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX,
                                    "'%.32s' where an element is expected; an entry is three elements and %d numbers",
                                    t->word[word], style->count);
    e->charge[place] = dftfit_atomic_number(t->word[word]);
    return element_of(t, t->word[word], header, &e->element[place], err);
  }
  int k = place - TERSOFF_NAMES;
  snprintf(what, sizeof what, "%s, number %d of the %d of an entry",
           dftfit_tersoff_value_info_of(style->column[k])->key, k + 1, style->count);
  return dftfit_text_lines_double(t, word, what, &e->number[k], err);
}

static bool is_bond(const file_entry *e) { return e->element[1] == e->element[2]; }

static dftfit_status finish_entry(const text_lines *t, const file_entries *all, dftfit_error *err) {
  const file_entry *e = &all->entry[all->n];
  if (e->element[0] < 0 || e->element[1] < 0 || e->element[2] < 0) return DFTFIT_OK;
  const char *problem = dftfit_tersoff_style_problem(all->style, e->number, e->charge, is_bond(e));
  if (problem) {
    const tersoff_style *other =
        dftfit_tersoff_style_of(all->style, all->style->count, e->number, e->charge, is_bond(e));
    return dftfit_fail_at(err, DFTFIT_ERR_VALUE, t->input, e->line, 0, "in the entry that begins here %s%s%s%s%s",
                          problem, other ? "; it could be one of pair_style " : "", other ? other->name : "",
                          other ? ", whose files are to end with " : "", other ? dftfit_tersoff_ending(other) : "");
  }
  for (int i = 0; i < all->n; i++)
    if (memcmp(all->entry[i].element, e->element, sizeof e->element) == 0)
      return dftfit_fail_at(err, DFTFIT_ERR_KEY, t->input, e->line, 0,
                            "the entry of these elements is given twice, first in line %d", all->entry[i].line);
  return DFTFIT_OK;
}

static dftfit_status read_entries(text_lines *t, dftfit_header *header, file_entries *all, dftfit_error *err) {
  const int words = TERSOFF_NAMES + all->style->count;
  int place = 0;
  while (!dftfit_text_lines_at_end(t)) {
    if (t->nword == 0) return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "the line is not text, or too long");
    for (int word = 0; word < t->nword; word++, place++) {
      if (place == words)
        return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX,
                                      "'%.32s' after the %d numbers of an entry; the next entry begins on a new line",
                                      t->word[word], all->style->count);
      DFTFIT_TRY(grow(all, err));
      if (place == 0) all->entry[all->n] = (file_entry){.line = t->line};
      DFTFIT_TRY(read_word(t, all->style, word, place, header, &all->entry[all->n], err));
    }
    if (place < words) continue;
    DFTFIT_TRY(finish_entry(t, all, err));
    all->n++;
    place = 0;
  }
  if (place > 0)
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "the file ends after %d of the %d words of an entry",
                                  place, words);
  if (header->nelement == 0)
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "the file holds no entries of elements");
  return DFTFIT_OK;
}

/* The words of the first entry, up to the next line that begins with a name: another style may have that many. t is a
 * copy, which is lost. */
static dftfit_status check_style(text_lines t, const tersoff_style *style, dftfit_error *err) {
  file_entry e = {.element = {0}};
  int place = 0, line = 0;
  double number;
  while (!dftfit_text_lines_at_end(&t)) {
    if (place >= TERSOFF_NAMES && t.nword > 0 && !dftfit_number_parse(t.word[0], &number)) break;
    if (place == 0) line = t.line;
    for (int word = 0; word < t.nword; word++, place++) {
      if (place < TERSOFF_NAMES) e.charge[place] = dftfit_atomic_number(t.word[word]);
      if (place >= TERSOFF_NAMES + TERSOFF_MAX_NUMBERS) return DFTFIT_OK;
      if (place >= TERSOFF_NAMES && !dftfit_number_parse(t.word[word], &e.number[place - TERSOFF_NAMES]))
        return DFTFIT_OK;
    }
  }
  const int count = place - TERSOFF_NAMES;
  const bool bond = e.charge[1] == e.charge[2];
  const tersoff_style *other =
      count == style->count ? NULL : dftfit_tersoff_style_of(style, count, e.number, e.charge, bond);
  if (!other) return DFTFIT_OK; /* whatever is wrong, reading finds it */
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, t.input, line, 0,
                        "the entry that begins here holds %d numbers, as in files of pair_style %s, which are to end "
                        "with %s; those of %s, by which this one is named, hold %d",
                        count, other->name, dftfit_tersoff_ending(other), style->name, style->count);
}

static dftfit_status place_entries(const char *name, const dftfit_header *header, const file_entries *all,
                                   tersoff_form *f, dftfit_error *err) {
  const int n = header->nelement;
  for (int i = 0; i < all->n; i++) {
    const int *e = all->entry[i].element;
    if (e[0] >= 0 && e[1] >= 0 && e[2] >= 0)
      f->entry[tersoff_triple(n, e[0], e[1], e[2])] = dftfit_tersoff_style_entry(all->style, all->entry[i].number);
  }
  for (int t = 0; t < n * n * n; t++) {
    char triple[16];
    dftfit_tersoff_triple_name(header->element, n, t, triple);
    if (f->entry[t].v[TERSOFF_M] == 0)
      return dftfit_fail_at(err, DFTFIT_ERR_ELEMENT, name, 0, 0, "there is no entry %s; every triple needs one",
                            triple);
  }
  return dftfit_tersoff_form_finish(f, err);
}

static dftfit_status fill(dftfit_potential *pot, const char *name, text_lines *t, file_entries *all,
                          dftfit_error *err) {
  text_lines first = *t;
  tersoff_form *f;
  if (t->at < t->end) DFTFIT_TRY(dftfit_setfl_check_units(&first, err));
  DFTFIT_TRY(check_style(*t, all->style, err));
  DFTFIT_TRY(read_entries(t, &pot->header, all, err));
  DFTFIT_TRY(dftfit_tersoff_form_allocate(&pot->header, &all->style->model, &f, err));
  pot->self = f;
  DFTFIT_TRY(place_entries(name, &pot->header, all, f, err));
  const int n = pot->header.nelement;
  for (int p = 0; p < n * n; p++) pot->header.cutoff[p] = dftfit_tersoff_form_reach(f, p / n, p % n);
  return DFTFIT_OK;
}

dftfit_status dftfit_tersoff_file_read(const tersoff_style *style, const char *name, const char *text, size_t length,
                                       dftfit_potential **out, dftfit_error *err) {
  text_lines t;
  file_entries all = {.style = style};
  *out = NULL;
  dftfit_potential *pot = calloc(1, sizeof *pot);
  DFTFIT_FAIL_IF(!pot, err, DFTFIT_ERR_MEMORY, "out of memory");
  pot->form = dftfit_form_find("tersoff");
  dftfit_text_lines_open(&t, name, text, length);
  dftfit_status status = fill(pot, name, &t, &all, err);
  free(all.entry);
  if (status)
    dftfit_potential_destroy(pot);
  else
    *out = pot;
  return status;
}
