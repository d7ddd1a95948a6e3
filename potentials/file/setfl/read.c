/* SPDX-License-Identifier: BSD-3-Clause */
/* DYNAMO's setfl files, as LAMMPS's pair styles eam/alloy and eam/fs read them. docs/forms/eam_tables.md */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/setfl/setfl.h"
#include "forms/eam/form.h"

static dftfit_status read_elements(text_lines *t, dftfit_header *header, dftfit_error *err) {
  int n;
  DFTFIT_TRY(dftfit_text_lines_words(t, 1, DFTFIT_MAX_ELEMENTS + 1, "the number of elements and their names", err));
  DFTFIT_TRY(dftfit_text_lines_int(t, 0, "the number of elements", 1, DFTFIT_MAX_ELEMENTS, &n, err));
  if (t->nword != n + 1)
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "%d names of elements where the line announces %d",
                                  t->nword - 1, n);
  header->nelement = n;
  for (int a = 0; a < n; a++) {
    const char *name = t->word[a + 1];
    if (strlen(name) >= sizeof header->element[a])
      return dftfit_text_lines_fail(t, err, DFTFIT_ERR_ELEMENT, "'%.32s' is not a chemical symbol, such as Cu", name);
    for (int b = 0; b < a; b++)
      if (strcmp(header->element[b], name) == 0)
        return dftfit_text_lines_fail(t, err, DFTFIT_ERR_ELEMENT, "element %s is given twice", name);
    strcpy(header->element[a], name);
  }
  return DFTFIT_OK;
}

/* nrho drho nr dr cutoff */
static dftfit_status read_grid(text_lines *t, dftfit_header *header, eam_table *table, dftfit_error *err) {
  double cutoff;
  DFTFIT_TRY(dftfit_text_lines_words(t, 5, 6, "the five numbers nrho drho nr dr cutoff", err));
  if (t->nword == 6)
    return dftfit_text_lines_fail(
        t, err, DFTFIT_ERR_SYNTAX,
        "six numbers (a table that ends at rhomax, pair style eam/he) where nrho drho nr dr cutoff "
        "are expected; eam/he is not supported");
  DFTFIT_TRY(dftfit_setfl_read_grid(t, table, &cutoff, err));
  for (int p = 0; p < header->nelement * header->nelement; p++) header->cutoff[p] = cutoff;
  return DFTFIT_OK;
}

dftfit_status dftfit_setfl_read_grid(const text_lines *t, eam_table *table, double *cutoff, dftfit_error *err) {
  DFTFIT_TRY(
      dftfit_text_lines_int(t, 0, "the number of densities nrho", EAM_MIN_POINTS, EAM_MAX_POINTS, &table->nrho, err));
  DFTFIT_TRY(dftfit_text_lines_double(t, 1, "the step drho", &table->drho, err));
  DFTFIT_TRY(
      dftfit_text_lines_int(t, 2, "the number of distances nr", EAM_MIN_POINTS, EAM_MAX_POINTS, &table->nr, err));
  DFTFIT_TRY(dftfit_text_lines_double(t, 3, "the step dr in A", &table->dr, err));
  DFTFIT_TRY(dftfit_text_lines_double(t, 4, "the cutoff in A", cutoff, err));
  if (!(table->drho > 0 && table->dr > 0 && *cutoff > 0))
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_VALUE, "drho = %g, dr = %g and the cutoff %g must be above zero",
                                  table->drho, table->dr, *cutoff);
  table->rho_max = (table->nrho - 1) * table->drho;
  return DFTFIT_OK;
}

dftfit_status dftfit_setfl_read_element(const text_lines *t, eam_table *table, int a, double *mass, int *number,
                                        dftfit_error *err) {
  DFTFIT_TRY(dftfit_text_lines_int(t, 0, "an atomic number", -1000, 1000, number, err));
  DFTFIT_TRY(dftfit_text_lines_double(t, 1, "the mass in g/mol", mass, err));
  if (!(*mass > 0)) *mass = 0;
  if (t->nword > 2)
    DFTFIT_TRY(dftfit_text_lines_double(t, 2, "the lattice constant in A", &table->lattice[a].constant, err));
  snprintf(table->lattice[a].type, sizeof table->lattice[a].type, "%.15s", t->nword > 3 ? t->word[3] : "none");
  return DFTFIT_OK;
}

