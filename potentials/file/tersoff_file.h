/* SPDX-License-Identifier: BSD-3-Clause */
/** LAMMPS's files of pair_style tersoff. */
#ifndef FILE_TERSOFF_FILE_H
#define FILE_TERSOFF_FILE_H

#include "core/potential.h"
#include "file/yaml_number.h"
#include "forms/tersoff_form.h"

/** Reads one; the cutoff is the sine, entries of names that are no chemical symbols are left out. */
dftfit_status tersoff_file_read(const char *name, const char *text, size_t length, dftfit_potential **out,
                                dftfit_error *err);
/** Writes one; an error where LAMMPS would not give the same forces. *text: the caller frees it. */
dftfit_status tersoff_file_write(const dftfit_potential *pot, char **text, dftfit_error *err);

#endif
