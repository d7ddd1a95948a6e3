/* SPDX-License-Identifier: BSD-3-Clause */
/** running_*.log of ABACUS. A step is a geometry, the energy at the end of its SCF cycle (E_KohnSham, which holds
 *  -TS of smeared electrons), forces and stress (kbar, positive in compression). Version 3.9 writes its headings between
 *  signs (#TOTAL ENERGY#). Molecular dynamics and some relaxations print the coordinates of the first step alone. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "dftfit/cell.h"
#include "dftfit/units.h"
#include "import/reading/kmesh.h"
#include "import/reading/marks.h"
#include "import/reading/remarks.h"

enum { MOST_HEADER = 8 }; /* lines before the first atom */
static const double STRESS_UNIT = -1e3 / DFTFIT_BAR_PER_EV_A3;

typedef struct reader {
  import_run run;
  double alat; /* A */
  double k_points, spins;
  double ion, energy_ion; /* numbers of the ionic step: of this line, and of the energy that is known */
  double cycle;           /* eV, of the last cycle; NaN: none */
} reader;

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (isnan(r->run.energy)) {
    import_run_forget(&r->run);
    return DFTFIT_OK;
  }
  if (!r->run.described && r->k_points == 1) import_kmesh(&r->run.calculation, r->run.cell, (const double[3]){1, 1, 1});
  if (!r->run.described) import_remarks(&r->run.calculation, r->spins == 2, 0);
  r->run.described = true;
  return import_run_step(&r->run, err);
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

/* "LCAO ALGORITHM --- ION=  +2  ELEC=  +1---", "--> #ION MOVE#  1  #ELEC ITER#  1". With exact exchange an ionic step
 * has several loops of the electrons, of which the last counts. */
IMPORT_HANDLER(take_ion) {
  double ion;
  if (!fortran_number(at, &ion)) return DFTFIT_OK;
  const bool again = ion == r->energy_ion && r->run.nforce == 0 && isnan(r->run.stress[0]);
  r->ion = ion;
  if (isnan(r->run.energy)) return DFTFIT_OK;
  if (!again) return end_of_step(r, err);
  import_run_forget(&r->run);
  return DFTFIT_OK;
}

/* "E_KohnSham   -16.017544057872   -217.929867153100", Ry and eV, of every cycle or of some */
IMPORT_HANDLER(take_cycle) {
  double value[2];
  if (fortran_numbers(at, 2, value) < 2) return DFTFIT_OK;
  if (!isnan(r->run.energy)) DFTFIT_TRY(end_of_step(r, err));
  r->cycle = value[1];
  return DFTFIT_OK;
}

/* A second energy belongs to another step, even where nothing says that one begins. */
IMPORT_HANDLER(take_energy) {
  if (!isnan(r->run.energy) && !(r->run.unconverged && r->run.nforce == 0)) DFTFIT_TRY(end_of_step(r, err));
  if (r->run.unconverged) r->run.fault = NULL;
  DFTFIT_TRY(import_run_energy(&r->run, at, 1, "the final energy", err));
  r->run.witness.energy = r->cycle;
  r->energy_ion = r->ion;
  r->cycle = NAN;
  return DFTFIT_OK;
}

/* No final energy may be printed then, but forces. */
IMPORT_HANDLER(take_not_converged) {
  DFTFIT_TRY(end_of_step(r, err));
  r->run.unconverged = true;
  r->run.energy = isnan(r->cycle) ? HUGE_VAL : r->cycle;
  if (isnan(r->cycle)) r->run.fault = "the electrons are not converged, and no energy is printed";
  r->run.line = r->run.stream->line;
  r->energy_ion = r->ion;
  r->cycle = NAN;
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
  for (int header = 0; header < MOST_HEADER;) {
    DFTFIT_TRY(import_run_line(run, err));
    const char *row = run->stream->text + strspn(run->stream->text, " \t");
    if (!strncmp(row, "tau", 3))
      DFTFIT_TRY(take_atom(r, direct ? 1 : r->alat, err));
    else
      header = run->nposition ? MOST_HEADER : header + 1;
  }
  import_stream_unread(run->stream);
  run->placed = run->nposition > 0;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_cartesian) { return take_coordinates(r, false, err); }

IMPORT_HANDLER(take_direct) { return take_coordinates(r, true, err); }

