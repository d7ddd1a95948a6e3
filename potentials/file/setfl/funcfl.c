/* SPDX-License-Identifier: BSD-3-Clause */
/* DYNAMO's funcfl files (LAMMPS's pair_style eam): one element, an effective charge Z(r) in place of r phi. Read only.
 * docs/forms/eam_tables.md */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/chemical_element.h"
#include "file/format.h"
#include "file/setfl/setfl.h"

/* r phi = Z^2 e^2, with Hartree times Bohr radius as the programs round them that made these files and LAMMPS */
static const double hartree_bohr = 27.2 * 0.529; /* eV A */

static bool recognise(const char *name, const char *text, size_t length) {
  text_lines t;
  dftfit_error err;
  eam_table table;
  double mass, cutoff;
  int number;
  size_t n = name ? strlen(name) : 0;
  if (n >= 4 && strcasecmp(name + n - 4, ".eam") == 0) return true;
  dftfit_text_lines_open(&t, "", text, length);
  if (dftfit_text_lines_skip(&t, "", &err) || dftfit_text_lines_words(&t, 4, 4, "", &err)) return false;
  if (dftfit_setfl_read_element(&t, &table, 0, &mass, &number, &err) || !dftfit_element_symbol(number)) return false;
  return !dftfit_text_lines_words(&t, 5, 5, "", &err) && !dftfit_setfl_read_grid(&t, &table, &cutoff, &err);
}

/* LAMMPS brings the tables of all files to common grids, which for one file leaves out the last point of each. */
static dftfit_status read_tables(text_lines *t, eam_table *table, dftfit_error *err) {
  int nrho = table->nrho, nr = table->nr, longest = nrho > nr ? nrho : nr;
  double *column = malloc((size_t)longest * sizeof *column);
  DFTFIT_FAIL_IF(!column, err, DFTFIT_ERR_MEMORY, "out of memory for tables of %d and %d points", nrho, nr);
  dftfit_status status = dftfit_text_lines_doubles(t, nrho, "the embedding energy", column, err);
  table->nrho = nrho - 1;
  table->nr = nr - 1;
  if (!status) status = dftfit_eam_table_allocate(table, err);
  if (!status) {
    memcpy(table->embedding, column, (size_t)table->nrho * sizeof *column);
    status = dftfit_text_lines_doubles(t, nr, "the effective charge", column, err);
    for (int k = 0; k < table->nr && !status; k++) table->pair[k] = hartree_bohr * column[k] * column[k];
    if (!status) status = dftfit_text_lines_doubles(t, nr, "the density", column, err);
    if (!status) memcpy(table->density, column, (size_t)table->nr * sizeof *column);
    if (!status && !dftfit_text_lines_at_end(t))
      status = dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "more data after the last table of an eam file");
    if (status) dftfit_eam_table_free(table);
  }
  free(column);
  return status;
}

static dftfit_status fill(dftfit_potential *pot, text_lines *t, dftfit_error *err) {
  eam_table table = {.nelement = 1};
  int number;
  pot->header.nelement = 1;
  DFTFIT_TRY(dftfit_setfl_check_units(t, err));
  DFTFIT_TRY(dftfit_text_lines_words(t, 2, 32, "atomic number, mass, lattice constant and lattice", err));
  DFTFIT_TRY(dftfit_setfl_read_element(t, &table, 0, &pot->mass[0], &number, err));
  const char *symbol = dftfit_element_symbol(number);
  if (!symbol)
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_ELEMENT, "%d is not the atomic number of a known element", number);
  strcpy(pot->header.element[0], symbol);
  DFTFIT_TRY(dftfit_text_lines_words(t, 5, 5, "the five numbers nrho drho nr dr cutoff", err));
  DFTFIT_TRY(dftfit_setfl_read_grid(t, &table, &pot->header.cutoff[0], err));
  if (table.nrho <= EAM_MIN_POINTS || table.nr <= EAM_MIN_POINTS || dftfit_setfl_too_short(t, &table))
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_VALUE, "tables of %d and %d points do not fit this file",
                                  table.nrho, table.nr);
  DFTFIT_TRY(read_tables(t, &table, err));
  return dftfit_setfl_finish(pot, &table, err);
}

static dftfit_status read(const char *name, const char *text, size_t length, dftfit_potential **out,
                          dftfit_error *err) {
  text_lines t;
  *out = NULL;
  dftfit_potential *pot = calloc(1, sizeof *pot);
  DFTFIT_FAIL_IF(!pot, err, DFTFIT_ERR_MEMORY, "out of memory");
  pot->form = dftfit_form_find("eam");
  dftfit_text_lines_open(&t, name, text, length);
  dftfit_status status = fill(pot, &t, err);
  if (status)
    dftfit_potential_destroy(pot);
  else
    *out = pot;
  return status;
}

const dftfit_format dftfit_format_funcfl = {
    .name = "funcfl",
    .summary = "tables of one element of LAMMPS's pair_style eam (funcfl)",
    .recognise = recognise,
    .read = read,
};
