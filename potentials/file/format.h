/* SPDX-License-Identifier: BSD-3-Clause */
/** Formats of potential files: dftfit's own, and those of other codes. One line each in formats.def. */
#ifndef FILE_FORMAT_H
#define FILE_FORMAT_H

#include "dftfit/fit.h"

typedef struct dftfit_format {
  const char *name;                          /* as users say it                                        */
  const char *summary;                       /* one line: which codes, which files                     */
  const char *ending[DFTFIT_FORMAT_ENDINGS]; /* of the names of such files; the others NULL */
  /** Whether the file is of this format, from its name and its text. */
  bool (*recognise)(const char *name, const char *text, size_t length);
  dftfit_status (*read)(const char *name, const char *text, size_t length, dftfit_potential **out, dftfit_error *err);
  /** Writes the potential as text (NUL-terminated, the caller frees). NULL: this format is read only. fit: dftfit.h. */
  dftfit_status (*write)(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err);
  /** Writes its functions as tables of so many points; dftfit_potential_export. NULL: there are no tables to choose. */
  dftfit_status (*tabulate)(const dftfit_potential *pot, int points, char **text, dftfit_table_error *error,
                            dftfit_error *err);
} dftfit_format;

#define FORMAT(name) extern const dftfit_format dftfit_format_##name;
#include "file/formats.def"
#undef FORMAT

/** Whether a file name ends so, in capitals or not; name NULL: no. */
bool dftfit_ends_with(const char *name, const char *end);
/** Whether a file name has one of the endings of the format. */
bool dftfit_format_has_ending(const dftfit_format *format, const char *name);

/** i = 0, 1, ... in the order of formats.def; NULL: there are no more. */
const dftfit_format *dftfit_format_at(int i);

#endif