/* "Volume (A^3) = 500.12": the step before is complete */
IMPORT_HANDLER(take_volume) {
  DFTFIT_TRY(end_of_step(r, err));
  if (!fortran_number(at + strcspn(at, "=") + 1, &r->run.witness.volume)) r->run.witness.volume = NAN;
  return DFTFIT_OK;
}

/* A relaxation of the cell prints Cartesian coordinates before the new vectors; the atoms keep their fractions. */
IMPORT_HANDLER(take_cell) {
  import_run *run = &r->run;
  double before[9];
  DFTFIT_TRY(end_of_step(r, err));
  memcpy(before, run->cell, sizeof before);
  DFTFIT_TRY(import_run_matrix(run, 0, r->alat, run->cell, "a lattice vector", err));
  run->fresh_cell = true;
  if (run->placed && !run->fractional && dftfit_cell_openness(before) > DFTFIT_CELL_FLAT) {
    import_atoms_fractions(&run->atoms, run->nposition, before);
    import_atoms_cartesian(&run->atoms, run->nposition, run->cell);
  }
  return DFTFIT_OK;
}

/* "TOTAL-PRESSURE: +0.056402 KBAR", "#TOTAL-PRESSURE# (EXCLUDE KINETIC PART OF IONS): 2.0 kbar" */
IMPORT_HANDLER(take_pressure) {
  const char *colon = strrchr(at, ':');
  if (!colon || !fortran_number(colon + 1, &r->run.witness.pressure))
    r->run.witness.pressure = NAN;
  else
    r->run.witness.pressure *= -STRESS_UNIT;
  return DFTFIT_OK;
}

/* The energy stands before them. */
IMPORT_HANDLER(take_forces) {
  if (isnan(r->run.energy)) {
    r->run.energy = HUGE_VAL;
    r->run.fault = "the energy is not printed";
  }
  DFTFIT_TRY(import_run_to_row(&r->run, 1, err));
  return import_run_forces(&r->run, ROW_LABEL, 1, 1, err);
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
    MARK_CALL("E_KohnSham", take_cycle),
    MARK_CALL_WITHIN(" ION=", take_ion),
    MARK_CALL_WITHIN("#ION MOVE#", take_ion),
    MARK_CALL("final etot is", take_energy),
    MARK_CALL("#TOTAL ENERGY#", take_energy),
    MARK_STEP("STEP OF "),
    MARK_STEP("RELAX CELL"),
    MARK_STEP("RELAX IONS"),
    MARK_STEP("!FINAL_ETOT_IS"),
    MARK_CALL("TOTAL-FORCE (eV/Angstrom)", take_forces),
    MARK_CALL("#TOTAL-FORCE (eV/Angstrom)#", take_forces),
    MARK_CALL("TOTAL-STRESS (KBAR)", take_stress),
    MARK_CALL("#TOTAL-STRESS (kbar)#", take_stress),
    MARK_CALL("TOTAL-PRESSURE", take_pressure),
    MARK_CALL("#TOTAL-PRESSURE#", take_pressure),
    MARK_CALL("Volume (A^3)", take_volume),
    MARK_NUMBER("TOTAL ATOM NUMBER =", run.witness.natom, 1, "the number of atoms"),
    MARK_CALL_WITHIN("charge density convergence is NOT achieved", take_not_converged),
    MARK_CALL_WITHIN("CONVERGENCE HAS NOT BEEN ACHIEVED", take_not_converged),
    MARK_CALL_WITHIN("convergence has NOT been achieved", take_not_converged),
    MARK_CALL_WITHIN("convergence has not been achieved", take_not_converged),
    MARK_CALL_WITHIN("#SCF IS NOT CONVERGED#", take_not_converged),
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

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step,
                                       .energy = "'final etot is' or '#TOTAL ENERGY#'"};

dftfit_status import_abacus_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.alat = NAN, .ion = NAN, .energy_ion = NAN, .cycle = NAN};
  import_run_begin(&r.run, stream, to, "ABACUS");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_abacus_recognise(const import_head *file) {
  const char *head = file->text;
  return strstr(head, "ABACUS") && (strstr(head, "READING UNITCELL INFORMATION") || strstr(head, "WELCOME TO ABACUS"));
}
