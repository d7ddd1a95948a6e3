/* SPDX-License-Identifier: BSD-3-Clause */
/** Standard output of pw.x (Quantum ESPRESSO). The energy marked ! is the one of which forces and stress are
 *  derivatives: with smearing F = E - TS. Forces and stress of a step follow it, then the geometry of the next step. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dftfit/units.h"
#include "import/espresso/pwscf_geometry.h"
#include "import/reading/kmesh.h"
#include "import/reading/run.h"

bool import_pwscf_recognise(const char *head, size_t length, const char *name);
dftfit_status import_pwscf_read(import_stream *stream, importing *to, dftfit_error *err);

static const double FORCE_UNIT = DFTFIT_EV_PER_RYDBERG / DFTFIT_A_PER_BOHR;
/* Ry/bohr^3, positive in compression */
static const double STRESS_UNIT = -DFTFIT_EV_PER_RYDBERG / (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR);

typedef struct reader {
  import_run run;
  pwscf_geometry geometry;
  double iteration_energy; /* eV, of the last iteration */
  bool held;               /* some atoms are, which the user was told */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) { return import_run_step(&r->run, err); }

static dftfit_status take_end_of_step(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return end_of_step(reader_, err);
}

/* "v.6.7MaX starts on ..."; a file may hold several runs */
static dftfit_status take_program(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  char *word[1];
  DFTFIT_TRY(end_of_step(r, err));
  if (import_words(at, word, 1) == 1) {
    const char *number = word[0] + (word[0][0] == 'v') + (word[0][1] == '.');
    snprintf(r->run.calculation.version, sizeof r->run.calculation.version, "%s", number);
  }
  r->run.ended = false;
  r->iteration_energy = NAN;
  return DFTFIT_OK;
}

static dftfit_status take_alat(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return pwscf_alat(&r->geometry, &r->run, at, err);
}

static dftfit_status take_axes(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(end_of_step(r, err));
  return pwscf_axes(&r->geometry, &r->run, err);
}

static dftfit_status take_sites(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return strstr(at, "alat units") ? pwscf_sites(&r->geometry, &r->run, err) : DFTFIT_OK;
}

static dftfit_status take_cell(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  DFTFIT_TRY(end_of_step(r, err));
  return pwscf_cell(&r->geometry, &r->run, at, err);
}

static dftfit_status take_positions(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  bool held = false;
  DFTFIT_TRY(end_of_step(r, err));
  DFTFIT_TRY(pwscf_positions(&r->geometry, &r->run, at, &held, err));
  if (held && !r->held)
    import_tell(r->run.to, r->run.stream,
                "some atoms were held in place (if_pos); their forces are whole all the same");
  r->held = r->held || held;
  return DFTFIT_OK;
}

static dftfit_status take_ecut(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  double *ecut = &r->run.calculation.ecut;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, ecut, "the kinetic-energy cutoff", err));
  *ecut *= DFTFIT_EV_PER_RYDBERG;
  return DFTFIT_OK;
}

static dftfit_status take_threshold(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  double *tolerance = &r->run.calculation.scf_tolerance;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, tolerance, "the convergence threshold", err));
  *tolerance *= DFTFIT_EV_PER_RYDBERG;
  return DFTFIT_OK;
}

/* "Exchange-correlation      = PBE ( 1  4  3  4 0 0)" */
static dftfit_status take_functional(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char *equals = strchr(at, '=');
  if (!equals) return DFTFIT_OK;
  equals[1 + strcspn(equals + 1, "(")] = '\0';
  import_text(r->run.calculation.functional, sizeof r->run.calculation.functional, equals + 1);
  return DFTFIT_OK;
}

/* "PseudoPot. # 1 for Si read from file:" and the file on the next line */
static dftfit_status take_pseudopotential(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  char *file = strstr(at, "file"), *word[1];
  if (!file) return DFTFIT_OK;
  file += strcspn(file, ": ");
  file += strspn(file, ": ");
  if (!*file) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    file = r->run.stream->text;
  }
  if (import_words(file, word, 1) < 1) return DFTFIT_OK;
  char *slash = strrchr(word[0], '/');
  import_list(r->run.calculation.pseudopotentials, sizeof r->run.calculation.pseudopotentials,
              slash ? slash + 1 : word[0]);
  return DFTFIT_OK;
}

/* "number of k points=     8  Fermi-Dirac smearing, width (Ry)=  0.0010". The points are the irreducible ones, which do
 * not tell the mesh, unless there is one only. */
