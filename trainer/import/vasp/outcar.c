/* SPDX-License-Identifier: BSD-3-Clause */
/** VASP's OUTCAR. An ionic step ends with its energies: stress, cell, positions and forces stand before them. The
 *  free energy TOTEN is the one of which forces and stress are derivatives. Blocks marked ML come from VASP's
 *  machine-learned force field and are not DFT. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fortran_number.h"
#include "dftfit/cell.h"
#include "dftfit/units.h"
#include "import/reading/marks.h"
#include "import/reading/witness.h"
#include "import/vasp/names.h"
#include "import/vasp/outcar_settings.h"

/* stress is printed in kBar, positive in compression, as XX YY ZZ XY YZ ZX */
static const double STRESS_UNIT = -1e3 / DFTFIT_BAR_PER_EV_A3;
static const int STRESS_ORDER[6] = {0, 1, 2, 4, 5, 3};

typedef struct reader {
  import_run run;
  outcar_settings settings;
  int iteration;    /* of the electrons */
  bool not_reached; /* EDIFF, as VASP 6 says */
  double isif;      /* 3 and more: the cell moves */
} reader;

IMPORT_HANDLER(take_ions) { return import_run_count(&r->run, at, 1, INT_MAX, &r->settings.nion, "NIONS", err); }

IMPORT_HANDLER(take_types) { return outcar_types(&r->run, &r->settings, at, err); }

IMPORT_HANDLER(take_setting) {
  outcar_setting(&r->settings, &r->run.calculation, r->run.stream->text);
  return DFTFIT_OK;
}

/* a word with two points: numbers in columns of fixed width that fill them */
static bool touches(const char *text) {
  for (const char *p = strchr(text, '.'); p; p = strchr(p + 1, '.')) {
    const size_t length = strcspn(p + 1, " .");
    if (p[1 + length] == '.' && !memchr(p + 1, '-', length)) return true;
  }
  return false;
}

/* Columns of fixed width leave no doubt where their numbers touch; a volume that is another is told, no more. */
IMPORT_HANDLER(take_cell) {
  import_run *run = &r->run;
  bool touching = false;
  for (int row = 0; row < 3; row++) {
    DFTFIT_TRY(import_run_line(run, err));
    touching = touching || touches(run->stream->text);
    DFTFIT_TRY(import_run_numbers(run, run->stream->text, 3, run->cell + 3 * row, "a lattice vector", err));
  }
  run->fresh_cell = true;
  if (!touching || !import_run_other_volume(run)) return DFTFIT_OK;
  import_tell(run->to, run->stream,
              "numbers of the cell touch and were parted by their columns; its volume, %.2f A^3, is not the printed "
              "one, %.2f A^3",
              fabs(dftfit_cell_volume(run->cell)), run->witness.volume);
  run->witness.volume = NAN;
  return DFTFIT_OK;
}

/* "external pressure =      -12.34 kB  Pullay stress =        0.00 kB": a third of the trace, less the latter */
IMPORT_HANDLER(take_pressure) {
  double kbar, applied;
  const char *second = strchr(at, '=');
  if (fortran_number(at, &kbar) && second && fortran_number(second + 1, &applied) && applied == 0)
    r->run.witness.pressure = -STRESS_UNIT * kbar;
  return DFTFIT_OK;
}

/* "Iteration   12(   3)": ionic and electronic */
IMPORT_HANDLER(take_iteration) {
  char *bracket = strchr(at, '(');
  if (bracket) r->iteration = atoi(bracket + 1);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_stress) { return import_run_voigt(&r->run, at, STRESS_ORDER, STRESS_UNIT, err); }

static void forget_step(reader *r) {
  import_run_forget(&r->run);
  r->run.placed = false;
  r->not_reached = false;
}

static dftfit_status take_ion(reader *r, const char *element, dftfit_error *err) {
  double value[6] = {0};
  DFTFIT_TRY(import_run_line(&r->run, err));
  const char *row = r->run.stream->text;
  DFTFIT_TRY(import_run_numbers_or_fault(&r->run, row, 6, value, "the position of an atom and its force",
                                         "a position or a force is no number", err));
  DFTFIT_TRY(import_run_symbol(&r->run, element, err));
  DFTFIT_TRY(import_run_position(&r->run, value, err));
  return import_run_force(&r->run, value + 3, 1, err);
}

