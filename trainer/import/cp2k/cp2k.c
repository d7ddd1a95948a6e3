/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of CP2K (QUICKSTEP). A step is an energy, then forces and stress where they are printed. Its total energy is
 *  the free energy where electrons are smeared. Coordinates are printed for the first step only; those of later steps
 *  stand in the trajectory PROJECT-pos-1.xyz beside the output. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "base/unit_names.h"
#include "dftfit/units.h"
#include "import/cp2k/cell.h"
#include "import/cp2k/trajectory.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"
#include "import/reading/run.h"

bool import_cp2k_recognise(const char *head, size_t length, const char *name);
dftfit_status import_cp2k_read(import_stream *stream, importing *to, dftfit_error *err);

static const double FORCE_UNIT = DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR;

typedef struct reader {
  import_run run;
  cp2k_cell cell;
  cp2k_trajectory trajectory;
  bool has_geometry; /* positions in the output belong to the step */
  bool unconverged;  /* the electrons of the step that comes */
  double mesh[3];    /* of k points */
  bool spin, dispersion;
  double charge;
  bool moving_cell, fresh_cell; /* the cell is another one in every step; it was printed for this step */
  long unplaced;                /* steps without positions or cell */
} reader;

static void finish_calculation(reader *r) {
  dataset_calculation *c = &r->run.calculation;
  if (r->run.to->step) return;
  import_kmesh(c, r->run.cell, r->mesh);
  import_remarks(c, r->spin, r->charge);
  size_t used = strlen(c->functional);
  if (r->dispersion) snprintf(c->functional + used, sizeof c->functional - used, " + dispersion");
}

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (isnan(r->run.energy)) return DFTFIT_OK;
  bool found;
  DFTFIT_TRY(cp2k_trajectory_place(&r->trajectory, &r->run, &found, err));
  if ((found || r->has_geometry) && (r->fresh_cell || !r->moving_cell)) {
    cp2k_cell_rows(&r->cell, r->run.cell);
    finish_calculation(r);
    DFTFIT_TRY(import_run_step(&r->run, err));
  } else {
    r->unplaced++;
  }
  import_run_forget(&r->run);
  r->has_geometry = r->fresh_cell = false;
  return DFTFIT_OK;
}

static dftfit_status take_end_of_step(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return end_of_step(reader_, err);
}

/* A run that came to no end may stand before this one. */
static dftfit_status take_start(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  DFTFIT_TRY(end_of_step(r, err));
  r->run.ended = false;
  return DFTFIT_OK;
}

static dftfit_status take_end(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  reader *r = reader_;
  r->run.ended = true;
  return end_of_step(r, err);
}

static dftfit_status take_version(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  const char *version = strstr(at, "CP2K version");
  if (version) import_text(r->run.calculation.version, sizeof r->run.calculation.version, version + 12);
  return DFTFIT_OK;
}

static dftfit_status take_project(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  import_text(r->trajectory.project, sizeof r->trajectory.project, at);
  return DFTFIT_OK;
}

/* Where another cell is printed it may be turned, and the atoms with it. */
static dftfit_status take_cell(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  cp2k_cell before = r->cell;
  DFTFIT_TRY(end_of_step(r, err));
  DFTFIT_TRY(cp2k_cell_vector(&r->cell, &r->run, at, err));
  if (memcmp(before.vector, r->cell.vector, sizeof before.vector)) r->has_geometry = false;
  r->fresh_cell = true;
  return DFTFIT_OK;
}

/* run types and ensembles with a cell that changes */
static dftfit_status take_type(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  r->moving_cell =
      r->moving_cell || strstr(at, "CELL_OPT") || strstr(at, "NPT") || strstr(at, "NPE") || strstr(at, "MSST");
  return DFTFIT_OK;
}

static dftfit_status take_angle(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return cp2k_cell_angle(&r->cell, &r->run, at, err);
}

static dftfit_status take_periodicity(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char word[8];
  import_text(word, sizeof word, at);
  r->run.periodic = strcmp(word, "NONE") != 0;
  if (r->run.periodic && strcmp(word, "XYZ"))
    import_tell(r->run.to, r->run.stream,
                "the cell is periodic along %s only; it was taken as periodic in all directions", word);
  return DFTFIT_OK;
}

