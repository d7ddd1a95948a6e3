/* SPDX-License-Identifier: BSD-3-Clause */
/** LAMMPS's files of pair styles tersoff, tersoff/mod, tersoff/mod/c and tersoff/zbl: an entry per triple of elements,
 *  three names and 14 to 18 numbers over one or more lines. docs/forms/tersoff.md */
#ifndef FILE_TERSOFF_FILE_H
#define FILE_TERSOFF_FILE_H

#include "base/yaml_number.h"
#include "core/potential.h"
#include "forms/tersoff/form.h"

enum { TERSOFF_NAMES = 3, TERSOFF_MAX_NUMBERS = 18 };

/** One of the pair styles and its files. */
typedef struct tersoff_style {
  const char *name; /* of the pair style, and of the format                             */
  tersoff_model model;
  int count;                       /* numbers of an entry             */
  int column[TERSOFF_MAX_NUMBERS]; /* which ones (TERSOFF_M, ...)     */
} tersoff_style;

enum { TERSOFF_STYLE_PLAIN, TERSOFF_STYLE_MOD, TERSOFF_STYLE_MODC, TERSOFF_STYLE_ZBL, TERSOFF_STYLES };
extern const tersoff_style dftfit_tersoff_styles[TERSOFF_STYLES];

/** Numbers of a line of a file as an entry. */
tersoff_entry dftfit_tersoff_style_entry(const tersoff_style *style, const double *number);
/** Whether the numbers could be an entry of the style. `charges`: atomic numbers of elements i and j, which a core must
 *  have and which no other number comes to by chance. NULL: yes; else what is wrong. */
const char *dftfit_tersoff_style_problem(const tersoff_style *style, const double *number, const int charges[2],
                                         bool bond);
/** The style whose files have that many numbers in an entry and that the entry could be of; NULL: none but `but`. */
const tersoff_style *dftfit_tersoff_style_of(const tersoff_style *but, int count, const double *number,
                                             const int charges[2], bool bond);

/** Reads one; entries of names that are no chemical symbols are left out. */
dftfit_status dftfit_tersoff_file_read(const tersoff_style *style, const char *name, const char *text, size_t length,
                                       dftfit_potential **out, dftfit_error *err);
/** Writes one; an error where LAMMPS would not give the same forces. *text: the caller frees it. */
dftfit_status dftfit_tersoff_file_write(const tersoff_style *style, const dftfit_potential *pot, char **text,
                                        dftfit_error *err);

/** The usual ending of the names of such files. */
const char *dftfit_tersoff_ending(const tersoff_style *style);

#endif
