/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of FHI-aims. The electronic free energy is the one of which forces and stress are derivatives (not the
 *  `Total energy corrected`, extrapolated to zero width). A relaxation prints the next geometry behind a step,
 *  molecular dynamics the geometry of the step itself. Stress: tension positive. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/aims/settings.h"
#include "import/reading/marks.h"

typedef struct reader {
  import_run run;
  aims_settings settings;
  bool converged; /* the electrons of the step */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (isnan(r->run.energy)) {
    import_run_forget(&r->run);
    return DFTFIT_OK;
  }
  aims_finish(&r->settings, &r->run);
  r->run.unconverged = !r->converged;
  r->converged = false;
  return import_run_step(&r->run, err);
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

IMPORT_HANDLER(take_cell) {
  r->run.periodic = r->run.fresh_cell = true;
  return import_run_matrix(&r->run, 1, 1, r->run.cell, "a lattice vector", err);
}

/* rows "|    1: Species B             0.00000000        0.00000000        0.00000000" after a header */
IMPORT_HANDLER(take_input_geometry) {
  import_run *run = &r->run;
  run->nsymbol = run->nposition = 0;
  DFTFIT_TRY(import_run_line(run, err)); /* Atom  x [A]  y [A]  z [A] */
  for (;;) {
    char *word[4];
    double position[3];
    DFTFIT_TRY(import_run_line(run, err));
    const char *species = strstr(run->stream->text, ": Species ");
    if (!species) break;
    DFTFIT_TRY(import_run_numbers(run, import_after_words(species, 3), 3, position, "the position of an atom", err));
    if (import_words(run->stream->text + (species - run->stream->text) + 1, word, 2) < 2) break;
    DFTFIT_TRY(import_run_symbol(run, word[1], err));
    DFTFIT_TRY(import_run_position(run, position, err));
  }
  run->placed = true;
  return DFTFIT_OK;
}

/* "lattice_vector x y z", "atom x y z B"; *more false: neither, nor a velocity or a moment between them */
static dftfit_status take_row(import_run *run, int *vector, bool *more, dftfit_error *err) {
  char key[32] = "", label[16] = "";
  double x[3];
  const char *at = run->stream->text;
  *more = sscanf(at, "%31s", key) < 1 || !strcmp(key, "velocity") || !strcmp(key, "initial_moment");
  const bool atom = !strcmp(key, "atom"), row = atom || !strcmp(key, "lattice_vector");
  if (*more || !row) return DFTFIT_OK;
  *more = true;
  at = import_after_words(at, 1);
  DFTFIT_TRY(import_run_numbers(run, at, 3, x, "three coordinates", err));
  if (!atom) {
    if (*vector < 3) memcpy(run->cell + 3 * (*vector)++, x, sizeof x);
    run->fresh_cell = *vector == 3;
    return DFTFIT_OK;
  }
  for (int k = 0; k < 3; k++) at = fortran_number(at, &x[k]);
  sscanf(at, "%15s", label);
  DFTFIT_TRY(import_run_symbol(run, label, err));
  return import_run_position(run, x, err);
}

/* such lines up to one of another kind */
static dftfit_status take_geometry(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  int vector = 0;
  run->nsymbol = run->nposition = 0;
  DFTFIT_TRY(import_run_line(run, err)); /* x [A]  y [A]  z [A] */
  for (bool more = true; more;) {
    DFTFIT_TRY(import_run_line(run, err));
    DFTFIT_TRY(take_row(run, &vector, &more, err));
  }
  import_stream_unread(run->stream);
  run->placed = true;
  if (run->periodic && vector != 3 && (vector || run->moving_cell)) run->fault = "a vector of the cell is missing";
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_next_geometry) {
  DFTFIT_TRY(end_of_step(r, err));
  return take_geometry(r, err);
}

IMPORT_HANDLER(take_own_geometry) {
  DFTFIT_TRY(take_geometry(r, err));
  return end_of_step(r, err);
}

/* "        :         -0.355040333208137E+04 eV"; those of iterations name Ha first, or `per atom`. It is said again in
 * the summary of the step; another one belongs to the next step. */
IMPORT_HANDLER(take_energy) {
  double value;
  at += strspn(at, " ");
  if (*at != ':') return DFTFIT_OK;
  const char *unit = fortran_number(at + 1, &value);
  const bool broken = !unit && fortran_no_number(at);
  if (!broken && (!unit || strncmp(unit + strspn(unit, " "), "eV", 2))) return DFTFIT_OK;
  if (!isnan(r->run.energy) && (broken || value == r->run.energy)) return DFTFIT_OK;
  DFTFIT_TRY(end_of_step(r, err));
  return import_run_energy(&r->run, at + 1, 1, "the electronic free energy", err);
}

/* before the energy of the same step */
IMPORT_HANDLER(take_converged) {
  DFTFIT_TRY(end_of_step(r, err));
  r->converged = true;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_forces) { return import_run_forces(&r->run, ROW_INDEX, 2, 1, err); }

IMPORT_HANDLER(take_stress) {
  DFTFIT_TRY(import_run_to_row(&r->run, 2, err));
  return import_run_stress(&r->run, 2, 1, err);
}

IMPORT_HANDLER(take_setting) {
  aims_setting(&r->settings, &r->run.calculation, r->run.stream->text);
  return DFTFIT_OK;
}

/* "relax_unit_cell  full" of the input */
IMPORT_HANDLER(take_moving_cell) {
  r->run.moving_cell = strncmp(at + strspn(at, " "), "none", 4) != 0;
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL("| Electronic free energy", take_energy),
    MARK_CALL("Self-consistency cycle converged.", take_converged),
    MARK_CALL("Total atomic forces (unitary forces cleaned) [eV/Ang]:", take_forces),
    MARK_CALL_WITHIN("Analytical stress tensor - Symmetrized", take_stress),
    MARK_CALL_WITHIN("Numerical stress tensor", take_stress),
    MARK_SETTING("|  Pressure:", run.witness.pressure, 1),
    MARK_SETTING("| Unit cell volume", run.witness.volume, 1),
    MARK_SETTING("| Number of atoms", run.witness.natom, 1),
    MARK_CALL("relax_unit_cell ", take_moving_cell),
    MARK_CALL("Updated atomic structure:", take_next_geometry),
    MARK_CALL("Atomic structure (and velocities) as used in the preceding time step:", take_own_geometry),
    MARK_CALL("Final atomic structure (and velocities) as used in the preceding time step:", take_own_geometry),
    MARK_CALL("| Unit cell:", take_cell),
    MARK_FLAG("| No unit cell requested", run.periodic, false),
    MARK_CALL("| Atomic structure:", take_input_geometry),
    MARK_STEP("Final output of selected total energy values:"),
    MARK_END("Have a nice day."),
    MARK_CALL("Version ", take_setting),
    MARK_CALL("FHI-aims version", take_setting),
    MARK_CALL("xc ", take_setting),
    MARK_SETTING("k_grid ", settings.mesh, 1),
    MARK_SETTING("sc_accuracy_etot ", run.calculation.scf_tolerance, 1),
    MARK_CALL("occupation_type ", take_setting),
    MARK_CALL("spin ", take_setting),
    MARK_SETTING("charge ", settings.charge, 1),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step,
                                       .energy = "'| Electronic free energy        :'"};

dftfit_status import_aims_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.converged = false};
  import_run_begin(&r.run, stream, to, "FHI-aims");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_aims_recognise(const import_head *file) { return strstr(file->text, "Invoking FHI-aims ...") != NULL; }
