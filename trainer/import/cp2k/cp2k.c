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
#include "import/reading/marks.h"
#include "import/reading/remarks.h"

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

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

/* A run that came to no end may stand before this one. */
IMPORT_HANDLER(take_start) {
  DFTFIT_TRY(end_of_step(r, err));
  r->run.ended = false;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_version) {
  const char *version = strstr(at, "CP2K version");
  if (version) import_text(r->run.calculation.version, sizeof r->run.calculation.version, version + 12);
  return DFTFIT_OK;
}

/* Where another cell is printed it may be turned, and the atoms with it. */
IMPORT_HANDLER(take_cell) {
  cp2k_cell before = r->cell;
  DFTFIT_TRY(end_of_step(r, err));
  DFTFIT_TRY(cp2k_cell_vector(&r->cell, &r->run, at, err));
  if (memcmp(before.vector, r->cell.vector, sizeof before.vector)) r->has_geometry = false;
  r->fresh_cell = true;
  return DFTFIT_OK;
}

/* run types and ensembles with a cell that changes */
IMPORT_HANDLER(take_type) {
  r->moving_cell =
      r->moving_cell || strstr(at, "CELL_OPT") || strstr(at, "NPT") || strstr(at, "NPE") || strstr(at, "MSST");
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_angle) { return cp2k_cell_angle(&r->cell, &r->run, at, err); }

IMPORT_HANDLER(take_periodicity) {
  char word[8];
  import_text(word, sizeof word, at);
  r->run.periodic = strcmp(word, "NONE") != 0;
  if (r->run.periodic && strcmp(word, "XYZ"))
    import_tell(r->run.to, r->run.stream,
                "the cell is periodic along %s only; it was taken as periodic in all directions", word);
  return DFTFIT_OK;
}

/* "IN angstrom", a header, and rows "1  1 Si 14  x y z  Z(eff) mass" up to a blank line */
IMPORT_HANDLER(take_coordinates) {
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

IMPORT_HANDLER(take_energy) {
  const char *colon = strrchr(at, ':');
  DFTFIT_TRY(end_of_step(r, err));
  r->run.line = r->run.stream->line;
  DFTFIT_TRY(import_run_numbers(&r->run, colon ? colon + 1 : at, 1, &r->run.energy, "the total energy", err));
  r->run.energy *= DFTFIT_EV_PER_HARTREE;
  r->run.unconverged = r->unconverged;
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

IMPORT_HANDLER(take_forces) { return take_force_rows(r, 3, err); }

IMPORT_HANDLER(take_marked_forces) { return take_force_rows(r, 2, err); }

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

IMPORT_HANDLER(take_stress) { return take_stress_rows(r, at, 1, err); }

IMPORT_HANDLER(take_marked_stress) { return take_stress_rows(r, at, 2, err); }

/* "FUNCTIONAL| PBE:"; lines of references follow */
IMPORT_HANDLER(take_functional) {
  char name[32];
  import_text(name, sizeof name, at);
  size_t n = strlen(name);
  if (n < 2 || name[n - 1] != ':' || strchr(name, ' ')) return DFTFIT_OK;
  name[n - 1] = '\0';
  import_list(r->run.calculation.functional, sizeof r->run.calculation.functional, name);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_temperature) {
  double kelvin;
  DFTFIT_TRY(import_run_numbers(&r->run, at, 1, &kelvin, "the electronic temperature", err));
  char *text = r->run.calculation.smearing;
  size_t used = strlen(text), size = sizeof r->run.calculation.smearing;
  if (used) snprintf(text + used, size - used, ", %.6g eV", kelvin * DFTFIT_EV_PER_KELVIN);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_spin) {
  r->spin = strstr(at, "UKS") || strstr(at, "LSD");
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL("ENERGY| Total FORCE_EVAL ( QS )", take_energy),
    MARK_CALL("ATOMIC FORCES in [a.u.]", take_forces),
    MARK_CALL("FORCES| Atomic forces [hartree/bohr]", take_marked_forces),
    MARK_CALL("STRESS TENSOR", take_stress),
    MARK_CALL("STRESS| Analytical stress tensor", take_marked_stress),
    MARK_CALL("STRESS| Numerical stress tensor", take_marked_stress),
    MARK_STEP("SCF WAVEFUNCTION OPTIMIZATION"),
    MARK_FLAG("*** SCF run converged", unconverged, false),
    MARK_FLAG("*** SCF run NOT converged", unconverged, true),
    MARK_FLAG("outer SCF loop converged", unconverged, false),
    MARK_FLAG("outer SCF loop FAILED", unconverged, true),
    MARK_CALL("MODULE QUICKSTEP:", take_coordinates),
    MARK_CALL("CELL| Vector ", take_cell),
    MARK_CALL("CELL| Angle ", take_angle),
    MARK_CALL("CELL| Periodicity", take_periodicity),
    MARK_STEP_WITHIN("DBCSR STATISTICS"),
    MARK_CALL_WITHIN("PROGRAM STARTED AT", take_start),
    MARK_END_WITHIN("PROGRAM ENDED AT"),
    MARK_CALL("CP2K| version string:", take_version),
    MARK_TEXT("GLOBAL| Project name", trajectory.project),
    MARK_CALL("GLOBAL| Run type", take_type),
    MARK_CALL("MD| Ensemble Type", take_type),
    MARK_CALL("MD_PAR| Ensemble type", take_type),
    MARK_CALL("FUNCTIONAL|", take_functional),
    MARK_FLAG("vdW POTENTIAL|", dispersion, true),
    MARK_LIST("GTH Potential information for", run.calculation.pseudopotentials),
    MARK_LIST("Potential information for", run.calculation.pseudopotentials),
    MARK_NUMBER("QS| Density cutoff [a.u.]:", run.calculation.ecut, DFTFIT_EV_PER_HARTREE, "the density cutoff"),
    MARK_TEXT("Smear method:", run.calculation.smearing),
    MARK_CALL("Electronic temperature [K]:", take_temperature),
    MARK_NUMBER("BRILLOUIN| K-Point grid", mesh, 1, "the mesh of k points"),
    MARK_NUMBER("BRILLOUIN| K-point grid", mesh, 1, "the mesh of k points"),
    MARK_CALL("DFT| Spin ", take_spin),
    MARK_NUMBER("DFT| Charge", charge, 1, "the charge"),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step};

dftfit_status import_cp2k_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.mesh = {1, 1, 1}}; /* without k points the Gamma point alone */
  import_run_begin(&r.run, stream, to, "CP2K");
  cp2k_trajectory_begin(&r.trajectory, stream->path);
  dftfit_status status = import_run_scan(&r.run, &grammar, &r, err);
  if (!status && r.unplaced)
    import_tell(
        to, stream,
        "%ld steps were left out: their coordinates (with a moving cell: their cells) are not printed here, nor in %s",
        r.unplaced, r.trajectory.path);
  cp2k_trajectory_end(&r.trajectory);
  return status;
}

bool import_cp2k_recognise(const import_head *file) {
  const char *head = file->text;
  return strstr(head, "CP2K| version string:") || (strstr(head, "PROGRAM STARTED AT") && strstr(head, "DBCSR|")) ||
         (strstr(head, "PROGRAM STARTED AT") && strstr(head, "GLOBAL|"));
}
