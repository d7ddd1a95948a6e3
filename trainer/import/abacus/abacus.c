/* SPDX-License-Identifier: BSD-3-Clause */
/** running_*.log of ABACUS. A step is a geometry, the energy at the end of its SCF cycle (E_KohnSham, which holds
 *  -TS of smeared electrons), forces and stress (kbar, positive in compression). */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dftfit/units.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"
#include "import/reading/run.h"

bool import_abacus_recognise(const char *head, size_t length, const char *name);
dftfit_status import_abacus_read(import_stream *stream, importing *to, dftfit_error *err);

static const double STRESS_UNIT = -1e3 / DFTFIT_BAR_PER_EV_A3;

typedef struct reader {
  import_run run;
  double alat; /* A */
  double k_points;
  bool spin, has_geometry;
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!isnan(r->run.energy) && r->has_geometry) {
    if (!r->run.to->step && r->k_points == 1)
      import_kmesh(&r->run.calculation, r->run.cell, (const double[3]){1, 1, 1});
    import_remarks(&r->run.calculation, r->spin, 0);
    DFTFIT_TRY(import_run_step(&r->run, err));
    r->has_geometry = false;
  }
  import_run_forget(&r->run);
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

static dftfit_status take_alat(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &r->alat, "the lattice constant", err));
  r->alat *= DFTFIT_A_PER_BOHR;
  return DFTFIT_OK;
}

/* "tauc_C1   x y z mag" or "taud_C1 ...": the label of the element and the number of the atom of that element */
static dftfit_status take_atom(reader *r, double factor, dftfit_error *err) {
  char label[32] = "";
  double position[3];
  const char *text = r->run.stream->text;
  DFTFIT_TRY(import_run_numbers(&r->run, import_after_words(text, 1), 3, position, "the position of an atom", err));
  sscanf(text, " tau%*1[cd]_%31s", label);
  label[strcspn(label, "0123456789")] = '\0';
  for (int k = 0; k < 3; k++) position[k] *= factor;
  DFTFIT_TRY(import_run_symbol(&r->run, label, err));
  return import_run_position(&r->run, position, err);
}

/* a headline, and rows that begin with tauc or taud, up to a line of another kind */
static dftfit_status take_coordinates(reader *r, bool direct, dftfit_error *err) {
  import_run *run = &r->run;
  DFTFIT_TRY(end_of_step(r, err));
  run->nsymbol = run->nposition = 0;
  run->fractional = direct;
  for (;;) {
    DFTFIT_TRY(import_run_line(run, err));
    const char *row = run->stream->text + strspn(run->stream->text, " \t");
    if (!strncmp(row, "tau", 3))
      DFTFIT_TRY(take_atom(r, direct ? 1 : r->alat, err));
    else if (run->nposition)
      break;
  }
  import_stream_unread(run->stream);
  r->has_geometry = true;
  return DFTFIT_OK;
}

static dftfit_status take_cartesian(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return take_coordinates(reader_, false, err);
}

static dftfit_status take_direct(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return take_coordinates(reader_, true, err);
}

static dftfit_status take_cell(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  return import_run_matrix(&r->run, 0, r->alat, r->run.cell, "a lattice vector", err);
}

static dftfit_status take_energy(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  r->run.line = r->run.stream->line;
  return import_run_numbers(&r->run, at, 1, &r->run.energy, "the final energy", err);
}

static dftfit_status take_not_converged(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->run.unconverged = true;
  return DFTFIT_OK;
}

static dftfit_status take_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(import_run_to_row(&r->run, 1, err));
  return import_run_forces(&r->run, 1, 1, err);
}

static dftfit_status take_stress(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(import_run_to_row(&r->run, 0, err));
  return import_run_stress(&r->run, 0, STRESS_UNIT, err);
}

/* "Version: Parallel, v2.1.0", "ABACUS v3.2.0" */
static dftfit_status take_version(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char word[32] = "";
  const char *v = strstr(at, " v");
  if (v && isdigit((unsigned char)v[2]) && sscanf(v + 2, "%31s", word) == 1 && !r->run.calculation.version[0])
    snprintf(r->run.calculation.version, sizeof r->run.calculation.version, "%s", word);
  return DFTFIT_OK;
}

static dftfit_status take_pseudopotential(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char name[64];
  import_text(name, sizeof name, at);
  import_list(r->run.calculation.pseudopotentials, sizeof r->run.calculation.pseudopotentials, name);
  return DFTFIT_OK;
}

static dftfit_status take_functional(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char name[32];
  import_text(name, sizeof name, at);
  import_list(r->run.calculation.functional, sizeof r->run.calculation.functional, name);
  return DFTFIT_OK;
}

static dftfit_status take_cutoff(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &r->run.calculation.ecut, "the energy cutoff", err));
  r->run.calculation.ecut *= DFTFIT_EV_PER_RYDBERG;
  return DFTFIT_OK;
}

static dftfit_status take_k_points(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return import_run_numbers(&r->run, at, 1, &r->k_points, "the number of k points", err);
}

static dftfit_status take_spin(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  double spins;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &spins, "nspin", err));
  r->spin = spins == 2;
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    {"final etot is", take_energy, false},
    {"!FINAL_ETOT_IS", take_end_of_step, false},
    {"TOTAL-FORCE (eV/Angstrom)", take_forces, false},
    {"TOTAL-STRESS (KBAR)", take_stress, false},
    {"charge density convergence is NOT achieved", take_not_converged, true},
    {"CONVERGENCE HAS NOT BEEN ACHIEVED", take_not_converged, true},
    {"convergence has NOT been achieved", take_not_converged, true},
    {"CARTESIAN COORDINATES", take_cartesian, false},
    {"DIRECT COORDINATES", take_direct, false},
    {"Lattice vectors: (Cartesian coordinate: in unit of a_0)", take_cell, false},
    {"lattice constant (Bohr) =", take_alat, false},
    {"Finish Time", take_end, false},
    {"Finish  Time", take_end, false},
    {"Version:", take_version, false},
    {"WELCOME TO ABACUS", take_version, false},
    {"Read in pseudopotential file is", take_pseudopotential, false},
    {"functional Ex =", take_functional, false},
    {"exchange-correlation functional =", take_functional, false},
    {"energy cutoff for wavefunc (unit:Ry) =", take_cutoff, false},
    {"nkstot =", take_k_points, false},
    {"nspin =", take_spin, false},
};

dftfit_status import_abacus_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.alat = NAN};
  import_run_begin(&r.run, stream, to, "ABACUS");
  return import_run_scan(&r.run, marks, (int)(sizeof marks / sizeof *marks), &r, err);
}

bool import_abacus_recognise(const char *head, size_t length, const char *name) {
  (void)length;
  (void)name;
  return strstr(head, "ABACUS") && (strstr(head, "READING UNITCELL INFORMATION") || strstr(head, "WELCOME TO ABACUS"));
}
