/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of CP2K (QUICKSTEP). A step is an energy, then forces and stress where they are printed. Its total energy is
 *  the free energy where electrons are smeared. Coordinates are printed for the first step only; those of later steps
 *  stand in the trajectory PROJECT-pos-1.xyz beside the output, and where the cell moves its vectors in PROJECT-1.cell.
 *  Units are read from the brackets of the headings. */
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

typedef struct reader {
  import_run run;
  cp2k_cell cell;
  cp2k_trajectory trajectory;
  bool unconverged; /* the electrons of the step that comes */
  double mesh[3];   /* of k points */
  bool spin, dispersion;
  double charge;
  double force_unit, stress_unit; /* to eV/A, eV/A^3; of the block that was read last */
} reader;

static void finish_calculation(reader *r) {
  dataset_calculation *c = &r->run.calculation;
  if (r->run.described) return;
  r->run.described = true;
  import_kmesh(c, r->run.cell, r->mesh);
  import_remarks(c, r->spin, r->charge);
  size_t used = strlen(c->functional);
  if (r->dispersion) snprintf(c->functional + used, sizeof c->functional - used, " + dispersion");
}

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  bool found, has_cell = false;
  if (isnan(run->energy)) return DFTFIT_OK;
  DFTFIT_TRY(cp2k_trajectory_place(&r->trajectory, run, &found, err));
  run->placed = run->placed || found;
  if (found && run->moving_cell && !run->fresh_cell)
    DFTFIT_TRY(cp2k_trajectory_cell(&r->trajectory, run->cell, &has_cell, err));
  if (!has_cell) cp2k_cell_rows(&r->cell, run->cell);
  run->fresh_cell = run->fresh_cell || has_cell;
  if (!run->placed) run->fault = r->trajectory.no_positions;
  if (run->placed && run->moving_cell && !run->fresh_cell) run->fault = r->trajectory.no_cell;
  if (!run->fault) finish_calculation(r);
  return import_run_step(run, err);
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

/* A run that came to no end may stand before this one. */
IMPORT_HANDLER(take_start) {
  DFTFIT_TRY(end_of_step(r, err));
  r->run.ended = r->run.moving_cell = false;
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
  if (memcmp(before.vector, r->cell.vector, sizeof before.vector)) r->run.placed = false;
  r->run.fresh_cell = true;
  return DFTFIT_OK;
}

/* run types and ensembles with a cell that changes */
IMPORT_HANDLER(take_type) {
  r->run.moving_cell =
      r->run.moving_cell || strstr(at, "CELL_OPT") || strstr(at, "NPT") || strstr(at, "NPE") || strstr(at, "MSST");
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

/* "CELL| Volume [angstrom^3]:   40.888293", before the vectors */
IMPORT_HANDLER(take_volume) {
  const char *colon = strchr(at, ':');
  DFTFIT_TRY(end_of_step(r, err));
  if (!colon || !strstr(at, "[angstrom^3]") || !fortran_number(colon + 1, &r->run.witness.volume))
    r->run.witness.volume = NAN;
  return DFTFIT_OK;
}

/* one of the rows "1  1 Si 14  x y z  Z(eff) mass" */
static dftfit_status take_atom(import_run *run, double factor, dftfit_error *err) {
  char label[16];
  double position[3];
  const char *row = run->stream->text;
  DFTFIT_TRY(import_run_numbers(run, import_after_words(row, 4), 3, position, "the position of an atom", err));
  if (sscanf(row, "%*s %*s %15s", label) != 1) label[0] = '\0';
  for (int k = 0; k < 3; k++) position[k] *= factor;
  DFTFIT_TRY(import_run_symbol(run, label, err));
  return import_run_position(run, position, err);
}

/* "IN angstrom", a header, and rows up to a blank line */
IMPORT_HANDLER(take_coordinates) {
  import_run *run = &r->run;
  const double factor = strcasestr(at, "bohr") ? DFTFIT_A_PER_BOHR : 1;
  DFTFIT_TRY(end_of_step(r, err));
  run->nsymbol = run->nposition = 0;
  for (;;) {
    DFTFIT_TRY(import_run_line(run, err));
    const char *row = run->stream->text + strspn(run->stream->text, " \t\r");
    if (!*row && run->nposition) break;
    if (isdigit((unsigned char)*row)) DFTFIT_TRY(take_atom(run, factor, err));
  }
  run->placed = true;
  return DFTFIT_OK;
}

/* factor of the unit in the brackets that follow, *behind is the text after them */
static dftfit_status take_unit(reader *r, char *at, unit_quantity quantity, double *factor, char **behind,
                               dftfit_error *err) {
  char unit[32] = "";
  char *open = strpbrk(at, "[("), *close = open ? strpbrk(open, "])") : NULL;
  *factor = 0;
  if (close && (size_t)(close - open) < sizeof unit) {
    snprintf(unit, sizeof unit, "%.*s", (int)(close - open) - 1, open + 1);
    *factor = unit_factor(quantity, unit);
    *behind = close + 1;
  }
  if (*factor != 0) return DFTFIT_OK;
  return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "'%s' is not a known unit: %s", unit,
                            unit_known(quantity));
}

