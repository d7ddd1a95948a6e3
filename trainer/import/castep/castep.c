/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of CASTEP (.castep). A step is a geometry, an SCF loop with its final (free) energy, forces and stress; it
 *  ends where the next geometry or loop begins. The final configuration of a relaxation is the last step, said again
 *  with what was not printed before. Stress: tension positive. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "base/unit_names.h"
#include "import/castep/settings.h"
#include "import/reading/marks.h"

typedef struct reader {
  import_run run;
  castep_settings settings;
  bool final;          /* what follows belongs to the last step */
  bool held;           /* forces are marked as constrained, which the user was told */
  bool free;           /* atoms are, so that each step prints their positions: those held by symmetry have no forces */
  bool no_free_energy; /* the energy without -TS is printed, and the free one is due */
  double stress_unit;  /* to eV/A^3, of the block that was read last */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (r->final) return DFTFIT_OK;
  if (isnan(r->run.energy)) return import_run_step(&r->run, err);
  if (r->no_free_energy) r->run.fault = "the free energy is not printed";
  r->no_free_energy = false;
  r->run.placed = r->run.placed || (!r->free && r->run.fresh_cell && r->run.has_positions);
  r->free = r->free || r->run.nforce > 0;
  castep_finish(&r->settings, &r->run);
  return import_run_step(&r->run, err);
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

IMPORT_HANDLER(take_end) {
  r->final = false;
  r->run.ended = true;
  return end_of_step(r, err);
}

/* The correction for the finite basis set computes the first geometry at other cut-offs before. */
IMPORT_HANDLER(take_other_cutoff) {
  if (r->run.nforce == 0 && isnan(r->run.stress[0])) import_run_forget(&r->run);
  return end_of_step(r, err);
}

/* The final configuration may be an earlier one than the last that was computed. */
static bool is_other(const double *a, const double *b, int n) {
  const double rounding = 1e-6; /* of printed coordinates */
  for (int k = 0; k < n; k++)
    if (!(fabs(a[k] - b[k]) <= rounding)) return true;
  return false;
}

/* the headline above the vectors, which is printed again where they change */
IMPORT_HANDLER(take_unit_cell) {
  if (r->final) return DFTFIT_OK;
  DFTFIT_TRY(end_of_step(r, err));
  r->run.moving_cell = r->run.has_energy;
  return DFTFIT_OK;
}

/* "Real Lattice(A)                      Reciprocal Lattice(1/A)" */
IMPORT_HANDLER(take_cell) {
  double cell[9];
  if (strncmp(at, "(A)", 3))
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "lattice in '%.8s'; it is read in A only", at);
  DFTFIT_TRY(import_run_matrix(&r->run, 0, 1, cell, "a lattice vector", err));
  if (is_other(cell, r->run.cell, 9)) r->final = false;
  DFTFIT_TRY(end_of_step(r, err));
  if (r->run.has_energy && is_other(cell, r->run.cell, 9)) r->run.moving_cell = true;
  memcpy(r->run.cell, cell, sizeof cell);
  r->run.fresh_cell = true;
  return DFTFIT_OK;
}

/* one row "x  Si           1         0.000000   0.000000   0.000000   x" */
static dftfit_status take_atom(reader *r, const char *label, int i, dftfit_error *err) {
  import_run *run = &r->run;
  double u[3];
  DFTFIT_TRY(import_run_numbers(run, import_after_words(run->stream->text, 3), 3, u, "fractional coordinates", err));
  if (r->final) { /* said again */
    if (i < run->nposition && !is_other(u, run->atoms.position[i], 3)) return DFTFIT_OK;
    r->final = false;
    return end_of_step(r, err);
  }
  DFTFIT_TRY(import_run_symbol(run, label, err));
  return import_run_position(run, u, err);
}

