/* SPDX-License-Identifier: BSD-3-Clause */
/** Main output of ABINIT. Steps of a relaxation or of molecular dynamics (ionmov) end with `Total energy (etotal)`;
 *  a
 *  dataset without moving ions is one step, which ends with the dataset. The total energy is a free energy: with
 *  smeared electrons it holds -TS. Stress: tension positive. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dftfit/units.h"
#include "import/abinit/settings.h"
#include "import/reading/run.h"

bool import_abinit_recognise(const char *head, size_t length, const char *name);
dftfit_status import_abinit_read(import_stream *stream, importing *to, dftfit_error *err);

static const double FORCE_UNIT = DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR;
static const double STRESS_UNIT = DFTFIT_EV_PER_HARTREE / (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR);

typedef struct reader {
  import_run run;
  abinit_settings settings;
  bool moving; /* steps of this dataset end by themselves */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!isnan(r->run.energy)) DFTFIT_TRY(abinit_symbols(&r->settings, &r->run, err));
  return import_run_step(&r->run, err);
}

/* "== DATASET  1 ==", "== END DATASET(S) ==": what stands behind the steps of the dataset before is said again */
static dftfit_status take_dataset(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  if (r->moving) import_run_forget(&r->run);
  DFTFIT_TRY(end_of_step(r, err));
  r->moving = false;
  r->run.nsymbol = r->run.nposition = 0;
  return DFTFIT_OK;
}

static dftfit_status take_end(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->run.ended = true;
  return DFTFIT_OK;
}

static dftfit_status take_setting(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  return abinit_setting(&r->settings, &r->run, err);
}

/* "R(1)=  6.3285005  0.0000000  3.6537615  G(1)=..." */
static dftfit_status take_vector(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  int row = *at - '1';
  if (row < 0 || row > 2 || strncmp(at + 1, ")=", 2)) return DFTFIT_OK;
  double *out = r->run.cell + 3 * row;
  DFTFIT_TRY(import_run_numbers(&r->run, at + 3, 3, out, "a lattice vector", err));
  for (int k = 0; k < 3; k++) out[k] *= DFTFIT_A_PER_BOHR;
  if (row == 2) abinit_mesh(&r->settings, &r->run.calculation, r->run.cell);
  return DFTFIT_OK;
}

static dftfit_status take_rprimd(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  return import_run_matrix(&r->run, 0, DFTFIT_A_PER_BOHR, r->run.cell, "a lattice vector", err);
}

/* "ETOT  8  -9.7806124428512    ..." of each iteration */
static dftfit_status take_iteration(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  double value[2];
  DFTFIT_TRY(import_run_numbers(&r->run, at, 2, value, "the number and the energy of an iteration", err));
  r->run.energy = value[1] * DFTFIT_EV_PER_HARTREE;
  r->run.line = r->run.stream->line;
  return DFTFIT_OK;
}

/* the sum of the components, with all digits; it stands behind the last step of moving ions, too */
static dftfit_status take_sum(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  double value;
  if (isnan(r->run.energy)) return DFTFIT_OK;
  DFTFIT_TRY(import_run_numbers(&r->run, at + strspn(at, " :"), 1, &value, "the total energy", err));
  r->run.energy = value * DFTFIT_EV_PER_HARTREE;
  return DFTFIT_OK;
}

static dftfit_status take_not_converged(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->run.unconverged = true;
  return DFTFIT_OK;
}

/* rows of all atoms; reduced coordinates stay as they are until the cell of the step is known */
static dftfit_status take_positions(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  r->run.nposition = 0;
  for (int i = 0; i < r->settings.natom; i++) {
    double position[3];
    DFTFIT_TRY(import_run_line(&r->run, err));
    DFTFIT_TRY(import_run_numbers(&r->run, r->run.stream->text, 3, position, "the position of an atom", err));
    if (r->moving)
      for (int k = 0; k < 3; k++) position[k] *= DFTFIT_A_PER_BOHR;
    DFTFIT_TRY(import_run_position(&r->run, position, err));
  }
  if (!r->moving) import_atoms_cartesian(&r->run.atoms, r->run.nposition, r->run.cell);
  return DFTFIT_OK;
}

