/* SPDX-License-Identifier: BSD-3-Clause */
/* The formats yace and ace, known by their names or by a key that only they have. */
#include <string.h>

#include "file/format.h"
#include "file/pace/yace.h"

/* Whether a line of the text begins with key. */
static bool has_line(const char *text, size_t length, const char *key) {
  size_t n = strlen(key);
  for (const char *line = text; line && (size_t)(line - text) + n <= length;) {
    if (memcmp(line, key, n) == 0) return true;
    line = memchr(line, '\n', length - (size_t)(line - text));
    if (line) line++;
  }
  return false;
}

static bool recognise_yace(const char *name, const char *text, size_t length) {
  return dftfit_format_has_ending(&dftfit_format_yace, name) || has_line(text, length, "deltaSplineBins:");
}

static bool recognise_ace(const char *name, const char *text, size_t length) {
  return dftfit_format_has_ending(&dftfit_format_ace, name) || has_line(text, length, "nelements=");
}

const dftfit_format dftfit_format_yace = {
    .name = "yace",
    .summary = "cluster expansions of ML-PACE (LAMMPS's pair_style pace)",
    .ending = {".yace"},
    .recognise = recognise_yace,
    .read = dftfit_yace_read,
    .write = dftfit_yace_write,
};

const dftfit_format dftfit_format_ace = {
    .name = "ace",
    .summary = "cluster expansions of ML-PACE in its older text format",
    .ending = {".ace"},
    .recognise = recognise_ace,
    .read = dftfit_ace_text_read,
};
