/* SPDX-License-Identifier: BSD-3-Clause */
/** JSON of FitSNAP (https://fitsnap.github.io, "JSON scraper"): one configuration a file, {"Dataset": {"Data": [...]}},
 *  after lines that begin with #. Units stand as "<quantity>Style"; without one they are LAMMPS's `metal`, stress in
 *  bar. Stress has the sign of pressure; one of zeros was not computed. Rows of Lattice are the vectors of the cell. */
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/numbers.h"
#include "base/unit_names.h"
#include "import/importer.h"
#include "import/reading/atoms.h"

typedef struct fitsnap {
  const char *path;
  int line; /* on which the JSON begins */
  const json_t *dataset;
  const import_options *options;
  import_atoms atoms;
  double lattice, position, energy, force, stress; /* factors to A, eV, eV/A, eV/A^3 */
} fitsnap;

static dftfit_status fail(const fitsnap *f, dftfit_error *err, const char *key, const char *what) {
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, f->path, f->line, 0, "\"%s\" must be %s", key, what);
}

/* factor of a unit: what the user said, else what "<quantity>Style" says, else that of a name */
static dftfit_status read_unit(const fitsnap *f, unit_quantity quantity, const char *style, double given,
                               const char *otherwise, double *factor, dftfit_error *err) {
  const json_t *value = json_object_get(f->dataset, style);
  const char *name = value ? json_string_value(value) : otherwise;
  *factor = given ? given : name ? unit_factor(quantity, name) : 0;
  if (*factor) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, f->path, f->line, 0,
                        "\"%s\": \"%.40s\" is not a known unit; known are %s", style, name ? name : "(no text)",
                        unit_known(quantity));
}

static dftfit_status read_units(fitsnap *f, dftfit_error *err) {
  const import_options *o = f->options;
  double lattice, positions;
  DFTFIT_TRY(read_unit(f, UNIT_LENGTH, "LatticeStyle", 0, "angstrom", &lattice, err));
  DFTFIT_TRY(read_unit(f, UNIT_LENGTH, "PositionsStyle", 0, "angstrom", &positions, err));
  DFTFIT_TRY(read_unit(f, UNIT_ENERGY, "EnergyStyle", o->energy_unit, "eV", &f->energy, err));
  DFTFIT_TRY(read_unit(f, UNIT_FORCE, "ForcesStyle", o->force_unit, "eV/A", &f->force, err));
  DFTFIT_TRY(read_unit(f, UNIT_STRESS, "StressStyle", o->stress_unit, "bar", &f->stress, err));
  f->lattice = lattice;
  f->position = positions;
  const char *types = json_string_value(json_object_get(f->dataset, "AtomTypeStyle"));
  if (types && strcmp(types, "chemicalsymbol")) return fail(f, err, "AtomTypeStyle", "\"chemicalsymbol\"");
  return DFTFIT_OK;
}

/* n rows of three finite numbers, times factor */
static dftfit_status read_rows(const fitsnap *f, const json_t *rows, const char *key, size_t n, double factor,
                               double *out, dftfit_error *err) {
  char what[96];
  snprintf(what, sizeof what, "a list of %zu rows of three finite numbers", n);
  if (!json_is_array(rows) || json_array_size(rows) != n) return fail(f, err, key, what);
  for (size_t i = 0; i < n; i++) {
    const json_t *row = json_array_get(rows, i);
    if (!json_is_array(row) || json_array_size(row) != 3) return fail(f, err, key, what);
    for (size_t k = 0; k < 3; k++) {
      const json_t *number = json_array_get(row, k);
      const double value = json_number_value(number);
      if (!json_is_number(number) || !isfinite(value)) return fail(f, err, key, what);
      out[3 * i + k] = value * factor;
    }
  }
  return DFTFIT_OK;
}

static dftfit_status read_symbols(fitsnap *f, const json_t *data, int *natom, dftfit_error *err) {
  const json_t *types = json_object_get(data, "AtomTypes"), *count = json_object_get(data, "NumAtoms");
  const size_t n = json_array_size(types);
  if (n < 1 || n > INT_MAX / 2) return fail(f, err, "AtomTypes", "a list of the elements of all atoms");
  if (count && json_integer_value(count) != (json_int_t)n)
    return fail(f, err, "NumAtoms", "the number of entries of \"AtomTypes\"");
  DFTFIT_TRY(import_atoms_reserve(&f->atoms, (int)n, err));
  for (size_t i = 0; i < n; i++) {
    const char *symbol = json_string_value(json_array_get(types, i));
    if (!symbol || !element_number(symbol)) return fail(f, err, "AtomTypes", "a list of symbols of elements");
    strcpy(f->atoms.symbol[i], symbol);
  }
  *natom = (int)n;
  return DFTFIT_OK;
}

