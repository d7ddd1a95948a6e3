/* SPDX-License-Identifier: BSD-3-Clause */
/** VASP's OUTCAR. An ionic step ends with its energies: stress, cell, positions and forces stand before them. The
 *  free
 *  energy TOTEN is the one of which forces and stress are derivatives. Blocks marked ML come from VASP's
 *  machine-learned force field and are not DFT. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/units.h"
#include "import/reading/run.h"
#include "import/vasp/outcar_settings.h"

bool import_outcar_recognise(const char *head, size_t length, const char *name);
dftfit_status import_outcar_read(import_stream *stream, importing *to, dftfit_error *err);

/* stress is printed in kBar, positive in compression, as XX YY ZZ XY YZ ZX */
static const double STRESS_UNIT = -1e3 / DFTFIT_BAR_PER_EV_A3;
static const int STRESS_ORDER[6] = {0, 1, 2, 4, 5, 3};

typedef struct reader {
  import_run run;
  outcar_settings settings;
  int iteration;     /* of the electrons */
  bool not_reached;  /* EDIFF, as VASP 6 says */
  bool has_geometry; /* positions and forces of the step are printed */
  long unprinted;    /* steps without them */
  bool finished;     /* the settings */
} reader;

static dftfit_status take_ions(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return import_run_count(&r->run, at, 1, INT_MAX, &r->settings.nion, "NIONS", err);
}

static dftfit_status take_types(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return outcar_types(&r->run, &r->settings, at, err);
}

static dftfit_status take_setting(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  reader *r = reader_;
  outcar_setting(&r->settings, &r->run.calculation, r->run.stream->text);
  return DFTFIT_OK;
}

static dftfit_status take_grid(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return import_run_numbers(&r->run, at, 3, r->settings.mesh, "the mesh of k points", err);
}

static dftfit_status take_cell(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  return import_run_matrix(&r->run, 0, 1, r->run.cell, "a lattice vector", err);
}

/* "Iteration   12(   3)": ionic and electronic */
static dftfit_status take_iteration(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char *bracket = strchr(at, '(');
  if (bracket) r->iteration = atoi(bracket + 1);
  return DFTFIT_OK;
}

static dftfit_status take_not_reached(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->not_reached = true;
  return DFTFIT_OK;
}

static dftfit_status take_stress(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return import_run_voigt(&r->run, at, STRESS_ORDER, STRESS_UNIT, err);
}

static void forget_step(reader *r) {
  import_run_forget(&r->run);
  r->has_geometry = false;
  r->not_reached = false;
}

static dftfit_status take_ion(reader *r, const char *element, dftfit_error *err) {
  double value[6];
  DFTFIT_TRY(import_run_line(&r->run, err));
  DFTFIT_TRY(import_run_numbers(&r->run, r->run.stream->text, 6, value, "the position of an atom and its force", err));
  DFTFIT_TRY(import_run_symbol(&r->run, element, err));
  DFTFIT_TRY(import_run_position(&r->run, value, err));
  return import_run_force(&r->run, value + 3, 1, err);
}

static dftfit_status take_positions(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  if (strstr(at, "(ML)")) {
    forget_step(r);
    return DFTFIT_OK;
  }
  DFTFIT_TRY(import_run_line(&r->run, err)); /* dashes */
  DFTFIT_TRY(outcar_check_types(&r->run, &r->settings, err));
  r->run.nsymbol = r->run.nposition = r->run.nforce = 0;
  for (int type = 0; type < r->settings.ntype; type++)
    for (int i = 0; i < r->settings.count[type]; i++) DFTFIT_TRY(take_ion(r, outcar_element(&r->settings, type), err));
  r->has_geometry = true;
  return DFTFIT_OK;
}

static dftfit_status take_free_energy(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  r->run.line = r->run.stream->line;
  return import_run_numbers(&r->run, at, 1, &r->run.energy, "the free energy TOTEN", err);
}

/* the last line of a step */
static dftfit_status take_end_of_step(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  if (isnan(r->run.energy)) return DFTFIT_OK;
  if (r->has_geometry) {
    /* Up to version 5 VASP says that EDIFF is reached where the number of iterations is used up, too. */
    r->run.unconverged = r->not_reached || (r->settings.nelm > 0 && r->iteration >= r->settings.nelm);
    if (!r->finished) outcar_finish(&r->settings, &r->run.calculation, r->run.cell);
    r->finished = true;
    DFTFIT_TRY(import_run_step(&r->run, err));
  } else {
    r->unprinted++;
  }
  forget_step(r);
  return DFTFIT_OK;
}

static dftfit_status take_end(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->run.ended = true;
  return DFTFIT_OK;
}

/* what is printed most often stands first */
static const import_mark marks[] = {
    {"direct lattice vectors", take_cell, false},
    {"in kB", take_stress, false},
    {"POSITION", take_positions, false},
    {"free  energy   TOTEN  =", take_free_energy, false},
    {"energy  without entropy=", take_end_of_step, false},
    {"ENCUT", take_setting, false},
    {"EDIFF ", take_setting, false},
    {"NELM ", take_setting, false},
    {"ISMEAR", take_setting, false},
    {"LEXCH", take_setting, false},
    {"GGA ", take_setting, false},
    {"METAGGA", take_setting, false},
    {"LHFCALC", take_setting, false},
    {"IVDW", take_setting, false},
    {"ISPIN", take_setting, false},
    {"NELECT", take_setting, false},
    {"ZVAL ", take_setting, false},
    {"TITEL", take_setting, false},
    {"VRHFIN", take_setting, false},
    {"POTCAR:", take_setting, false},
    {"vasp.", take_setting, false},
    {"ions per type =", take_types, false},
    {"generate k-points for:", take_grid, false},
    {"General timing and accounting", take_end, false},
    {"number of ions     NIONS =", take_ions, true},
    {"aborting loop EDIFF was not reached", take_not_reached, true},
    {"- Iteration ", take_iteration, true},
};

dftfit_status import_outcar_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.settings = {.nelm = 0}};
  import_run_begin(&r.run, stream, to, "VASP");
  dftfit_status status = import_run_scan(&r.run, marks, (int)(sizeof marks / sizeof *marks), &r, err);
  if (r.unprinted)
    import_tell(to, stream, "%ld steps are printed without positions and forces (NWRITE); they were left out",
                r.unprinted);
  return status;
}

/* The first line names the version: " vasp.5.4.4.18Apr17 (build ..." */
bool import_outcar_recognise(const char *head, size_t length, const char *name) {
  (void)length;
  (void)name;
  return !strncmp(head + strspn(head, " \t\r\n"), "vasp.", 5);
}
