/* SPDX-License-Identifier: BSD-3-Clause */
#include "file/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file_text.h"

static const dftfit_format *const formats[] = {
#define FORMAT(name) &dftfit_format_##name,
#include "file/formats.def"
#undef FORMAT
};

static int format_count(void) { return (int)(sizeof formats / sizeof formats[0]); }

const dftfit_format *dftfit_format_at(int i) { return i >= 0 && i < format_count() ? formats[i] : NULL; }

bool dftfit_ends_with(const char *name, const char *end) {
  size_t n = name ? strlen(name) : 0, m = strlen(end);
  return n >= m && strcasecmp(name + n - m, end) == 0;
}

bool dftfit_format_has_ending(const dftfit_format *format, const char *name) {
  for (int e = 0; e < DFTFIT_FORMAT_ENDINGS && format->ending[e]; e++)
    if (dftfit_ends_with(name, format->ending[e])) return true;
  return false;
}

bool dftfit_format_describe(int i, dftfit_format_info *out) {
  const dftfit_format *format = dftfit_format_at(i);
  if (!format) return false;
  *out = (dftfit_format_info){.name = format->name,
                              .summary = format->summary,
                              .written = format->write != NULL,
                              .tables = format->tabulate != NULL};
  memcpy(out->ending, format->ending, sizeof out->ending);
  return true;
}

const char *dftfit_format_of_name(const char *file_name) {
  for (int i = 0; i < format_count(); i++)
    if (dftfit_format_has_ending(formats[i], file_name)) return formats[i]->name;
  return NULL;
}

/* NULL: there is none of that name. */
static const dftfit_format *find(const char *name) {
  for (int i = 0; i < format_count(); i++)
    if (strcmp(formats[i]->name, name) == 0) return formats[i];
  return NULL;
}

/* The first format that recognises the file; NULL: none does. */
static const dftfit_format *recognise(const char *name, const char *text, size_t length) {
  for (int i = 0; i < format_count(); i++)
    if (formats[i]->recognise(name, text, length)) return formats[i];
  return NULL;
}

dftfit_status dftfit_potential_parse(const char *name, const char *text, size_t length, dftfit_potential **out,
                                     dftfit_error *err) {
  *out = NULL;
  const dftfit_format *format = recognise(name, text, length);
  if (!format)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, 0, 0,
                          "not a potential file of a known format; a dftfit potential begins with 'dftfit: %d'",
                          DFTFIT_FILE_VERSION);
  return format->read(name, text, length, out, err);
}

static dftfit_status unknown_format(const char *name, bool written, dftfit_error *err) {
  char list[256] = "";
  for (int i = 0; i < format_count(); i++) {
    size_t used = strlen(list);
    if (!written || formats[i]->write)
      snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", formats[i]->name);
  }
  return dftfit_fail(err, DFTFIT_ERR_USAGE, "potentials cannot be %s in a format '%.32s'; those that can: %s",
                     written ? "written" : "read", name, list);
}

dftfit_status dftfit_potential_read(const char *path, dftfit_potential **out, dftfit_error *err) {
  char *text;
  size_t length;
  *out = NULL;
  DFTFIT_TRY(dftfit_file_read(path, &text, &length, err));
  dftfit_status status = dftfit_potential_parse(path, text, length, out, err);
  free(text);
  return status;
}

dftfit_status dftfit_potential_parse_as(const char *format, const char *name, const char *text, size_t length,
                                        dftfit_potential **out, dftfit_error *err) {
  const dftfit_format *of = find(format);
  *out = NULL;
  return of ? of->read(name, text, length, out, err) : unknown_format(format, false, err);
}

dftfit_status dftfit_potential_export(const dftfit_potential *pot, const char *name, int points, char **text,
                                      dftfit_table_error *error, dftfit_error *err) {
  const dftfit_format *format = find(name);
  *text = NULL;
  if (error) *error = (dftfit_table_error){0};
  if (!format || !format->write) return unknown_format(name, true, err);
  if (format->tabulate) return format->tabulate(pot, points, text, error, err);
  DFTFIT_FAIL_IF(points != 0, err, DFTFIT_ERR_USAGE, "a number of points is for tables, which format %s has not", name);
  return format->write(pot, (dftfit_node){NULL, 0}, text, err);
}