static dftfit_status take_k_points(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  dataset_calculation *c = &r->run.calculation;
  int count;
  double width;
  DFTFIT_TRY(import_run_count(&r->run, at, 1, 1 << 30, &count, "the number of k points", err));
  if (count == 1) import_kmesh(c, r->run.cell, (const double[3]){1, 1, 1});
  char *name = at + strspn(at, " \t0123456789"), *smearing = strstr(name, " smearing");
  if (strstr(name, "tetrahedron")) snprintf(c->smearing, sizeof c->smearing, "tetrahedra");
  if (!smearing) return DFTFIT_OK;
  char *equals = strchr(smearing, '=');
  DFTFIT_TRY(import_run_numbers(&r->run, equals ? equals + 1 : smearing, 1, &width, "the width of the smearing", err));
  snprintf(c->smearing, sizeof c->smearing, "%.*s, %.6g eV", (int)(smearing - name), name,
           width * DFTFIT_EV_PER_RYDBERG);
  return DFTFIT_OK;
}

static dftfit_status read_energy(reader *r, const char *at, double *out, dftfit_error *err) {
  const char *equals = strchr(at, '=');
  DFTFIT_TRY(import_run_numbers(&r->run, equals ? equals + 1 : at, 1, out, "the total energy", err));
  *out *= DFTFIT_EV_PER_RYDBERG;
  return DFTFIT_OK;
}

static dftfit_status take_energy(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  if (!strstr(at, "total energy")) return DFTFIT_OK;
  r->run.line = r->run.stream->line;
  return read_energy(r, at, &r->run.energy, err);
}

static dftfit_status take_iteration_energy(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return read_energy(r, at, &r->iteration_energy, err);
}

/* pw.x marks no energy with ! then */
static dftfit_status take_not_converged(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  reader *r = reader_;
  if (isnan(r->run.energy)) {
    r->run.energy = r->iteration_energy;
    r->run.line = r->run.stream->line;
  }
  r->run.unconverged = true;
  return DFTFIT_OK;
}

/* with exact exchange an energy of an outer iteration, after which another follows */
static dftfit_status take_refinement(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  import_run_forget(&((reader *)reader_)->run);
  return DFTFIT_OK;
}

static dftfit_status take_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(import_run_line(&r->run, err)); /* blank */
  r->run.nforce = 0;
  for (int i = 0; i < r->run.nsymbol; i++) {
    double force[3];
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *equals = strstr(r->run.stream->text, "force =");
    DFTFIT_TRY(
        import_run_numbers(&r->run, equals ? equals + 7 : r->run.stream->text, 3, force, "the force on an atom", err));
    DFTFIT_TRY(import_run_force(&r->run, force, FORCE_UNIT, err));
  }
  return DFTFIT_OK;
}

static dftfit_status take_stress(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return import_run_stress(&((reader *)reader_)->run, 0, STRESS_UNIT, err);
}

static dftfit_status take_end(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  r->run.ended = true;
  return end_of_step(r, err);
}

static const import_mark marks[] = {
    {"!", take_energy, false},
    {"total energy              =", take_iteration_energy, false},
    {"convergence NOT achieved", take_not_converged, false},
    {"EXX: now go back", take_refinement, false},
    {"Forces acting on atoms", take_forces, false},
    {"total   stress", take_stress, false},
    {"Self-consistent Calculation", take_end_of_step, false},
    {"number of scf cycles", take_end_of_step, false},
    {"Entering Dynamics", take_end_of_step, false},
    {"BFGS Geometry Optimization", take_end_of_step, false},
    {"Begin final coordinates", take_end_of_step, false},
    {"CELL_PARAMETERS", take_cell, false},
    {"ATOMIC_POSITIONS", take_positions, false},
    {"Program PWSCF", take_program, false},
    {"lattice parameter (alat)", take_alat, false},
    {"celldm(1)", take_alat, false},
    {"crystal axes:", take_axes, false},
    {"site n.", take_sites, false},
    {"kinetic-energy cutoff     =", take_ecut, false},
    {"convergence threshold     =", take_threshold, false},
    {"scf convergence threshold =", take_threshold, false},
    {"Exchange-correlation", take_functional, false},
    {"PseudoPot. #", take_pseudopotential, false},
    {"number of k points=", take_k_points, false},
    {"init_run", take_end_of_step, false},
    {"JOB DONE.", take_end, false},
};

dftfit_status import_pwscf_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.iteration_energy = NAN};
  import_run_begin(&r.run, stream, to, "Quantum ESPRESSO pw.x");
  return import_run_scan(&r.run, marks, (int)(sizeof marks / sizeof *marks), &r, err);
}

bool import_pwscf_recognise(const char *head, size_t length, const char *name) {
  (void)length;
  (void)name;
  return strstr(head, "Program PWSCF") != NULL;
}
