/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/extxyz/columns.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/extxyz/names.h"

typedef struct property {
  char name[EXTXYZ_NAME];
  char type;
  int width;
} property;

/* reads name:type:width and what parts it from the next; false: it is not that */
static bool next_property(const char **text, property *out) {
  const char *p = *text, *colon = strchr(p, ':');
  if (!colon || colon == p || colon - p >= EXTXYZ_NAME) return false;
  memcpy(out->name, p, (size_t)(colon - p));
  out->name[colon - p] = '\0';
  out->type = colon[1];
  if (!out->type || !strchr("SRIL", out->type) || colon[2] != ':') return false;
  char *end;
  long width = strtol(colon + 3, &end, 10);
  if (end == colon + 3 || width < 1 || width > 1000 || (*end && *end != ':')) return false;
  out->width = (int)width;
  *text = *end ? end + 1 : end;
  return true;
}

static bool is_one_of(const char *name, const char *const *list) {
  while (*list && strcasecmp(name, *list)) list++;
  return *list != NULL;
}

static bool is_force_name(const char *name) {
  char known[EXTXYZ_NAME];
  for (int prefix = 0; prefix < EXTXYZ_PREFIXES; prefix++)
    for (int i = 0; extxyz_name(TARGET_KEY_FORCES, prefix, i, known); i++)
      if (!strcasecmp(name, known)) return true;
  return false;
}

typedef struct columns_parser {
  extxyz_columns *columns;
  const char *forces_key, *input;
  char force_name[EXTXYZ_NAME];
  int line;
} columns_parser;

/* takes the column when it is one that is looked for; a second column for the same purpose is an error */
static dftfit_status take(columns_parser *c, const property *p, dftfit_error *err) {
  static const char *const species[] = {"species", "element", "elements", "symbol", "symbols", NULL};
  static const char *const number[] = {"Z", "numbers", "atomic_numbers", "atomic_number", NULL};
  static const char *const position[] = {"pos", "position", "positions", NULL};
  bool force = c->forces_key ? !strcmp(p->name, c->forces_key) : is_force_name(p->name);
  int *place = NULL;
  char type = 'R';
  int width = 3;
  if (is_one_of(p->name, species))
    place = &c->columns->species, type = 'S', width = 1;
  else if (is_one_of(p->name, number))
    place = &c->columns->number, type = 'I', width = 1;
  else if (is_one_of(p->name, position))
    place = &c->columns->position;
  else if (force)
    place = &c->columns->force;
  if (!place) return DFTFIT_OK;
  if (p->type != type || p->width != width)
    return dftfit_fail_at(err, DFTFIT_ERR_VALUE, c->input, c->line, 0, "the column %s is %c:%d; it must be %c:%d",
                          p->name, p->type, p->width, type, width);
  if (*place >= 0 && force)
    return dftfit_fail_at(err, DFTFIT_ERR_KEY, c->input, c->line, 0,
                          "both %s and %s hold forces; choose one with --key forces=%s", c->force_name, p->name,
                          p->name);
  if (*place >= 0)
    return dftfit_fail_at(err, DFTFIT_ERR_KEY, c->input, c->line, 0, "Properties names a second column %s", p->name);
  *place = c->columns->count;
  if (force) memcpy(c->force_name, p->name, sizeof c->force_name);
  return DFTFIT_OK;
}

dftfit_status extxyz_columns_parse(extxyz_columns *columns, const char *properties, const char *forces_key,
                                   const char *input, int line, dftfit_error *err) {
  *columns = (extxyz_columns){.count = 0, .species = -1, .number = -1, .position = -1, .force = -1};
  columns_parser c = {columns, forces_key, input, "", line};
  const char *text = properties ? properties : "species:S:1:pos:R:3";
  while (*text) {
    property p;
    const char *at = text;
    if (!next_property(&text, &p))
      return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, input, line, 0,
                            "Properties has '%.40s' where name:type:width is due (type S, R, I or L; width 1 or more)",
                            at);
    DFTFIT_TRY(take(&c, &p, err));
    columns->count += p.width;
  }
  if (columns->position < 0)
    return dftfit_fail_at(err, DFTFIT_ERR_KEY, input, line, 0, "Properties has no column pos:R:3");
  if (columns->species < 0 && columns->number < 0)
    return dftfit_fail_at(err, DFTFIT_ERR_KEY, input, line, 0, "Properties has neither species:S:1 nor Z:I:1");
  return DFTFIT_OK;
}
