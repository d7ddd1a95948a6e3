/* SPDX-License-Identifier: BSD-3-Clause */
/** Extended XYZ: number of atoms, comment line, one line per atom, again and again. Read line by line. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/fortran_number.h"
#include "base/numbers.h"
#include "import/extxyz/columns.h"
#include "import/extxyz/comment.h"
#include "import/extxyz/targets.h"
#include "import/importer.h"
#include "import/reading/atoms.h"

typedef struct reader {
  import_stream *stream;
  extxyz_comment comment;
  extxyz_columns columns;
  import_atoms atoms;
} reader;

static bool is_blank(const char *text) { return text[strspn(text, " \t\r\n")] == '\0'; }

static dftfit_status parse_count(const reader *r, int *natom, dftfit_error *err) {
  char *end;
  errno = 0;
  long count = strtol(r->stream->text, &end, 10);
  if (end == r->stream->text || !is_blank(end) || errno || count < 1 || count > INT_MAX)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, r->stream->path, r->stream->line, 0,
                          "'%.40s' stands where the number of atoms of a configuration is due (1 or more)",
                          r->stream->text);
  *natom = (int)count;
  return DFTFIT_OK;
}

static dftfit_status parse_number(const reader *r, const char *word, const char *what, double *out, dftfit_error *err) {
  char *end;
  *out = strtod(word, &end);
  if (end != word && !*end && isfinite(*out)) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, r->stream->path, r->stream->line, (int)(word - r->stream->text) + 1,
                        "%s '%.40s' must be a finite number", what, word);
}

static dftfit_status parse_species(const reader *r, const char *word, char symbol[4], dftfit_error *err) {
  char *end;
  long number = strtol(word, &end, 10);
  const char *known = word;
  if (*word && !*end)
    known = number > 0 && number <= ELEMENTS_COUNT ? element_symbol((int)number) : NULL;
  else if (!element_number(word))
    known = NULL;
  if (!known)
    return dftfit_fail_at(err, DFTFIT_ERR_ELEMENT, r->stream->path, r->stream->line, (int)(word - r->stream->text) + 1,
                          "'%.40s' is neither the symbol of an element nor an atomic number from 1 to %d", word,
                          ELEMENTS_COUNT);
  strcpy(symbol, known);
  return DFTFIT_OK;
}

/* one that is no number spoils the configuration alone */
static dftfit_status parse_force(const reader *r, const char *word, double *out, dftfit_error *err) {
  *out = HUGE_VAL;
  return fortran_no_number(word) ? DFTFIT_OK : parse_number(r, word, "force", out, err);
}

/* cuts the line into words and takes those of the columns that are looked for */
static dftfit_status parse_atom(reader *r, int i, dftfit_error *err) {
  const extxyz_columns *c = &r->columns;
  char *p = r->stream->text;
  int word = 0;
  const int species = c->species >= 0 ? c->species : c->number;
  for (;; word++) {
    while (isspace((unsigned char)*p)) p++;
    if (!*p) break;
    char *start = p;
    while (*p && !isspace((unsigned char)*p)) p++;
    if (*p) *p++ = '\0';
    if (word == species) DFTFIT_TRY(parse_species(r, start, r->atoms.symbol[i], err));
    if (word >= c->position && word < c->position + 3)
      DFTFIT_TRY(parse_number(r, start, "position", &r->atoms.position[i][word - c->position], err));
    if (c->force >= 0 && word >= c->force && word < c->force + 3)
      DFTFIT_TRY(parse_force(r, start, &r->atoms.force[i][word - c->force], err));
  }
  if (word == c->count) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, r->stream->path, r->stream->line, 0,
                        "has %d words; Properties (species and position when it is not given) makes it %d", word,
                        c->count);
}