/* " energy (a.u.):   -7.36", " energy [a.u.]:  -7.36", from version 2025 on " energy [hartree]   -7.36" */
IMPORT_HANDLER(take_energy) {
  double factor;
  char *value = strstr(at, "energy");
  DFTFIT_TRY(end_of_step(r, err));
  DFTFIT_TRY(take_unit(r, value ? value : at, UNIT_ENERGY, &factor, &value, err));
  DFTFIT_TRY(import_run_energy(&r->run, value + strspn(value, ": "), factor, "the total energy", err));
  r->run.unconverged = r->unconverged;
  return DFTFIT_OK;
}

static bool is_sum(const char *text) { return strcasestr(text, "sum ") != NULL; }

/* rows "1  1  Si  fx fy fz", or "FORCES|  1  fx fy fz |f|", after a header, as many as there are; then their sum */
static dftfit_status take_force_rows(reader *r, int skip, dftfit_error *err) {
  import_run *run = &r->run;
  double force[3];
  run->nforce = 0;
  DFTFIT_TRY(import_run_to_row(run, skip, err));
  for (;;) {
    DFTFIT_TRY(import_run_line(run, err));
    const char *at = import_after_words(run->stream->text, skip);
    if (is_sum(run->stream->text) || (fortran_numbers(at, 3, force) < 3 && !fortran_no_number(at))) break;
    DFTFIT_TRY(
        import_run_named_force(run, run->stream->text, skip == 3 ? ROW_LABEL : ROW_INDEX, skip, r->force_unit, err));
  }
  import_stream_unread(run->stream);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_forces) {
  char *behind;
  DFTFIT_TRY(take_unit(r, at, UNIT_FORCE, &r->force_unit, &behind, err));
  return take_force_rows(r, 3, err);
}

IMPORT_HANDLER(take_marked_forces) {
  char *behind;
  DFTFIT_TRY(take_unit(r, at, UNIT_FORCE, &r->force_unit, &behind, err));
  return take_force_rows(r, 2, err);
}

IMPORT_HANDLER(take_sum) {
  double *sum = r->run.witness.net_force;
  if (fortran_numbers(at, 3, sum) < 3) sum[0] = sum[1] = sum[2] = NAN;
  for (int k = 0; k < 3; k++) sum[k] *= r->force_unit;
  return DFTFIT_OK;
}

/* "STRESS TENSOR [GPa]", "STRESS| Analytical stress tensor [GPa]": positive in compression */
static dftfit_status take_stress_rows(reader *r, char *at, int skip, dftfit_error *err) {
  char *behind;
  DFTFIT_TRY(take_unit(r, at, UNIT_STRESS, &r->stress_unit, &behind, err));
  DFTFIT_TRY(import_run_to_row(&r->run, skip, err));
  return import_run_stress(&r->run, skip, -r->stress_unit, err);
}

IMPORT_HANDLER(take_stress) { return take_stress_rows(r, at, 1, err); }

IMPORT_HANDLER(take_marked_stress) { return take_stress_rows(r, at, 2, err); }

/* "STRESS| 1/3 Trace     6.07E+03" */
IMPORT_HANDLER(take_trace) {
  if (fortran_number(at, &r->run.witness.pressure))
    r->run.witness.pressure *= r->stress_unit;
  else
    r->run.witness.pressure = NAN;
  return DFTFIT_OK;
}

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
    MARK_CALL("ATOMIC FORCES in", take_forces),
    MARK_CALL("FORCES| Atomic forces", take_marked_forces),
    MARK_CALL("SUM OF ATOMIC FORCES", take_sum),
    MARK_CALL("FORCES| Sum", take_sum),
    MARK_CALL("STRESS| 1/3 Trace", take_trace),
    MARK_CALL("STRESS TENSOR", take_stress),
    MARK_CALL("STRESS| Analytical stress tensor", take_marked_stress),
    MARK_CALL("STRESS| Numerical stress tensor", take_marked_stress),
    MARK_STEP("SCF WAVEFUNCTION OPTIMIZATION"),
    MARK_FLAG("*** SCF run converged", unconverged, false),
    MARK_FLAG("*** SCF run NOT converged", unconverged, true),
    MARK_FLAG("outer SCF loop converged", unconverged, false),
    MARK_FLAG("outer SCF loop FAILED", unconverged, true),
    MARK_CALL("MODULE QUICKSTEP:", take_coordinates),
    MARK_CALL("CELL| Volume", take_volume),
    MARK_CALL("CELL| Vector ", take_cell),
    MARK_SETTING("- Atoms:", run.witness.natom, 1),
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

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step,
                                       .energy = "'ENERGY| Total FORCE_EVAL ( QS )'"};

dftfit_status import_cp2k_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.mesh = {1, 1, 1}, .force_unit = NAN, .stress_unit = NAN}; /* without k points the Gamma point alone */
  import_run_begin(&r.run, stream, to, "CP2K");
  cp2k_trajectory_begin(&r.trajectory, stream->path);
  dftfit_status status = import_run_scan(&r.run, &grammar, &r, err);
  cp2k_trajectory_end(&r.trajectory);
  return status;
}

bool import_cp2k_recognise(const import_head *file) {
  const char *head = file->text;
  return strstr(head, "CP2K| version string:") || (strstr(head, "PROGRAM STARTED AT") && strstr(head, "DBCSR|")) ||
         (strstr(head, "PROGRAM STARTED AT") && strstr(head, "GLOBAL|"));
}