/* rows between lines of x */
IMPORT_HANDLER(take_contents) {
  import_run *run = &r->run;
  const bool again = r->final;
  DFTFIT_TRY(end_of_step(r, err));
  if (!again) run->nsymbol = run->nposition = 0;
  run->fractional = true;
  run->placed = run->has_positions = true;
  for (int i = 0;;) {
    char mark[128], label[16], number[16];
    DFTFIT_TRY(import_run_line(run, err));
    const int n = sscanf(run->stream->text, "%127s %15s %15s", mark, label, number);
    if (n == 1 && !strncmp(mark, "xxxx", 4)) return DFTFIT_OK;
    if (n < 3 || !isdigit((unsigned char)number[0])) continue;
    if (again && !r->final) continue; /* of another configuration, which was computed before */
    DFTFIT_TRY(take_atom(r, label, i++, err));
  }
}

/* "Final energy, E = x eV", "Final free energy (E-TS) = x eV", and those with dispersion after them: the last counts */
IMPORT_HANDLER(take_energy) {
  r->no_free_energy = !strncmp(at, ", E ", 4);
  const char *equals = strchr(at, '=');
  char unit[16] = "";
  if (!equals) return DFTFIT_OK;
  sscanf(equals + 1, "%*s %15s", unit);
  double factor = unit_factor(UNIT_ENERGY, unit);
  if (factor == 0)
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "'%s' is not a known unit of the energy: %s", unit,
                              unit_known(UNIT_ENERGY));
  return import_run_energy(&r->run, equals + 1, factor, "an energy", err);
}

/* "Cartesian components (eV/A)" */
static dftfit_status find_unit(reader *r, unit_quantity quantity, double *factor, dftfit_error *err) {
  enum { MOST_LINES = 6 }; /* of the head of a block; more are another block */
  *factor = 0;
  for (int line = 0; line < MOST_LINES; line++) {
    char unit[16] = "";
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *bracket = strstr(r->run.stream->text, "components (");
    if (!bracket) continue;
    sscanf(bracket, "components (%15[^)])", unit);
    *factor = unit_factor(quantity, unit);
    if (*factor != 0) return DFTFIT_OK;
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "'%s' is not a known unit: %s", unit,
                              unit_known(quantity));
  }
  r->run.fault = "a block of forces or stress names no unit";
  return DFTFIT_OK;
}

/* "0.00000(cons'd)": what is behind a number in brackets */
static bool blank_brackets(char *text) {
  bool any = false;
  for (char *open; (open = strchr(text, '(')); any = true)
    for (bool more = true; more && *open; open++) {
      more = *open != ')';
      *open = ' ';
    }
  return any;
}

/* rows "* Si        1      0.00000     -0.00000     -0.00000 *". Forces on constrained atoms are no derivatives. */
IMPORT_HANDLER(take_forces) {
  import_run *run = &r->run;
  double factor;
  bool held = false;
  if (!strchr(at, '*')) return DFTFIT_OK; /* no headline of a block */
  DFTFIT_TRY(find_unit(r, UNIT_FORCE, &factor, err));
  if (factor == 0) return DFTFIT_OK;
  run->nforce = 0;
  DFTFIT_TRY(import_run_line(run, err)); /* dashes */
  DFTFIT_TRY(import_run_line(run, err)); /* x y z */
  DFTFIT_TRY(import_run_line(run, err));
  for (int i = 0; i < run->nsymbol; i++) {
    DFTFIT_TRY(import_run_line(run, err));
    held = blank_brackets(run->stream->text) || held;
    const char *row = import_after_words(run->stream->text, 1);
    if (!import_run_names_atom(run, row, ROW_LABEL)) run->fault = "the rows of the forces are not those of the atoms";
    DFTFIT_TRY(import_run_force_row(run, import_after_words(row, 2), factor, err));
  }
  if (held) run->nforce = 0;
  if (held && !r->held)
    import_tell(run->to, run->stream,
                "forces of steps with constrained atoms were left out: they are printed without the part that is held");
  r->held = r->held || held;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_stress) {
  double factor;
  if (!strchr(at, '*')) return DFTFIT_OK;
  DFTFIT_TRY(find_unit(r, UNIT_STRESS, &factor, err));
  if (factor == 0) return DFTFIT_OK;
  r->stress_unit = factor;
  DFTFIT_TRY(import_run_to_row(&r->run, 2, err));
  return import_run_stress(&r->run, 2, factor, err);
}

