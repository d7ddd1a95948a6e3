/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/extxyz/comment.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* where parsing stands, for errors */
typedef struct cursor {
  char *start, *p;
  const char *input;
  int line;
} cursor;

static dftfit_status fail(const cursor *c, const char *where, dftfit_error *err, const char *what) {
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, c->input, c->line, (int)(where - c->start) + 1, "%s", what);
}

static void skip_blanks(cursor *c) {
  while (isspace((unsigned char)*c->p)) c->p++;
}

/* A text between quotes; a backslash keeps the character after it. Undone in place, which only ever shortens it. */
static dftfit_status parse_quoted(cursor *c, const char **out, dftfit_error *err) {
  char quote = *c->p, *open = c->p++, *to = c->p;
  *out = to;
  while (*c->p && *c->p != quote) {
    if (*c->p == '\\' && c->p[1]) c->p++;
    *to++ = *c->p++;
  }
  if (!*c->p) return fail(c, open, err, "the quote that opens here is not closed on this line");
  *to = '\0';
  c->p++;
  return DFTFIT_OK;
}

/* A text between brackets, which nest; the outer ones are left out, and quotes within are left as they are. */
static dftfit_status parse_bracketed(cursor *c, const char **out, dftfit_error *err) {
  char *open = c->p;
  int depth = 0;
  *out = c->p + 1;
  do {
    if (*c->p == '{' || *c->p == '[') depth++;
    if (*c->p == '}' || *c->p == ']') depth--;
    if (!*c->p) return fail(c, open, err, "the bracket that opens here is not closed on this line");
    c->p++;
  } while (depth > 0);
  c->p[-1] = '\0';
  return DFTFIT_OK;
}

static bool is_bare(char x) { return x && !isspace((unsigned char)x); }

static dftfit_status parse_key(cursor *c, const char **key, char **end, dftfit_error *err) {
  *end = NULL;
  if (*c->p == '"' || *c->p == '\'') return parse_quoted(c, key, err);
  *key = c->p;
  while (is_bare(*c->p) && *c->p != '=') c->p++;
  *end = c->p; /* not yet cut: the = may stand here */
  if (*key == c->p) return fail(c, c->p, err, "a key is missing before this =");
  return DFTFIT_OK;
}

static dftfit_status parse_value(cursor *c, const char **value, dftfit_error *err) {
  char *before = c->p;
  skip_blanks(c);
  if (*c->p == '"' || *c->p == '\'') return parse_quoted(c, value, err);
  if (*c->p == '{' || *c->p == '[') return parse_bracketed(c, value, err);
  char *end = c->p;
  while (is_bare(*end)) end++;
  /* `key= next=1`: nothing was given for key */
  if (c->p > before && memchr(c->p, '=', (size_t)(end - c->p))) {
    *value = "";
    return DFTFIT_OK;
  }
  *value = c->p;
  c->p = end;
  if (*end) {
    *end = '\0';
    c->p++;
  }
  return DFTFIT_OK;
}

static dftfit_status push(extxyz_comment *comment, extxyz_pair pair, dftfit_error *err) {
  if (comment->count == comment->capacity) {
    int capacity = 2 * comment->capacity + 16;
    extxyz_pair *bigger = realloc(comment->pair, (size_t)capacity * sizeof *bigger);
    DFTFIT_FAIL_IF(!bigger, err, DFTFIT_ERR_MEMORY, "out of memory");
    comment->pair = bigger;
    comment->capacity = capacity;
  }
  comment->pair[comment->count++] = pair;
  return DFTFIT_OK;
}

static int by_key(const void *a, const void *b) {
  return strcasecmp(((const extxyz_pair *)a)->key, ((const extxyz_pair *)b)->key);
}

/* A key that has two values says nothing. */
static dftfit_status check_twice(const extxyz_comment *comment, const char *input, int line, dftfit_error *err) {
  if (comment->count < 2) return DFTFIT_OK;
  const size_t size = (size_t)comment->count * sizeof *comment->pair;
  extxyz_pair *sorted = malloc(size);
  DFTFIT_FAIL_IF(!sorted, err, DFTFIT_ERR_MEMORY, "out of memory");
  memcpy(sorted, comment->pair, size);
  qsort(sorted, (size_t)comment->count, sizeof *sorted, by_key);
  dftfit_status status = DFTFIT_OK;
  for (int i = 1; i < comment->count && !status; i++)
    if (!by_key(&sorted[i - 1], &sorted[i]) && strcmp(sorted[i - 1].value, sorted[i].value))
      status = dftfit_fail_at(err, DFTFIT_ERR_KEY, input, line, 0,
                              "the key %.40s is given twice, as '%.40s' and as '%.40s'; give it once", sorted[i].key,
                              sorted[i - 1].value, sorted[i].value);
  free(sorted);
  return status;
}

dftfit_status extxyz_comment_parse(extxyz_comment *comment, char *text, const char *input, int line,
                                   dftfit_error *err) {
  cursor c = {text, text, input, line};
  comment->count = 0;
  for (skip_blanks(&c); *c.p; skip_blanks(&c)) {
    extxyz_pair pair = {NULL, "T"};
    char *end;
    DFTFIT_TRY(parse_key(&c, &pair.key, &end, err));
    char *after = c.p;
    skip_blanks(&c);
    if (*c.p == '=') {
      c.p++;
      if (end) *end = '\0';
      DFTFIT_TRY(parse_value(&c, &pair.value, err));
    } else {
      /* a bare key ends here; the blank after it is only overwritten once it has been passed */
      if (end && *after) {
        c.p = after + 1;
        *end = '\0';
      }
    }
    DFTFIT_TRY(push(comment, pair, err));
  }
  return check_twice(comment, input, line, err);
}

const char *extxyz_comment_get(const extxyz_comment *comment, const char *key) {
  for (int i = 0; i < comment->count; i++)
    if (!strcasecmp(comment->pair[i].key, key)) return comment->pair[i].value;
  return NULL;
}
