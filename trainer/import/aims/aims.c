/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of FHI-aims. The electronic free energy is the one of which forces and stress are derivatives (not the
 *  `Total energy corrected`, extrapolated to zero width). A relaxation prints the next geometry behind a step,
 *  molecular dynamics the geometry of the step itself. Stress: tension positive. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/aims/settings.h"
#include "import/reading/run.h"

bool import_aims_recognise(const char *head, size_t length, const char *name);
dftfit_status import_aims_read(import_stream *stream, importing *to, dftfit_error *err);

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

static dftfit_status take_end_of_step(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return end_of_step(reader_, err);
}

static dftfit_status take_end(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  r->run.ended = true;
  return end_of_step(r, err);
}

static dftfit_status take_cell(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  r->run.periodic = true;
  return import_run_matrix(&r->run, 1, 1, r->run.cell, "a lattice vector", err);
}

static dftfit_status take_no_cell(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->run.periodic = false;
  return DFTFIT_OK;
}

/* rows "|    1: Species B             0.00000000        0.00000000        0.00000000" after a header */
static dftfit_status take_input_geometry(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
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

static dftfit_status take_next_geometry(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(end_of_step(r, err));
  return take_geometry(r, err);
}

static dftfit_status take_own_geometry(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(take_geometry(r, err));
  return end_of_step(r, err);
}

/* "        :         -0.355040333208137E+04 eV"; those of iterations name Ha first, or `per atom` */
static dftfit_status take_energy(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  at += strspn(at, " ");
  if (*at != ':' || !isnan(r->run.energy)) return DFTFIT_OK;
  double value;
  const char *unit = fortran_number(at + 1, &value);
  if (!unit || strncmp(unit + strspn(unit, " "), "eV", 2)) return DFTFIT_OK;
  r->run.line = r->run.stream->line;
  r->run.energy = value;
  return DFTFIT_OK;
}

static dftfit_status take_converged(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->converged = true;
  return DFTFIT_OK;
}

static dftfit_status take_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return import_run_forces(&((reader *)reader_)->run, 2, 1, err);
}

static dftfit_status take_stress(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(import_run_to_row(&r->run, 2, err));
  return import_run_stress(&r->run, 2, 1, err);
}

static dftfit_status take_setting(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  reader *r = reader_;
  aims_setting(&r->settings, &r->run.calculation, r->run.stream->text);
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    {"| Electronic free energy", take_energy, false},
    {"Self-consistency cycle converged.", take_converged, false},
    {"Total atomic forces (unitary forces cleaned) [eV/Ang]:", take_forces, false},
    {"Analytical stress tensor - Symmetrized", take_stress, true},
    {"Numerical stress tensor", take_stress, true},
    {"Updated atomic structure:", take_next_geometry, false},
    {"Atomic structure (and velocities) as used in the preceding time step:", take_own_geometry, false},
    {"| Unit cell:", take_cell, false},
    {"| No unit cell requested", take_no_cell, false},
    {"| Atomic structure:", take_input_geometry, false},
    {"Final output of selected total energy values:", take_end_of_step, false},
    {"Have a nice day.", take_end, false},
    {"Version ", take_setting, false},
    {"FHI-aims version", take_setting, false},
    {"xc ", take_setting, false},
    {"k_grid ", take_setting, false},
    {"sc_accuracy_etot ", take_setting, false},
    {"occupation_type ", take_setting, false},
    {"spin ", take_setting, false},
    {"charge ", take_setting, false},
};

dftfit_status import_aims_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.converged = false};
  import_run_begin(&r.run, stream, to, "FHI-aims");
  return import_run_scan(&r.run, marks, (int)(sizeof marks / sizeof *marks), &r, err);
}

bool import_aims_recognise(const char *head, size_t length, const char *name) {
  (void)length;
  (void)name;
  return strstr(head, "Invoking FHI-aims ...") != NULL;
}
