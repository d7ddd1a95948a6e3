/* SPDX-License-Identifier: BSD-3-Clause */
/** Main output of ABINIT. Steps of a relaxation or of molecular dynamics (ionmov) end with `Total energy (etotal)`;
 *  a
 *  dataset without moving ions is one step, which ends with the dataset. The total energy is a free energy: with
 *  smeared electrons it holds -TS. Stress: tension positive. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "dftfit/units.h"
#include "import/abinit/settings.h"
#include "import/reading/marks.h"

static const double FORCE_UNIT = DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR;
static const double CUBIC_BOHR = DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR;
static const double STRESS_UNIT = DFTFIT_EV_PER_HARTREE / (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR);

typedef struct reader {
  import_run run;
  abinit_settings settings;
  bool moving;    /* steps of this dataset end by themselves */
  double optcell; /* not 0: the cell moves with the ions */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!isnan(r->run.energy) && r->run.placed) DFTFIT_TRY(abinit_symbols(&r->settings, &r->run, err));
  r->run.moving_cell = r->moving && r->optcell != 0;
  return import_run_step(&r->run, err);
}

/* "== DATASET  1 ==", "== END DATASET(S) ==": what stands behind the steps of the dataset before is said again */
IMPORT_HANDLER(take_dataset) {
  double number;
  if (r->moving) import_run_forget(&r->run);
  DFTFIT_TRY(end_of_step(r, err));
  r->moving = r->run.placed = false;
  r->run.nsymbol = r->run.nposition = 0;
  if (fortran_number(at, &number) && fabs(number) < INT_MAX) abinit_dataset(&r->settings, (int)number);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_typat) { return abinit_typat(&r->settings, &r->run, at, err); }

/* "meta: {optdriver: 0, ionmov: 2, optcell: 1, ...": of the dataset that begins */
IMPORT_HANDLER(take_meta) {
  const char *optcell = strstr(at, "optcell:");
  if (optcell && !fortran_number(optcell + 8, &r->optcell)) r->optcell = 0;
  return DFTFIT_OK;
}

/* "optcell         2", "optcell1   2": of some dataset */
IMPORT_HANDLER(take_optcell) {
  double value;
  if (fortran_number(import_after_words(at, *at != ' '), &value) && value != 0) r->optcell = value;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_setting) { return abinit_setting(&r->settings, &r->run, err); }

/* "R(1)=  6.3285005  0.0000000  3.6537615  G(1)=..." */
IMPORT_HANDLER(take_vector) {
  int row = *at - '1';
  if (row < 0 || row > 2 || strncmp(at + 1, ")=", 2)) return DFTFIT_OK;
  double *out = r->run.cell + 3 * row;
  DFTFIT_TRY(import_run_numbers(&r->run, at + 3, 3, out, "a lattice vector", err));
  for (int k = 0; k < 3; k++) out[k] *= DFTFIT_A_PER_BOHR;
  r->run.fresh_cell = true;
  if (row == 2) abinit_mesh(&r->settings, &r->run.calculation, r->run.cell);
  return DFTFIT_OK;
}

/* printed for every step of a cell that moves */
IMPORT_HANDLER(take_rprimd) {
  if (r->optcell == 0) r->optcell = 1;
  r->run.fresh_cell = true;
  return import_run_matrix(&r->run, 0, DFTFIT_A_PER_BOHR, r->run.cell, "a lattice vector", err);
}

/* "ETOT  8  -9.7806124428512    ..." of each iteration */
IMPORT_HANDLER(take_iteration) {
  return import_run_energy(&r->run, import_after_words(at, 1), DFTFIT_EV_PER_HARTREE, "the energy of an iteration",
                           err);
}

/* the sum of the components, with all digits; it stands behind the last step of moving ions, too */
IMPORT_HANDLER(take_sum) {
  const double before = r->run.energy;
  if (isnan(before) || r->moving) return DFTFIT_OK;
  DFTFIT_TRY(import_run_energy(&r->run, at + strspn(at, " :"), DFTFIT_EV_PER_HARTREE, "the total energy", err));
  r->run.witness.energy = before;
  return DFTFIT_OK;
}

