/* SPDX-License-Identifier: BSD-3-Clause */
/* The format tersoff, known by its name. */
#include <string.h>
#include <strings.h>

#include "file/format.h"
#include "file/tersoff_file.h"

static const char ending[] = ".tersoff";
/* files of relatives, which are refused with a word why */
static const char *const relatives[] = {".tersoff.mod", ".tersoff.modc", ".tersoff.zbl", "_tersoff.poly", NULL};

static bool ends_with(const char *name, const char *end) {
  size_t n = name ? strlen(name) : 0, m = strlen(end);
  return n >= m && strcasecmp(name + n - m, end) == 0;
}

static bool is_relative(const char *name) {
  for (int i = 0; relatives[i]; i++)
    if (ends_with(name, relatives[i])) return true;
  return false;
}

static bool recognise(const char *name, const char *text, size_t length) {
  (void)text;
  (void)length;
  return ends_with(name, ending) || is_relative(name);
}

static dftfit_status read_tersoff(const char *name, const char *text, size_t length, dftfit_potential **out,
                                  dftfit_error *err) {
  *out = NULL;
  if (is_relative(name))
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, 0, 0,
                          "files of LAMMPS's pair styles tersoff/mod, tersoff/mod/c, tersoff/zbl and polymorphic are "
                          "not supported, only those of tersoff");
  return tersoff_file_read(name, text, length, out, err);
}

static dftfit_status write_tersoff(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err) {
  (void)fit;
  return tersoff_file_write(pot, text, err);
}

const dftfit_format dftfit_format_tersoff = {
    .name = "tersoff",
    .summary = "parameters of LAMMPS's pair_style tersoff",
    .recognise = recognise,
    .read = read_tersoff,
    .write = write_tersoff,
};
