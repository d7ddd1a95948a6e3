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
#include "import/reading/marks.h"
#include "import/vasp/outcar_settings.h"

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

IMPORT_HANDLER(take_ions) { return import_run_count(&r->run, at, 1, INT_MAX, &r->settings.nion, "NIONS", err); }

IMPORT_HANDLER(take_types) { return outcar_types(&r->run, &r->settings, at, err); }

IMPORT_HANDLER(take_setting) {
  outcar_setting(&r->settings, &r->run.calculation, r->run.stream->text);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_cell) { return import_run_matrix(&r->run, 0, 1, r->run.cell, "a lattice vector", err); }

/* "Iteration   12(   3)": ionic and electronic */
IMPORT_HANDLER(take_iteration) {
  char *bracket = strchr(at, '(');
  if (bracket) r->iteration = atoi(bracket + 1);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_stress) { return import_run_voigt(&r->run, at, STRESS_ORDER, STRESS_UNIT, err); }

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
  r->has_geometry = true;
  return DFTFIT_OK;
}

/* the last line of a step */
IMPORT_HANDLER(take_end_of_step) {
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

/* what is printed most often stands first */
static const import_mark marks[] = {
    MARK_CALL("direct lattice vectors", take_cell),
    MARK_CALL("in kB", take_stress),
    MARK_CALL("POSITION", take_positions),
    MARK_ENERGY("free  energy   TOTEN  =", 1, "the free energy TOTEN"),
    MARK_CALL("energy  without entropy=", take_end_of_step),
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

static const import_grammar grammar = {IMPORT_MARKS(marks)};

dftfit_status import_outcar_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.settings = {.nelm = 0}};
  import_run_begin(&r.run, stream, to, "VASP");
  dftfit_status status = import_run_scan(&r.run, &grammar, &r, err);
  if (r.unprinted)
    import_tell(to, stream, "%ld steps are printed without positions and forces (NWRITE); they were left out",
                r.unprinted);
  return status;
}

/* The first line names the version: " vasp.5.4.4.18Apr17 (build ..." */
bool import_outcar_recognise(const import_head *file) {
  const char *head = file->text;
  return !strncmp(head + strspn(head, " \t\r\n"), "vasp.", 5);
}