/* "IN angstrom", a header, and rows "1  1 Si 14  x y z  Z(eff) mass" up to a blank line */
static dftfit_status take_coordinates(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  import_run *run = &r->run;
  bool rows = false;
  double factor = strcasestr(at, "bohr") ? DFTFIT_A_PER_BOHR : 1;
  DFTFIT_TRY(end_of_step(r, err));
  run->nsymbol = run->nposition = 0;
  for (;;) {
    char *word[7];
    DFTFIT_TRY(import_run_line(run, err));
    int n = import_words(run->stream->text, word, 7);
    if (n == 0 && rows) break;
    if (n < 7 || !isdigit((unsigned char)word[0][0])) continue;
    double position[3];
    for (int k = 0; k < 3; k++) {
      DFTFIT_TRY(import_run_numbers(run, word[4 + k], 1, &position[k], "a coordinate", err));
      position[k] *= factor;
    }
    DFTFIT_TRY(import_run_symbol(run, word[2], err));
    DFTFIT_TRY(import_run_position(run, position, err));
    rows = true;
  }
  r->has_geometry = true;
  return DFTFIT_OK;
}

static dftfit_status take_energy(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  const char *colon = strrchr(at, ':');
  DFTFIT_TRY(end_of_step(r, err));
  r->run.line = r->run.stream->line;
  DFTFIT_TRY(import_run_numbers(&r->run, colon ? colon + 1 : at, 1, &r->run.energy, "the total energy", err));
  r->run.energy *= DFTFIT_EV_PER_HARTREE;
  r->run.unconverged = r->unconverged;
  return DFTFIT_OK;
}

/* Of inner and outer loops the last word counts; it stands before the energy. */
static dftfit_status take_converged(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->unconverged = false;
  return DFTFIT_OK;
}

static dftfit_status take_not_converged(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->unconverged = true;
  return DFTFIT_OK;
}

/* rows "1  1  Si  fx fy fz", or "FORCES|  1  fx fy fz |f|", after a header, as many as there are */
static dftfit_status take_force_rows(reader *r, int skip, dftfit_error *err) {
  import_run *run = &r->run;
  run->nforce = 0;
  DFTFIT_TRY(import_run_to_row(run, skip, err));
  for (;;) {
    double force[3];
    DFTFIT_TRY(import_run_line(run, err));
    const char *at = import_after_words(run->stream->text, skip);
    if (fortran_numbers(at, 3, force) < 3 || strstr(run->stream->text, "SUM")) break;
    DFTFIT_TRY(import_run_force(run, force, FORCE_UNIT, err));
  }
  import_stream_unread(run->stream);
  if (run->nforce == run->nsymbol || run->nsymbol == 0) return DFTFIT_OK;
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "%d forces stand before this line; there are %d atoms",
                            run->nforce, run->nsymbol);
}

static dftfit_status take_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return take_force_rows(reader_, 3, err);
}

static dftfit_status take_marked_forces(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  return take_force_rows(reader_, 2, err);
}

/* "STRESS TENSOR [GPa]", "STRESS| Analytical stress tensor [GPa]": positive in compression */
static dftfit_status take_stress_rows(reader *r, char *at, int skip, dftfit_error *err) {
  char unit[16];
  double factor = 0;
  if (sscanf(at, " [%15[^]]]", unit) == 1) factor = unit_factor(UNIT_STRESS, unit);
  if (factor == 0)
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "'%.20s' is not a known unit of the stress: %s", at,
                              unit_known(UNIT_STRESS));
  DFTFIT_TRY(import_run_to_row(&r->run, skip, err));
  return import_run_stress(&r->run, skip, -factor, err);
}

static dftfit_status take_stress(void *reader_, char *at, dftfit_error *err) {
  return take_stress_rows(reader_, at, 1, err);
}

static dftfit_status take_marked_stress(void *reader_, char *at, dftfit_error *err) {
  return take_stress_rows(reader_, at, 2, err);
}

/* "FUNCTIONAL| PBE:"; lines of references follow */
static dftfit_status take_functional(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char name[32];
  import_text(name, sizeof name, at);
  size_t n = strlen(name);
  if (n < 2 || name[n - 1] != ':' || strchr(name, ' ')) return DFTFIT_OK;
  name[n - 1] = '\0';
  import_list(r->run.calculation.functional, sizeof r->run.calculation.functional, name);
  return DFTFIT_OK;
}

static dftfit_status take_dispersion(void *reader_, char *at, dftfit_error *err) {
  (void)at;
  (void)err;
  ((reader *)reader_)->dispersion = true;
  return DFTFIT_OK;
}

static dftfit_status take_potential(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  char name[64];
  import_text(name, sizeof name, at);
  import_list(r->run.calculation.pseudopotentials, sizeof r->run.calculation.pseudopotentials, name);
  return DFTFIT_OK;
}