/* "*  Pressure:   12.3456   *", in the unit of the stress */
IMPORT_HANDLER(take_pressure) {
  if (fortran_number(at, &r->run.witness.pressure))
    r->run.witness.pressure *= r->stress_unit;
  else
    r->run.witness.pressure = NAN;
  return DFTFIT_OK;
}

/* "| Welcome to Academic Release CASTEP version 20.11" */
IMPORT_HANDLER(take_version) {
  const char *version = strstr(at, "version ");
  if (version) sscanf(version, "version %31s", r->run.calculation.version);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_functional) {
  const char *colon = strchr(at, ':');
  if (colon) castep_functional(&r->run.calculation, colon + 1);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_dispersion) {
  const char *last = strrchr(at, ':');
  r->settings.dispersion = strstr(last ? last : at, "on") != NULL;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_constraints) {
  castep_constraints(&r->settings, at);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_pseudopotentials) { return castep_pseudopotentials(&r->run, err); }

static const import_mark marks[] = {
    MARK_CALL("Final energy", take_energy),
    MARK_CALL("Final free energy", take_energy),
    MARK_CALL("Dispersion corrected final", take_energy),
    MARK_STEP("SCF loop "),
    MARK_CALL("Calculating total energy with cut-off of", take_other_cutoff),
    MARK_CALL("Real Lattice", take_cell),
    MARK_CALL("x  Element", take_contents),
    MARK_FLAG_WITHIN("Final Configuration:", final, true),
    MARK_FLAG_WITHIN("has not reached the groundstate", run.unconverged, true),
    MARK_CALL_WITHIN(" Forces *", take_forces),
    MARK_CALL_WITHIN(" Stress Tensor *", take_stress),
    MARK_CALL("*  Pressure:", take_pressure),
    MARK_SETTING("Current cell volume =", run.witness.volume, 1),
    MARK_SETTING("Total number of ions in cell =", run.witness.natom, 1),
    MARK_CALL("Unit Cell", take_unit_cell),
    MARK_CALL("Total time  ", take_end),
    MARK_CALL("| Welcome to", take_version),
    MARK_CALL("using functional ", take_functional),
    MARK_CALL("DFT+D:", take_dispersion),
    MARK_NUMBER("plane wave basis set cut-off", run.calculation.ecut, 1, "the cut-off"),
    MARK_NUMBER("total energy / atom convergence tol.", settings.tolerance, 1, "the tolerance of the energy"),
    MARK_TEXT("smearing scheme", settings.scheme),
    MARK_NUMBER("smearing width", settings.width, 1, "the width of the smearing"),
    MARK_NUMBER("MP grid size for SCF calculation is", settings.mesh, 1, "the mesh of k points"),
    MARK_FLAG("treating system as spin-polarized", settings.spin, true),
    MARK_NUMBER("net charge of system", settings.charge, 1, "the charge"),
    MARK_CALL("Files used for pseudopotentials:", take_pseudopotentials),
    MARK_CALL("Number of ionic constraints", take_constraints),
    MARK_FLAG_WITHIN(": Langevin thermostat", settings.langevin, true),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step, .energy = "'Final energy'"};

dftfit_status import_castep_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.final = false, .stress_unit = NAN};
  import_run_begin(&r.run, stream, to, "CASTEP");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_castep_recognise(const import_head *file) {
  const char *head = file->text;
  const char *welcome = strstr(head, "Welcome to ");
  return welcome && strstr(welcome, "CASTEP version") && strstr(welcome, "CASTEP version") < strchrnul(welcome, '\n');
}
