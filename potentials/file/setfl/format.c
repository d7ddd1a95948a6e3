/* SPDX-License-Identifier: BSD-3-Clause */
/* The formats alloy and fs: setfl files, known by their names, or by how they begin and how many numbers they hold. */
#include <string.h>

#include "file/format.h"
#include "file/setfl/setfl.h"

/* Names of relatives, which are refused with a word why. */
static const char *const relatives[] = {".cdeam", ".eam.cd", ".eam.he", ".adp", NULL};

static bool is_relative(const char *name) {
  for (int i = 0; relatives[i]; i++)
    if (dftfit_ends_with(name, relatives[i])) return true;
  return false;
}

/* Words after the head of a setfl file, the tables with their element lines -> *found; false: it begins otherwise. */
static bool read_head(const char *text, size_t length, eam_table *table, double *found) {
  text_lines t;
  dftfit_error err;
  double cutoff;
  dftfit_text_lines_open(&t, "", text, length);
  for (int line = 0; line < 3; line++)
    if (dftfit_text_lines_skip(&t, "", &err)) return false;
  *table = (eam_table){0};
  if (dftfit_text_lines_words(&t, 2, DFTFIT_MAX_ELEMENTS + 1, "", &err) ||
      dftfit_text_lines_int(&t, 0, "", 1, DFTFIT_MAX_ELEMENTS, &table->nelement, &err) ||
      t.nword != table->nelement + 1)
    return false;
  if (dftfit_text_lines_words(&t, 5, 5, "", &err) || dftfit_setfl_read_grid(&t, table, &cutoff, &err)) return false;
  *found = 0;
  while (!dftfit_text_lines_at_end(&t)) *found += t.nword;
  return true;
}

/* Whether the numbers are more than an eam/alloy file has: then it is an eam/fs file. */
static bool recognise_content(const char *text, size_t length, bool finnis_sinclair) {
  eam_table t;
  double found;
  if (!read_head(text, length, &t, &found)) return false;
  double n = t.nelement, alloy = n * ((double)t.nrho + t.nr) + n * (n + 1) / 2 * t.nr;
  return finnis_sinclair == (found >= alloy + n * (n - 1) * t.nr && n > 1);
}

static bool recognise_alloy(const char *name, const char *text, size_t length) {
  if (dftfit_format_has_ending(&dftfit_format_fs, name)) return false;
  return dftfit_format_has_ending(&dftfit_format_alloy, name) || is_relative(name) ||
         recognise_content(text, length, false);
}

static bool recognise_fs(const char *name, const char *text, size_t length) {
  return dftfit_format_has_ending(&dftfit_format_fs, name) || recognise_content(text, length, true);
}

static dftfit_status read_alloy(const char *name, const char *text, size_t length, dftfit_potential **out,
                                dftfit_error *err) {
  *out = NULL;
  if (is_relative(name))
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, 0, 0,
                          "files of LAMMPS's pair styles eam/cd, eam/he and adp are not supported, only those of eam, "
                          "eam/alloy and eam/fs");
  return dftfit_setfl_read(name, text, length, false, out, err);
}

static dftfit_status read_fs(const char *name, const char *text, size_t length, dftfit_potential **out,
                             dftfit_error *err) {
  return dftfit_setfl_read(name, text, length, true, out, err);
}

static dftfit_status tabulate_alloy(const dftfit_potential *pot, int points, char **text, dftfit_table_error *error,
                                    dftfit_error *err) {
  return dftfit_setfl_write(pot, false, points, text, error, err);
}

static dftfit_status tabulate_fs(const dftfit_potential *pot, int points, char **text, dftfit_table_error *error,
                                 dftfit_error *err) {
  return dftfit_setfl_write(pot, true, points, text, error, err);
}

static dftfit_status write_alloy(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err) {
  (void)fit;
  return dftfit_setfl_write(pot, false, 0, text, NULL, err);
}

static dftfit_status write_fs(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err) {
  (void)fit;
  return dftfit_setfl_write(pot, true, 0, text, NULL, err);
}

const dftfit_format dftfit_format_alloy = {
    .name = "alloy",
    .summary = "tables of LAMMPS's pair_style eam/alloy (setfl)",
    .ending = {".alloy"},
    .recognise = recognise_alloy,
    .read = read_alloy,
    .write = write_alloy,
    .tabulate = tabulate_alloy,
};

const dftfit_format dftfit_format_fs = {
    .name = "fs",
    .summary = "tables of LAMMPS's pair_style eam/fs (setfl, Finnis-Sinclair)",
    .ending = {".fs"},
    .recognise = recognise_fs,
    .read = read_fs,
    .write = write_fs,
    .tabulate = tabulate_fs,
};