static dftfit_status take_force_rows(reader *r, int skip, dftfit_error *err) {
  r->run.nforce = 0;
  for (int i = 0; i < r->settings.natom; i++) {
    double force[3];
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *row = import_after_words(r->run.stream->text, skip);
    DFTFIT_TRY(import_run_numbers(&r->run, row, 3, force, "the force on an atom", err));
    DFTFIT_TRY(import_run_force(&r->run, force, FORCE_UNIT, err));
  }
  return DFTFIT_OK;
}

static dftfit_status take_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return take_force_rows(reader_, 0, err);
}

static dftfit_status take_final_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return take_force_rows(reader_, 1, err);
}

/* "sigma(1 1)=  a  sigma(3 2)=  b" and so on */
static dftfit_status take_stress(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  double value[6];
  for (int row = 0; row < 3; row++) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *first = strchr(r->run.stream->text, '='), *second = strrchr(r->run.stream->text, '=');
    if (!first || first == second)
      return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX, "two components of the stress are due");
    DFTFIT_TRY(import_run_numbers(&r->run, first + 1, 1, &value[row], "a component of the stress", err));
    DFTFIT_TRY(import_run_numbers(&r->run, second + 1, 1, &value[3 + row], "a component of the stress", err));
  }
  for (int k = 0; k < 6; k++) r->run.stress[k] = value[k] * STRESS_UNIT;
  return DFTFIT_OK;
}

/* ionmov: coordinates, forces and, where the cell moves, cell and stress stand before the energy */
static dftfit_status take_iteration_of_ions(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->moving = true;
  return DFTFIT_OK;
}

static dftfit_status take_total_energy(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  r->run.line = r->run.stream->line;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &r->run.energy, "the total energy", err));
  r->run.energy *= DFTFIT_EV_PER_HARTREE;
  return end_of_step(r, err);
}

static const import_mark marks[] = {
    {"ETOT ", take_iteration, false},
    {"Cartesian components of stress tensor (hartree/bohr^3)", take_stress, false},
    {"reduced coordinates (array xred)", take_positions, false},
    {"cartesian forces (hartree/bohr) at end:", take_final_forces, false},
    {"--- Iteration:", take_iteration_of_ions, false},
    {"Cartesian coordinates (xcart) [bohr]", take_positions, false},
    {"Cartesian forces (fcart) [Ha/bohr]", take_forces, false},
    {"Real space primitive translations (rprimd) [bohr]", take_rprimd, false},
    {"Total energy (etotal) [Ha]=", take_total_energy, false},
    {"total_energy  ", take_sum, false},
    {">>>>>>>>> Etotal=", take_sum, false},
    {"R(", take_vector, false},
    {"== DATASET", take_dataset, false},
    {"== END DATASET(S)", take_dataset, false},
    {"was not enough SCF cycles to converge", take_not_converged, true},
    {"Calculation completed.", take_end, true},
    {".Version ", take_setting, false},
    {"typat ", take_setting, false},
    {"znucl ", take_setting, false},
    {"ecut ", take_setting, false},
    {"toldfe ", take_setting, false},
    {"occopt ", take_setting, false},
    {"tsmear ", take_setting, false},
    {"kptrlatt ", take_setting, false},
    {"nsppol ", take_setting, false},
    {"electrons: {", take_setting, false},
    {"Exchange-correlation functional for the present dataset", take_setting, false},
    {"- pspini: atom type", take_setting, false},
};

dftfit_status import_abinit_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.settings = {.natom = 0}};
  import_run_begin(&r.run, stream, to, "ABINIT");
  dftfit_status status = import_run_scan(&r.run, marks, (int)(sizeof marks / sizeof *marks), &r, err);
  abinit_settings_clear(&r.settings);
  return status;
}

/* ".Version 9.6.2 of ABINIT" */
bool import_abinit_recognise(const char *head, size_t length, const char *name) {
  (void)length;
  (void)name;
  const char *version = strstr(head, ".Version ");
  return version && strcspn(version, "\n") < 80 && strstr(version, "of ABINIT");
}