static dftfit_status read_atoms(reader *r, int natom, int first_line, dftfit_error *err) {
  for (int i = 0; i < natom; i++) {
    bool more;
    DFTFIT_TRY(import_stream_line(r->stream, &more, err));
    if (!more)
      return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, r->stream->path, r->stream->line, 0,
                            "the file ends after %d of the %d atoms that line %d promises", i, natom, first_line);
    DFTFIT_TRY(import_atoms_reserve(&r->atoms, i + 1, err));
    DFTFIT_TRY(parse_atom(r, i, err));
  }
  return DFTFIT_OK;
}

/* Keys and values point into the line, which the atoms overwrite, so the comment line is copied. */
static dftfit_status read_comment(reader *r, int first_line, char **kept, dftfit_error *err) {
  bool more;
  DFTFIT_TRY(import_stream_line(r->stream, &more, err));
  if (!more)
    return import_stream_fail(r->stream, err, DFTFIT_ERR_SYNTAX, "the file ends after the number of atoms of line %d",
                              first_line);
  *kept = strdup(r->stream->text);
  DFTFIT_FAIL_IF(!*kept, err, DFTFIT_ERR_MEMORY, "out of memory");
  return DFTFIT_OK;
}

static dftfit_status read_configuration(reader *r, importing *to, int natom, char *comment, dftfit_error *err) {
  const int line = r->stream->line;
  dataset_config config = {0};
  double bare, factor;
  const char *bad;
  bool is_number = import_numbers(comment, 1, &bare, &bad) == 1;
  bool number_is_energy = to->options->energy_key && !strcmp(to->options->energy_key, "comment");
  if (is_number) comment[0] = '\0';
  DFTFIT_TRY(extxyz_comment_parse(&r->comment, comment, r->stream->path, line, err));
  DFTFIT_TRY(extxyz_targets(&r->comment, to->options, r->stream->path, line, &config, &factor, err));
  extxyz_calculation(&r->comment, &config.calculation);
  if (is_number && number_is_energy)
    config.energy = bare * (to->options->energy_unit ? to->options->energy_unit : 1);
  else
    to->tally.bare_number += is_number ? 1 : 0;
  const char *properties = extxyz_comment_get(&r->comment, "properties");
  DFTFIT_TRY(extxyz_columns_parse(&r->columns, properties, to->options->forces_key, r->stream->path, line, err));
  DFTFIT_TRY(read_atoms(r, natom, line - 1, err));
  for (int i = 0; i < natom && r->columns.force >= 0; i++)
    for (int k = 0; k < 3; k++) r->atoms.force[i][k] *= factor;
  import_atoms_lend(&r->atoms, natom, r->columns.force >= 0, &config);
  return import_add(to, &config, true, r->stream->path, line, err);
}

static dftfit_status read_all(reader *r, importing *to, dftfit_error *err) {
  for (;;) {
    bool more = true;
    do DFTFIT_TRY(import_stream_line(r->stream, &more, err));
    while (more && is_blank(r->stream->text)); /* blank lines between and after configurations */
    if (!more) return DFTFIT_OK;
    int natom = 0;
    char *comment = NULL;
    DFTFIT_TRY(parse_count(r, &natom, err));
    DFTFIT_TRY(read_comment(r, r->stream->line, &comment, err));
    dftfit_status status = read_configuration(r, to, natom, comment, err);
    free(comment);
    DFTFIT_TRY(status);
  }
}

dftfit_status import_extxyz_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.stream = stream};
  dftfit_status status = read_all(&r, to, err);
  free(r.comment.pair);
  import_atoms_clear(&r.atoms);
  return status;
}

/* The first line is a number of atoms, with a second line after it. */
bool import_extxyz_recognise(const import_head *file) {
  const char *head = file->text;
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  if (file->length >= 3 && !strncmp(head, byte_order_mark, 3)) head += 3;
  head += strspn(head, " \t\r\n");
  size_t digits = strspn(head, "0123456789");
  if (digits == 0) return false;
  head += digits;
  head += strspn(head, " \t\r");
  return *head == '\n' || *head == '\0';
}
