/* SPDX-License-Identifier: BSD-3-Clause */
/** running_*.log of ABACUS. A step is a geometry, the energy at the end of its SCF cycle (E_KohnSham, which holds
 *  -TS of smeared electrons), forces and stress (kbar, positive in compression). */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dftfit/units.h"
#include "import/reading/kmesh.h"
#include "import/reading/marks.h"
#include "import/reading/remarks.h"

static const double STRESS_UNIT = -1e3 / DFTFIT_BAR_PER_EV_A3;

typedef struct reader {
  import_run run;
  double alat; /* A */
  double k_points, spins;
  bool has_geometry;
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!isnan(r->run.energy) && r->has_geometry) {
    if (!r->run.to->step && r->k_points == 1)
      import_kmesh(&r->run.calculation, r->run.cell, (const double[3]){1, 1, 1});
    import_remarks(&r->run.calculation, r->spins == 2, 0);
    DFTFIT_TRY(import_run_step(&r->run, err));
    r->has_geometry = false;
  }
  import_run_forget(&r->run);
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

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

IMPORT_HANDLER(take_cartesian) { return take_coordinates(r, false, err); }

IMPORT_HANDLER(take_direct) { return take_coordinates(r, true, err); }

IMPORT_HANDLER(take_cell) { return import_run_matrix(&r->run, 0, r->alat, r->run.cell, "a lattice vector", err); }

IMPORT_HANDLER(take_forces) {
  DFTFIT_TRY(import_run_to_row(&r->run, 1, err));
  return import_run_forces(&r->run, 1, 1, err);
}

IMPORT_HANDLER(take_stress) {
  DFTFIT_TRY(import_run_to_row(&r->run, 0, err));
  return import_run_stress(&r->run, 0, STRESS_UNIT, err);
}

/* "Version: Parallel, v2.1.0", "ABACUS v3.2.0" */
IMPORT_HANDLER(take_version) {
  char word[32] = "";
  const char *v = strstr(at, " v");
  if (v && isdigit((unsigned char)v[2]) && sscanf(v + 2, "%31s", word) == 1 && !r->run.calculation.version[0])
    snprintf(r->run.calculation.version, sizeof r->run.calculation.version, "%s", word);
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_ENERGY("final etot is", 1, "the final energy"),
    MARK_STEP("!FINAL_ETOT_IS"),
    MARK_CALL("TOTAL-FORCE (eV/Angstrom)", take_forces),
    MARK_CALL("TOTAL-STRESS (KBAR)", take_stress),
    MARK_FLAG_WITHIN("charge density convergence is NOT achieved", run.unconverged, true),
    MARK_FLAG_WITHIN("CONVERGENCE HAS NOT BEEN ACHIEVED", run.unconverged, true),
    MARK_FLAG_WITHIN("convergence has NOT been achieved", run.unconverged, true),
    MARK_CALL("CARTESIAN COORDINATES", take_cartesian),
    MARK_CALL("DIRECT COORDINATES", take_direct),
    MARK_CALL("Lattice vectors: (Cartesian coordinate: in unit of a_0)", take_cell),
    MARK_NUMBER("lattice constant (Bohr) =", alat, DFTFIT_A_PER_BOHR, "the lattice constant"),
    MARK_END("Finish Time"),
    MARK_END("Finish  Time"),
    MARK_CALL("Version:", take_version),
    MARK_CALL("WELCOME TO ABACUS", take_version),
    MARK_LIST("Read in pseudopotential file is", run.calculation.pseudopotentials),
    MARK_LIST("functional Ex =", run.calculation.functional),
    MARK_LIST("exchange-correlation functional =", run.calculation.functional),
    MARK_NUMBER("energy cutoff for wavefunc (unit:Ry) =", run.calculation.ecut, DFTFIT_EV_PER_RYDBERG,
                "the energy cutoff"),
    MARK_NUMBER("nkstot =", k_points, 1, "the number of k points"),
    MARK_NUMBER("nspin =", spins, 1, "nspin"),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step};

dftfit_status import_abacus_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.alat = NAN};
  import_run_begin(&r.run, stream, to, "ABACUS");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_abacus_recognise(const import_head *file) {
  const char *head = file->text;
  return strstr(head, "ABACUS") && (strstr(head, "READING UNITCELL INFORMATION") || strstr(head, "WELCOME TO ABACUS"));
}