/* With PAW the total energy is printed a second time, from the band energies ("double counting"), which is the one that
 * converges first: of both counts that of the last iteration. */
IMPORT_HANDLER(take_double_counting) {
  const double last = r->run.witness.energy;
  double value;
  if (isnan(r->run.energy) || r->moving || !fortran_number(at + strspn(at, " :"), &value)) return DFTFIT_OK;
  value *= DFTFIT_EV_PER_HARTREE;
  if (fabs(value - last) < fabs(r->run.energy - last)) r->run.energy = value;
  return DFTFIT_OK;
}

/* rows of all atoms */
static dftfit_status take_position_rows(reader *r, double factor, dftfit_error *err) {
  r->run.nposition = 0;
  for (int i = 0; i < r->settings.natom; i++) {
    double position[3] = {0};
    DFTFIT_TRY(import_run_line(&r->run, err));
    DFTFIT_TRY(import_run_numbers_or_fault(&r->run, r->run.stream->text, 3, position, "the position of an atom",
                                           "a position is no number", err));
    for (int k = 0; k < 3; k++) position[k] *= factor;
    DFTFIT_TRY(import_run_position(&r->run, position, err));
  }
  r->run.placed = true;
  return import_run_rows_end(&r->run, err);
}

/* Of moving ions they are said again at the end, when the steps are over. */
IMPORT_HANDLER(take_reduced) {
  DFTFIT_TRY(take_position_rows(r, 1, err));
  import_atoms_cartesian(&r->run.atoms, r->run.nposition, r->run.cell);
  return DFTFIT_OK;
}

/* printed for every step of moving ions */
IMPORT_HANDLER(take_xcart) {
  r->moving = true;
  return take_position_rows(r, DFTFIT_A_PER_BOHR, err);
}

static dftfit_status take_force_rows(reader *r, int skip, dftfit_error *err) {
  r->run.nforce = 0;
  for (int i = 0; i < r->settings.natom; i++) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *row = r->run.stream->text;
    DFTFIT_TRY(skip ? import_run_named_force(&r->run, row, ROW_INDEX, skip, FORCE_UNIT, err)
                    : import_run_force_row(&r->run, row, FORCE_UNIT, err));
  }
  return import_run_rows_end(&r->run, err);
}

IMPORT_HANDLER(take_forces) { return take_force_rows(r, 0, err); }

IMPORT_HANDLER(take_final_forces) { return take_force_rows(r, 1, err); }

/* one row "sigma(1 1)=  a  sigma(3 2)=  b": a diagonal component and another; *finite false: they are no numbers */
static dftfit_status take_stress_row(reader *r, int row, double *diagonal, double *other, bool *finite,
                                     dftfit_error *err) {
  char name[sizeof "sigma(-2147483648 -2147483648)="];
  DFTFIT_TRY(import_run_line(&r->run, err));
  snprintf(name, sizeof name, "sigma(%d %d)=", row + 1, row + 1);
  const char *text = r->run.stream->text, *first = strchr(text, '='), *second = strrchr(text, '=');
  if (!first || first == second || !strstr(text, name))
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX, "two components of the stress are due");
  *finite = *finite && !fortran_no_number(text);
  if (!*finite) return DFTFIT_OK;
  DFTFIT_TRY(import_run_numbers(&r->run, first + 1, 1, diagonal, "a component of the stress", err));
  return import_run_numbers(&r->run, second + 1, 1, other, "a component of the stress", err);
}

IMPORT_HANDLER(take_stress) {
  double value[6];
  bool finite = true;
  for (int row = 0; row < 3; row++) DFTFIT_TRY(take_stress_row(r, row, &value[row], &value[3 + row], &finite, err));
  if (!finite) import_run_no_stress(&r->run);
  for (int k = 0; k < 6 && finite; k++) r->run.stress[k] = value[k] * STRESS_UNIT;
  return DFTFIT_OK;
}

