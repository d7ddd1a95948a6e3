/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/espresso/pwscf_geometry.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fortran_number.h"
#include "dftfit/units.h"

dftfit_status pwscf_alat(pwscf_geometry *g, import_run *run, const char *at, dftfit_error *err) {
  const char *equals = strchr(at, '=');
  DFTFIT_TRY(import_run_numbers(run, equals ? equals + 1 : at, 1, &g->alat, "the lattice parameter", err));
  g->alat *= DFTFIT_A_PER_BOHR;
  return DFTFIT_OK;
}

dftfit_status pwscf_axes(const pwscf_geometry *g, import_run *run, dftfit_error *err) {
  for (int row = 0; row < 3; row++) {
    char name[sizeof "a(-2147483648) ="];
    snprintf(name, sizeof name, "a(%d) =", row + 1);
    DFTFIT_TRY(import_run_line(run, err));
    const char *at = strstr(run->stream->text, name), *bracket = at ? strchr(at, '=') : NULL;
    if (!bracket)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "the lattice vector '%s' is due", name);
    DFTFIT_TRY(import_run_numbers(run, bracket + 1 + strspn(bracket + 1, " ("), 3, run->cell + 3 * row,
                                  "a lattice vector", err));
    for (int k = 0; k < 3; k++) run->cell[3 * row + k] *= g->alat;
  }
  run->fresh_cell = true;
  return DFTFIT_OK;
}

dftfit_status pwscf_sites(const pwscf_geometry *g, import_run *run, dftfit_error *err) {
  run->nsymbol = run->nposition = 0;
  for (;;) {
    char *word[2];
    double position[3];
    DFTFIT_TRY(import_run_line(run, err));
    char *bracket = strstr(run->stream->text, "= (");
    if (!bracket || !strstr(run->stream->text, "tau(")) break;
    DFTFIT_TRY(import_run_numbers(run, bracket + 3, 3, position, "the position of an atom", err));
    if (import_words(run->stream->text, word, 2) < 2)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "the element of an atom is due");
    for (int k = 0; k < 3; k++) position[k] *= g->alat;
    DFTFIT_TRY(import_run_symbol(run, word[1], err));
    DFTFIT_TRY(import_run_position(run, position, err));
  }
  import_stream_unread(run->stream);
  run->placed = run->has_positions = true;
  return DFTFIT_OK;
}

/* factor of a unit in brackets to A; 0: fractions of the cell; negative: not known. "(alat= 7.6)" says what alat is. */
static double length_unit(const pwscf_geometry *g, const char *unit) {
  double alat;
  if (strstr(unit, "alat")) {
    const char *equals = strchr(unit, '=');
    return equals && fortran_number(equals + 1, &alat) ? alat * DFTFIT_A_PER_BOHR : g->alat;
  }
  if (strstr(unit, "angstrom")) return 1;
  if (strstr(unit, "bohr")) return DFTFIT_A_PER_BOHR;
  return strstr(unit, "crystal") ? 0 : -1;
}

static dftfit_status unknown_unit(const import_run *run, const char *unit, dftfit_error *err) {
  return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE,
                            "'%.40s' is not a unit of lengths that is known: alat, angstrom, bohr, crystal", unit);
}

dftfit_status pwscf_cell(pwscf_geometry *g, import_run *run, const char *unit, dftfit_error *err) {
  double factor = length_unit(g, unit);
  if (!(factor > 0)) return unknown_unit(run, unit, err);
  run->fresh_cell = true;
  return import_run_matrix(run, 0, factor, run->cell, "a lattice vector", err);
}

/* "Si 0.25 0.25 0.25", and 0 or 1 for each direction behind it where some atom is held */
static dftfit_status take_row(import_run *run, double factor, bool *held, dftfit_error *err) {
  double value[3], fraction[3];
  char *name, *rest;
  name = strtok_r(run->stream->text, " \t", &rest);
  if (!name) return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "an atom is due");
  DFTFIT_TRY(import_run_numbers(run, rest, 3, fraction, "the position of an atom", err));
  char *word[6];
  int n = import_words(rest, word, 6);
  for (int k = 3; k < n; k++) *held = *held || !strcmp(word[k], "0");
  for (int k = 0; k < 3; k++) {
    const double *c = run->cell + k;
    value[k] = factor > 0 ? factor * fraction[k] : fraction[0] * c[0] + fraction[1] * c[3] + fraction[2] * c[6];
  }
  DFTFIT_TRY(import_run_symbol(run, name, err));
  return import_run_position(run, value, err);
}

dftfit_status pwscf_positions(const pwscf_geometry *g, import_run *run, const char *unit, bool *held,
                              dftfit_error *err) {
  const int natom = isnan(run->witness.natom) ? run->nsymbol : (int)fmin(run->witness.natom, INT_MAX);
  double factor = length_unit(g, unit);
  if (factor < 0) return unknown_unit(run, unit, err);
  run->nsymbol = run->nposition = 0;
  for (int i = 0; i < natom; i++) {
    DFTFIT_TRY(import_run_line(run, err));
    DFTFIT_TRY(take_row(run, factor, held, err));
  }
  run->placed = run->has_positions = true;
  return DFTFIT_OK;
}