static bool is_wanted(const char *key) { return !key || strcmp(key, "none") != 0; }

static dftfit_status read_stress(const fitsnap *f, const json_t *data, double stress[6], dftfit_error *err) {
  const json_t *rows = json_object_get(data, "Stress");
  double matrix[9], largest = 0;
  for (int k = 0; k < 6; k++) stress[k] = NAN;
  if (!rows || json_is_null(rows) || !is_wanted(f->options->stress_key)) return DFTFIT_OK;
  DFTFIT_TRY(read_rows(f, rows, "Stress", 3, 1, matrix, err));
  for (int k = 0; k < 9; k++) largest = fmax(largest, fabs(matrix[k]));
  if (largest > 0) import_voigt(matrix, -f->stress, stress);
  return DFTFIT_OK;
}

static dftfit_status read_energy(const fitsnap *f, const json_t *data, double *energy, dftfit_error *err) {
  const json_t *value = json_object_get(data, "Energy");
  *energy = NAN;
  if (!value || json_is_null(value) || !is_wanted(f->options->energy_key)) return DFTFIT_OK;
  *energy = json_number_value(value) * f->energy;
  if (json_is_number(value) && isfinite(*energy)) return DFTFIT_OK;
  return fail(f, err, "Energy", "a finite number");
}

static dftfit_status read_configuration(fitsnap *f, const json_t *data, importing *to, dftfit_error *err) {
  dataset_config config = {.pbc = {true, true, true}};
  int natom = 0;
  config.calculation.ecut = config.calculation.kspacing = config.calculation.scf_tolerance = NAN;
  DFTFIT_TRY(read_symbols(f, data, &natom, err));
  DFTFIT_TRY(read_rows(f, json_object_get(data, "Lattice"), "Lattice", 3, f->lattice, config.cell, err));
  DFTFIT_TRY(read_rows(f, json_object_get(data, "Positions"), "Positions", (size_t)natom, f->position,
                       f->atoms.position[0], err));
  const json_t *forces = json_object_get(data, "Forces");
  const bool has_force = forces && !json_is_null(forces) && is_wanted(f->options->forces_key);
  if (has_force) DFTFIT_TRY(read_rows(f, forces, "Forces", (size_t)natom, f->force, f->atoms.force[0], err));
  DFTFIT_TRY(read_energy(f, data, &config.energy, err));
  DFTFIT_TRY(read_stress(f, data, config.stress, err));
  import_atoms_lend(&f->atoms, natom, has_force, &config);
  return import_add(to, &config, true, f->path, f->line, err);
}

static dftfit_status read_document(fitsnap *f, const json_t *root, importing *to, dftfit_error *err) {
  f->dataset = json_object_get(root, "Dataset");
  const json_t *data = json_object_get(f->dataset, "Data");
  if (!json_is_object(f->dataset)) return fail(f, err, "Dataset", "an object, which holds \"Data\"");
  if (!json_is_array(data) || json_array_size(data) == 0) return fail(f, err, "Data", "a list of configurations");
  DFTFIT_TRY(read_units(f, err));
  for (size_t i = 0; i < json_array_size(data); i++)
    DFTFIT_TRY(read_configuration(f, json_array_get(data, i), to, err));
  return DFTFIT_OK;
}

bool import_fitsnap_recognise(const import_head *file) {
  return (file->text[0] == '{' || file->text[0] == '#') && strstr(file->text, "\"Dataset\"");
}

dftfit_status import_fitsnap_read(import_stream *stream, importing *to, dftfit_error *err) {
  char *text;
  size_t length;
  json_error_t where;
  fitsnap f = {.path = stream->path, .line = 1, .options = to->options};
  DFTFIT_TRY(import_stream_rest(stream, &text, &length, err));
  const char *json = text;
  for (; *json == '#' && strchr(json, '\n'); f.line++) json = strchr(json, '\n') + 1;
  json_t *root = json_loadb(json, length - (size_t)(json - text), JSON_REJECT_DUPLICATES, &where);
  dftfit_status status =
      root ? read_document(&f, root, to, err)
           : dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, f.path, where.line + f.line - 1, where.column, "%s", where.text);
  json_decref(root);
  free(text);
  import_atoms_clear(&f.atoms);
  return status;
}