/* "-Cartesian components of stress tensor (GPa)         [Pressure= -1.0399E+01 GPa]" */
IMPORT_HANDLER(take_pressure) {
  const char *pressure = strstr(at, "Pressure=");
  double gpa;
  if (pressure && fortran_number(pressure + 9, &gpa)) r->run.witness.pressure = gpa / DFTFIT_GPA_PER_EV_A3;
  return DFTFIT_OK;
}

/* ionmov: coordinates, forces and, where the cell moves, cell and stress stand before the energy */
IMPORT_HANDLER(take_total_energy) {
  const double before = r->run.energy;
  DFTFIT_TRY(import_run_energy(&r->run, at, DFTFIT_EV_PER_HARTREE, "the total energy", err));
  r->run.witness.energy = before;
  return end_of_step(r, err);
}

static const import_mark marks[] = {
    MARK_CALL("ETOT ", take_iteration),
    MARK_CALL("Cartesian components of stress tensor (hartree/bohr^3)", take_stress),
    MARK_CALL("reduced coordinates (array xred)", take_reduced),
    MARK_CALL("cartesian forces (hartree/bohr) at end:", take_final_forces),
    MARK_FLAG("--- Iteration:", moving, true),
    MARK_CALL("Cartesian coordinates (xcart) [bohr]", take_xcart),
    MARK_CALL("Cartesian forces (fcart) [Ha/bohr]", take_forces),
    MARK_CALL("Real space primitive translations (rprimd) [bohr]", take_rprimd),
    MARK_CALL("Total energy (etotal) [Ha]=", take_total_energy),
    MARK_CALL("total_energy  ", take_sum),
    MARK_CALL(">>>>>>>>> Etotal=", take_sum),
    MARK_CALL(">>>> Etotal (DC)=", take_double_counting),
    MARK_CALL("total_energy_dc ", take_double_counting),
    MARK_CALL("R(", take_vector),
    MARK_CALL("== DATASET", take_dataset),
    MARK_CALL("== END DATASET(S)", take_dataset),
    MARK_FLAG_WITHIN("was not enough SCF cycles to converge", run.unconverged, true),
    MARK_END_WITHIN("Calculation completed."),
    MARK_CALL(".Version ", take_setting),
    MARK_CALL("typat", take_typat),
    MARK_CALL("optcell", take_optcell),
    MARK_CALL("meta: {", take_meta),
    MARK_CALL("-Cartesian components of stress tensor (GPa)", take_pressure),
    MARK_SETTING("Unit cell volume ucvol=", run.witness.volume, CUBIC_BOHR),
    MARK_SETTING("Unit cell volume (ucvol) [Bohr^3]=", run.witness.volume, CUBIC_BOHR),
    MARK_CALL("znucl ", take_setting),
    MARK_CALL("ecut ", take_setting),
    MARK_CALL("toldfe ", take_setting),
    MARK_CALL("occopt ", take_setting),
    MARK_CALL("tsmear ", take_setting),
    MARK_CALL("kptrlatt ", take_setting),
    MARK_CALL("nsppol ", take_setting),
    MARK_CALL("electrons: {", take_setting),
    MARK_CALL("Exchange-correlation functional for the present dataset", take_setting),
    MARK_CALL("- pspini: atom type", take_setting),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .energy = "'ETOT' or 'Total energy (etotal) [Ha]='"};

dftfit_status import_abinit_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.settings = {.natom = 0}};
  import_run_begin(&r.run, stream, to, "ABINIT");
  dftfit_status status = import_run_scan(&r.run, &grammar, &r, err);
  abinit_settings_clear(&r.settings);
  return status;
}

/* ".Version 9.6.2 of ABINIT" */
bool import_abinit_recognise(const import_head *file) {
  const char *head = file->text;
  const char *version = strstr(head, ".Version ");
  return version && strcspn(version, "\n") < 80 && strstr(version, "of ABINIT");
}
