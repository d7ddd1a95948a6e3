/* SPDX-License-Identifier: BSD-3-Clause */
/** Standard output of pw.x (Quantum ESPRESSO). The energy marked ! is the one of which forces and stress are
 *  derivatives: with smearing F = E - TS. Forces and stress of a step follow it, then the geometry of the next step. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "dftfit/units.h"
#include "import/espresso/pwscf_geometry.h"
#include "import/reading/kmesh.h"
#include "import/reading/marks.h"

static const double FORCE_UNIT = DFTFIT_EV_PER_RYDBERG / DFTFIT_A_PER_BOHR;
/* Ry/bohr^3, positive in compression */
static const double CUBIC_BOHR = DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR,
                    STRESS_UNIT = -DFTFIT_EV_PER_RYDBERG / (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR),
                    KBAR = 1e3 / DFTFIT_BAR_PER_EV_A3;

typedef struct reader {
  import_run run;
  pwscf_geometry geometry;
  double iteration_energy; /* eV, of the last iteration */
  bool held;               /* some atoms are, which the user was told */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!r->run.placed && !r->run.has_positions)
    r->run.fault = "positions are not printed (data-file-schema.xml of the run has them)";
  return import_run_step(&r->run, err);
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

/* "v.6.7MaX starts on ..."; a file may hold several runs */
IMPORT_HANDLER(take_program) {
  char *word[1];
  DFTFIT_TRY(end_of_step(r, err));
  if (import_words(at, word, 1) == 1) {
    const char *number = word[0] + (word[0][0] == 'v');
    snprintf(r->run.calculation.version, sizeof r->run.calculation.version, "%s", number + (*number == '.'));
  }
  r->run.ended = r->run.moving_cell = false;
  r->run.witness.natom = r->iteration_energy = NAN;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_axes) {
  DFTFIT_TRY(end_of_step(r, err));
  return pwscf_axes(&r->geometry, &r->run, err);
}

IMPORT_HANDLER(take_sites) { return strstr(at, "alat units") ? pwscf_sites(&r->geometry, &r->run, err) : DFTFIT_OK; }

IMPORT_HANDLER(take_cell) {
  DFTFIT_TRY(end_of_step(r, err));
  r->run.moving_cell = true;
  return pwscf_cell(&r->geometry, &r->run, at, err);
}

IMPORT_HANDLER(take_positions) {
  bool held = false;
  DFTFIT_TRY(end_of_step(r, err));
  DFTFIT_TRY(pwscf_positions(&r->geometry, &r->run, at, &held, err));
  if (held && !r->held)
    import_tell(r->run.to, r->run.stream,
                "some atoms were held in place (if_pos); their forces are whole all the same");
  r->held = r->held || held;
  return DFTFIT_OK;
}

/* "new unit-cell volume =    275.17236 a.u.^3 (    40.77634 Ang^3 )": the cell of the step that comes is due */
IMPORT_HANDLER(take_new_volume) {
  double value;
  DFTFIT_TRY(end_of_step(r, err));
  r->run.moving_cell = true;
  if (fortran_number(at, &value)) r->run.witness.volume = value * CUBIC_BOHR;
  return DFTFIT_OK;
}

/* "Exchange-correlation      = PBE ( 1  4  3  4 0 0)" */
IMPORT_HANDLER(take_functional) {
  char *equals = strchr(at, '=');
  if (!equals) return DFTFIT_OK;
  equals[1 + strcspn(equals + 1, "(")] = '\0';
  import_text(r->run.calculation.functional, sizeof r->run.calculation.functional, equals + 1);
  return DFTFIT_OK;
}