IMPORT_HANDLER(take_positions) {
  if (strstr(at, "(ML)")) {
    forget_step(r);
    return DFTFIT_OK;
  }
  DFTFIT_TRY(import_run_line(&r->run, err)); /* dashes */
  DFTFIT_TRY(outcar_check_types(&r->run, &r->settings, err));
  r->run.nsymbol = r->run.nposition = r->run.nforce = 0;
  for (int type = 0; type < r->settings.ntype; type++)
    for (int i = 0; i < r->settings.count[type]; i++) DFTFIT_TRY(take_ion(r, outcar_element(&r->settings, type), err));
  r->run.placed = true;
  return DFTFIT_OK;
}

/* the last line of a step */
IMPORT_HANDLER(take_end_of_step) {
  if (isnan(r->run.energy) && !r->run.placed) return DFTFIT_OK;
  if (isnan(r->run.energy)) {
    r->run.energy = HUGE_VAL;
    r->run.fault = "the energy is not printed";
  }
  /* Up to version 5 VASP says that EDIFF is reached where the number of iterations is used up, too. */
  r->run.unconverged = r->not_reached || (r->settings.nelm > 0 && r->iteration >= r->settings.nelm);
  r->run.moving_cell = r->isif >= 3;
  if (!r->run.described) {
    outcar_finish(&r->settings, &r->run.calculation, r->run.cell);
    vasp_tell_hydrogens(r->run.to, r->run.stream, r->run.calculation.pseudopotentials);
  }
  r->run.described = true;
  r->not_reached = false;
  return import_run_step(&r->run, err);
}

/* what is printed most often stands first */
static const import_mark marks[] = {
    MARK_CALL("direct lattice vectors", take_cell),
    MARK_SETTING("volume of cell", run.witness.volume, 1),
    MARK_CALL("in kB", take_stress),
    MARK_CALL("external pressure =", take_pressure),
    MARK_CALL("POSITION", take_positions),
    MARK_ENERGY("free  energy   TOTEN  =", 1, "the free energy TOTEN"),
    MARK_CALL("energy  without entropy=", take_end_of_step),
    MARK_SETTING("ISIF ", isif, 1),
    MARK_CALL("ENCUT", take_setting),
    MARK_CALL("EDIFF ", take_setting),
    MARK_CALL("NELM ", take_setting),
    MARK_CALL("ISMEAR", take_setting),
    MARK_CALL("LEXCH", take_setting),
    MARK_CALL("GGA ", take_setting),
    MARK_CALL("METAGGA", take_setting),
    MARK_CALL("LHFCALC", take_setting),
    MARK_CALL("IVDW", take_setting),
    MARK_CALL("ISPIN", take_setting),
    MARK_CALL("NELECT", take_setting),
    MARK_CALL("ZVAL ", take_setting),
    MARK_CALL("TITEL", take_setting),
    MARK_CALL("VRHFIN", take_setting),
    MARK_CALL("POTCAR:", take_setting),
    MARK_CALL("vasp.", take_setting),
    MARK_CALL("ions per type =", take_types),
    MARK_NUMBER("generate k-points for:", settings.mesh, 1, "the mesh of k points"),
    MARK_END("General timing and accounting"),
    MARK_CALL_WITHIN("number of ions     NIONS =", take_ions),
    MARK_FLAG_WITHIN("aborting loop EDIFF was not reached", not_reached, true),
    MARK_CALL_WITHIN("- Iteration ", take_iteration),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .energy = "'free  energy   TOTEN  ='"};

dftfit_status import_outcar_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.settings = {.nelm = 0}};
  import_run_begin(&r.run, stream, to, "VASP");
  return import_run_scan(&r.run, &grammar, &r, err);
}

/* The first line names the version: " vasp.5.4.4.18Apr17 (build ..." */
bool import_outcar_recognise(const import_head *file) {
  const char *head = file->text;
  return !strncmp(head + strspn(head, " \t\r\n"), "vasp.", 5);
}
