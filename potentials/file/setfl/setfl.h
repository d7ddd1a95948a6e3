/* SPDX-License-Identifier: BSD-3-Clause */
/** DYNAMO's table files: setfl (LAMMPS's pair styles eam/alloy and eam/fs) and funcfl (pair style eam). */
#ifndef FILE_SETFL_SETFL_H
#define FILE_SETFL_SETFL_H

#include "base/text_lines.h"
#include "core/potential.h"
#include "forms/eam/table.h"

/** Reads a setfl file; finnis_sinclair: with a density per element and host. */
dftfit_status dftfit_setfl_read(const char *name, const char *text, size_t length, bool finnis_sinclair,
                                dftfit_potential **out, dftfit_error *err);
/** Writes one; points, error: dftfit_potential_export. */
dftfit_status dftfit_setfl_write(const dftfit_potential *pot, bool finnis_sinclair, int points, char **text,
                                 dftfit_table_error *error, dftfit_error *err);
/* ---- parts that both kinds of file have */
/** Goes over the first line, in which LAMMPS's files may name their units. */
dftfit_status dftfit_setfl_check_units(text_lines *t, dftfit_error *err);
/** nrho drho nr dr cutoff in the words of the present line. */
dftfit_status dftfit_setfl_read_grid(const text_lines *t, eam_table *table, double *cutoff, dftfit_error *err);
/** Atomic number, mass (0 where it is not positive), lattice constant, lattice of element a in the present line. */
dftfit_status dftfit_setfl_read_element(const text_lines *t, eam_table *table, int a, double *mass, int *number,
                                        dftfit_error *err);
/** Whether the rest of the text cannot hold all numbers of the tables. */
bool dftfit_setfl_too_short(const text_lines *t, const eam_table *table);
/** Makes the form's instance of pot; takes the arrays of *table. */
dftfit_status dftfit_setfl_finish(dftfit_potential *pot, eam_table *table, dftfit_error *err);

#endif