/* "PseudoPot. # 1 for Si read from file:" and the file on the next line */
IMPORT_HANDLER(take_pseudopotential) {
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
IMPORT_HANDLER(take_k_points) {
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

IMPORT_HANDLER(take_energy) {
  const char *equals = strchr(at, '=');
  if (!strstr(at, "total energy") || !equals) return DFTFIT_OK;
  return import_run_energy(&r->run, equals + 1, DFTFIT_EV_PER_RYDBERG, "the total energy", err);
}

/* pw.x marks no energy with ! then */
IMPORT_HANDLER(take_not_converged) {
  if (isnan(r->run.energy)) {
    r->run.energy = r->iteration_energy;
    r->run.line = r->run.stream->line;
  }
  r->run.unconverged = true;
  return DFTFIT_OK;
}

/* with exact exchange an energy of an outer iteration, after which another follows */
IMPORT_HANDLER(take_refinement) {
  import_run_forget(&r->run);
  return DFTFIT_OK;
}

/* rows "atom    1 type  1   force =     0.00783397   -0.02798439    0.00985043"; notes may stand between them */
IMPORT_HANDLER(take_forces) {
  enum { MOST_NOTES = 16 }; /* lines in a row */
  const double natom = isnan(r->run.witness.natom) ? r->run.nsymbol : r->run.witness.natom;
  r->run.nforce = 0;
  for (int notes = 0; r->run.nforce < natom && notes < MOST_NOTES; notes++) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    const char *equals = strstr(r->run.stream->text, "force =");
    if (strstr(r->run.stream->text, "Total force") || strstr(r->run.stream->text, "contrib")) break;
    if (!equals) continue;
    if (!import_run_names_atom(&r->run, import_after_words(r->run.stream->text, 1), ROW_INDEX))
      r->run.fault = "the rows of the forces are not those of the atoms";
    DFTFIT_TRY(import_run_force_row(&r->run, equals + 7, FORCE_UNIT, err));
    notes = 0;
  }
  if (r->run.nforce < natom) r->run.fault = "there are not as many forces as atoms";
  return DFTFIT_OK;
}

/* "total   stress  (Ry/bohr**3)                   (kbar)     P=      -13.18" */
IMPORT_HANDLER(take_stress) {
  const char *pressure = strstr(at, "P=");
  if (pressure && fortran_number(pressure + 2, &r->run.witness.pressure)) r->run.witness.pressure *= KBAR;
  DFTFIT_TRY(import_run_to_row(&r->run, 0, err));
  return import_run_stress(&r->run, 0, STRESS_UNIT, err);
}

static const import_mark marks[] = {
    MARK_CALL("!", take_energy),
    MARK_NUMBER("total energy              =", iteration_energy, DFTFIT_EV_PER_RYDBERG, "the total energy"),
    MARK_CALL("convergence NOT achieved", take_not_converged),
    MARK_CALL("EXX: now go back", take_refinement),
    MARK_CALL("Forces acting on atoms", take_forces),
    MARK_CALL("total   stress", take_stress),
    MARK_STEP("Self-consistent Calculation"),
    MARK_STEP("number of scf cycles"),
    MARK_STEP("Entering Dynamics"),
    MARK_STEP("BFGS Geometry Optimization"),
    MARK_STEP("Begin final coordinates"),
    MARK_CALL("new unit-cell volume =", take_new_volume),
    MARK_SETTING("unit-cell volume          =", run.witness.volume, CUBIC_BOHR),
    MARK_SETTING("number of atoms/cell      =", run.witness.natom, 1),
    MARK_CALL("CELL_PARAMETERS", take_cell),
    MARK_CALL("ATOMIC_POSITIONS", take_positions),
    MARK_CALL("Program PWSCF", take_program),
    MARK_NUMBER("lattice parameter (alat)", geometry.alat, DFTFIT_A_PER_BOHR, "the lattice parameter"),
    MARK_NUMBER("celldm(1)", geometry.alat, DFTFIT_A_PER_BOHR, "the lattice parameter"),
    MARK_CALL("crystal axes:", take_axes),
    MARK_CALL("site n.", take_sites),
    MARK_NUMBER("kinetic-energy cutoff     =", run.calculation.ecut, DFTFIT_EV_PER_RYDBERG,
                "the kinetic-energy cutoff"),
    MARK_NUMBER("convergence threshold     =", run.calculation.scf_tolerance, DFTFIT_EV_PER_RYDBERG,
                "the convergence threshold"),
    MARK_NUMBER("scf convergence threshold =", run.calculation.scf_tolerance, DFTFIT_EV_PER_RYDBERG,
                "the convergence threshold"),
    MARK_CALL("Exchange-correlation", take_functional),
    MARK_CALL("PseudoPot. #", take_pseudopotential),
    MARK_CALL("number of k points=", take_k_points),
    MARK_STEP("init_run"),
    MARK_END("JOB DONE."),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step, .energy = "'!    total energy ='"};

dftfit_status import_pwscf_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.iteration_energy = NAN};
  import_run_begin(&r.run, stream, to, "Quantum ESPRESSO pw.x");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_pwscf_recognise(const import_head *file) { return strstr(file->text, "Program PWSCF") != NULL; }
