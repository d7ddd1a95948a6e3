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
  bool converged;    /* the electrons of the step */
  bool has_geometry; /* that of the step is known */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!isnan(r->run.energy) && r->has_geometry) {
    aims_finish(&r->settings, &r->run);
    r->run.unconverged = !r->converged;
    DFTFIT_TRY(import_run_step(&r->run, err));
  }
  import_run_forget(&r->run);
  r->converged = r->has_geometry = false;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

IMPORT_HANDLER(take_cell) {
  r->run.periodic = true;
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
  r->has_geometry = true;
  return DFTFIT_OK;
}

/* lines "lattice_vector x y z", "atom x y z B", with velocities and moments between, up to a line of another kind */
static dftfit_status take_geometry(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  int vector = 0;
  run->nsymbol = run->nposition = 0;
  DFTFIT_TRY(import_run_line(run, err)); /* x [A]  y [A]  z [A] */
  for (;;) {
    char *word[5];
    double x[3];
    DFTFIT_TRY(import_run_line(run, err));
    int n = import_words(run->stream->text, word, 5);
    if (n == 0 || !strcmp(word[0], "velocity") || !strcmp(word[0], "initial_moment")) continue;
    const bool atom = !strcmp(word[0], "atom");
    if (n < 4 + atom || (!atom && strcmp(word[0], "lattice_vector"))) break;
    for (int k = 0; k < 3; k++) DFTFIT_TRY(import_run_numbers(run, word[1 + k], 1, &x[k], "a coordinate", err));
    if (!atom) {
      if (vector < 3) memcpy(run->cell + 3 * vector++, x, sizeof x);
      continue;
    }
    DFTFIT_TRY(import_run_symbol(run, word[4], err));
    DFTFIT_TRY(import_run_position(run, x, err));
  }
  r->has_geometry = true;
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

/* "        :         -0.355040333208137E+04 eV"; those of iterations name Ha first, or `per atom` */
IMPORT_HANDLER(take_energy) {
  at += strspn(at, " ");
  if (*at != ':' || !isnan(r->run.energy)) return DFTFIT_OK;
  double value;
  const char *unit = fortran_number(at + 1, &value);
  if (!unit || strncmp(unit + strspn(unit, " "), "eV", 2)) return DFTFIT_OK;
  r->run.line = r->run.stream->line;
  r->run.energy = value;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_forces) { return import_run_forces(&r->run, 2, 1, err); }

IMPORT_HANDLER(take_stress) {
  DFTFIT_TRY(import_run_to_row(&r->run, 2, err));
  return import_run_stress(&r->run, 2, 1, err);
}

IMPORT_HANDLER(take_setting) {
  aims_setting(&r->settings, &r->run.calculation, r->run.stream->text);
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL("| Electronic free energy", take_energy),
    MARK_FLAG("Self-consistency cycle converged.", converged, true),
    MARK_CALL("Total atomic forces (unitary forces cleaned) [eV/Ang]:", take_forces),
    MARK_CALL_WITHIN("Analytical stress tensor - Symmetrized", take_stress),
    MARK_CALL_WITHIN("Numerical stress tensor", take_stress),
    MARK_CALL("Updated atomic structure:", take_next_geometry),
    MARK_CALL("Atomic structure (and velocities) as used in the preceding time step:", take_own_geometry),
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

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step};

dftfit_status import_aims_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.converged = false};
  import_run_begin(&r.run, stream, to, "FHI-aims");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_aims_recognise(const import_head *file) { return strstr(file->text, "Invoking FHI-aims ...") != NULL; }