static dftfit_status read_tables(text_lines *t, dftfit_potential *pot, eam_table *table, dftfit_error *err) {
  const dftfit_header *header = &pot->header;
  char what[64];
  int number;
  for (int b = 0; b < table->nelement; b++) {
    DFTFIT_TRY(dftfit_text_lines_words(t, 2, 32, "atomic number, mass, lattice constant and lattice", err));
    DFTFIT_TRY(dftfit_setfl_read_element(t, table, b, &pot->mass[b], &number, err));
    snprintf(what, sizeof what, "the embedding energy of %s", header->element[b]);
    DFTFIT_TRY(dftfit_text_lines_doubles(t, table->nrho, what, eam_table_embedding(table, b), err));
    for (int a = 0; a < (table->finnis_sinclair ? table->nelement : 1); a++) {
      snprintf(what, sizeof what, "the density of %s", header->element[b]);
      if (table->finnis_sinclair)
        snprintf(what, sizeof what, "the density of %s at %s", header->element[b], header->element[a]);
      DFTFIT_TRY(dftfit_text_lines_doubles(t, table->nr, what, eam_table_density(table, a, b), err));
    }
  }
  for (int a = 0; a < table->nelement; a++)
    for (int b = 0; b <= a; b++) {
      snprintf(what, sizeof what, "r phi of %s-%s", header->element[a], header->element[b]);
      DFTFIT_TRY(dftfit_text_lines_doubles(t, table->nr, what, eam_table_pair(table, a, b), err));
    }
  if (dftfit_text_lines_at_end(t)) return DFTFIT_OK;
  return dftfit_text_lines_fail(
      t, err, DFTFIT_ERR_SYNTAX,
      "more data after the last table of %s; files of eam/cd, adp and others hold functions that "
      "an embedded-atom potential does not have%s",
      table->finnis_sinclair ? "an eam/fs file" : "an eam/alloy file",
      table->nelement > 1 && !table->finnis_sinclair ? ", and an eam/fs file is to be named .eam.fs" : "");
}

dftfit_status dftfit_setfl_check_units(text_lines *t, dftfit_error *err) {
  const char *stop = memchr(t->at, '\n', (size_t)(t->end - t->at)), *place = NULL;
  char line[1024] = "", units[32] = "metal";
  size_t length = (size_t)((stop ? stop : t->end) - t->at);
  if (length >= sizeof line) length = sizeof line - 1;
  memcpy(line, t->at, length);
  place = strstr(line, "UNITS:");
  if (place) sscanf(place, "UNITS: %31s", units);
  DFTFIT_TRY(dftfit_text_lines_skip(t, "the first comment", err));
  if (strcmp(units, "metal") == 0) return DFTFIT_OK;
  return dftfit_text_lines_fail(t, err, DFTFIT_ERR_VALUE, "units '%s'; expected metal (eV, A)", units);
}

static dftfit_status fill(dftfit_potential *pot, text_lines *t, bool finnis_sinclair, dftfit_error *err) {
  eam_table table = {.finnis_sinclair = finnis_sinclair};
  DFTFIT_TRY(dftfit_setfl_check_units(t, err));
  DFTFIT_TRY(dftfit_text_lines_skip(t, "the second comment", err));
  DFTFIT_TRY(dftfit_text_lines_skip(t, "the third comment", err));
  DFTFIT_TRY(read_elements(t, &pot->header, err));
  DFTFIT_TRY(read_grid(t, &pot->header, &table, err));
  table.nelement = pot->header.nelement;
  if (dftfit_setfl_too_short(t, &table))
    return dftfit_text_lines_fail(t, err, DFTFIT_ERR_SYNTAX, "the file is too short for tables of %d and %d points",
                                  table.nrho, table.nr);
  DFTFIT_TRY(dftfit_eam_table_allocate(&table, err));
  dftfit_status status = read_tables(t, pot, &table, err);
  if (status)
    dftfit_eam_table_free(&table);
  else
    status = dftfit_setfl_finish(pot, &table, err);
  return status;
}

/* A number takes two bytes at least: a wrong count must not ask for memory that no file could fill. */
bool dftfit_setfl_too_short(const text_lines *t, const eam_table *table) {
  double n = table->nelement, hosts = table->finnis_sinclair ? n : 1;
  double numbers = n * (table->nrho + hosts * table->nr) + n * (n + 1) / 2 * table->nr;
  return 2 * numbers > 1 + (double)(t->end - t->at);
}

dftfit_status dftfit_setfl_finish(dftfit_potential *pot, eam_table *table, dftfit_error *err) {
  eam_form *form;
  DFTFIT_TRY(dftfit_eam_form_create(&pot->header, table, &form, err));
  pot->self = form;
  return DFTFIT_OK;
}

dftfit_status dftfit_setfl_read(const char *name, const char *text, size_t length, bool finnis_sinclair,
                                dftfit_potential **out, dftfit_error *err) {
  text_lines t;
  *out = NULL;
  dftfit_potential *pot = calloc(1, sizeof *pot);
  DFTFIT_FAIL_IF(!pot, err, DFTFIT_ERR_MEMORY, "out of memory");
  pot->form = dftfit_form_find("eam");
  dftfit_text_lines_open(&t, name, text, length);
  dftfit_status status = fill(pot, &t, finnis_sinclair, err);
  if (status)
    dftfit_potential_destroy(pot);
  else
    *out = pot;
  return status;
}