static dftfit_status take_cutoff(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &r->run.calculation.ecut, "the density cutoff", err));
  r->run.calculation.ecut *= DFTFIT_EV_PER_HARTREE;
  return DFTFIT_OK;
}

static dftfit_status take_smearing(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  reader *r = reader_;
  import_text(r->run.calculation.smearing, sizeof r->run.calculation.smearing, at);
  return DFTFIT_OK;
}

static dftfit_status take_temperature(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  double kelvin;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &kelvin, "the electronic temperature", err));
  char *text = r->run.calculation.smearing;
  size_t used = strlen(text), size = sizeof r->run.calculation.smearing;
  if (used) snprintf(text + used, size - used, ", %.6g eV", kelvin * DFTFIT_EV_PER_KELVIN);
  return DFTFIT_OK;
}

static dftfit_status take_mesh(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return import_run_numbers(&r->run, at, 3, r->mesh, "the mesh of k points", err);
}

static dftfit_status take_spin(void *reader_, char *at, dftfit_error *err) {
  (void)err;
  ((reader *)reader_)->spin = strstr(at, "UKS") || strstr(at, "LSD");
  return DFTFIT_OK;
}

static dftfit_status take_charge(void *reader_, char *at, dftfit_error *err) {
  reader *r = reader_;
  return import_run_numbers(&r->run, at, 1, &r->charge, "the charge", err);
}

static const import_mark marks[] = {
    {"ENERGY| Total FORCE_EVAL ( QS )", take_energy, false},
    {"ATOMIC FORCES in [a.u.]", take_forces, false},
    {"FORCES| Atomic forces [hartree/bohr]", take_marked_forces, false},
    {"STRESS TENSOR", take_stress, false},
    {"STRESS| Analytical stress tensor", take_marked_stress, false},
    {"STRESS| Numerical stress tensor", take_marked_stress, false},
    {"SCF WAVEFUNCTION OPTIMIZATION", take_end_of_step, false},
    {"*** SCF run converged", take_converged, false},
    {"*** SCF run NOT converged", take_not_converged, false},
    {"outer SCF loop converged", take_converged, false},
    {"outer SCF loop FAILED", take_not_converged, false},
    {"MODULE QUICKSTEP:", take_coordinates, false},
    {"CELL| Vector ", take_cell, false},
    {"CELL| Angle ", take_angle, false},
    {"CELL| Periodicity", take_periodicity, false},
    {"DBCSR STATISTICS", take_end_of_step, true},
    {"PROGRAM STARTED AT", take_start, true},
    {"PROGRAM ENDED AT", take_end, true},
    {"CP2K| version string:", take_version, false},
    {"GLOBAL| Project name", take_project, false},
    {"GLOBAL| Run type", take_type, false},
    {"MD| Ensemble Type", take_type, false},
    {"MD_PAR| Ensemble type", take_type, false},
    {"FUNCTIONAL|", take_functional, false},
    {"vdW POTENTIAL|", take_dispersion, false},
    {"GTH Potential information for", take_potential, false},
    {"Potential information for", take_potential, false},
    {"QS| Density cutoff [a.u.]:", take_cutoff, false},
    {"Smear method:", take_smearing, false},
    {"Electronic temperature [K]:", take_temperature, false},
    {"BRILLOUIN| K-Point grid", take_mesh, false},
    {"BRILLOUIN| K-point grid", take_mesh, false},
    {"DFT| Spin ", take_spin, false},
    {"DFT| Charge", take_charge, false},
};

dftfit_status import_cp2k_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.mesh = {1, 1, 1}}; /* without k points the Gamma point alone */
  import_run_begin(&r.run, stream, to, "CP2K");
  cp2k_trajectory_begin(&r.trajectory, stream->path);
  dftfit_status status = import_run_scan(&r.run, marks, (int)(sizeof marks / sizeof *marks), &r, err);
  if (!status && r.unplaced)
    import_tell(
        to, stream,
        "%ld steps were left out: their coordinates (with a moving cell: their cells) are not printed here, nor in %s",
        r.unplaced, r.trajectory.path);
  cp2k_trajectory_end(&r.trajectory);
  return status;
}

bool import_cp2k_recognise(const char *head, size_t length, const char *name) {
  (void)length;
  (void)name;
  return strstr(head, "CP2K| version string:") || (strstr(head, "PROGRAM STARTED AT") && strstr(head, "DBCSR|")) ||
         (strstr(head, "PROGRAM STARTED AT") && strstr(head, "GLOBAL|"));
}
