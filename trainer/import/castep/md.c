/* SPDX-License-Identifier: BSD-3-Clause */
/** .md and .geom of CASTEP: steps in Hartree atomic units, each line with its letter behind "<--": E energies, h
 *  cell,
 *  S stress (tension positive), R positions, V velocities, F forces, of which the last ends the step. The stress of
 *  molecular dynamics has the motion of the atoms in it,
 *      S = sigma - 1/V sum_i m_i v_i (x) v_i
 *  which is taken off, by the kinetic energy that is printed too. Functional, cut-off and k points are in .castep,
 *  which is looked for beside. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/elements.h"
#include "base/fortran_number.h"
#include "base/numbers.h"
#include "dftfit/cell.h"
#include "dftfit/units.h"
#include "import/probe.h"
#include "import/reading/marks.h"

static const double BOHR = DFTFIT_A_PER_BOHR, HARTREE = DFTFIT_EV_PER_HARTREE,
                    STRESS = DFTFIT_EV_PER_HARTREE / (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR),
                    ELECTRON_MASSES = 1822.888486209; /* in an atomic mass unit, CODATA 2018 */
/* masses of the natural mixture of isotopes; others were used where the kinetic energy differs by more than this */
static const double SAME_KINETIC = 1e-3;

typedef struct reader {
  import_run run;
  int nrow, nstress, nvelocity;   /* rows of the cell and of the stress, velocities of this step */
  double stress[9];               /* Ha/bohr^3 */
  double kinetic[9], kinetic_sum; /* sum of m v (x) v and kinetic energy as printed, Ha; NaN: none */
  bool begun, no_forces;
} reader;

static dftfit_status not_whole(const reader *r, const char *what, dftfit_error *err) {
  return import_stream_fail(r->run.stream, err, DFTFIT_ERR_SYNTAX,
                            "%s; a step has E, three rows h, three rows S or none, and R and F of all atoms", what);
}

/* the calculation as .castep of the same run tells it */
static dftfit_status look_beside(reader *r, dftfit_error *err) {
  static const char *const endings[] = {".castep", ".castep.gz", ".castep.xz"};
  import_run *run = &r->run;
  const char *path = run->stream->path, *slash = strrchr(path, '/'), *end = path + strlen(path);
  if (run->stream->compressed && end - path > 3) end -= 3;
  while (end > path && end > slash && *end != '.') end--;
  bool found = false;
  for (int i = 0; i < 3 && !found; i++) {
    char beside[4096];
    if (snprintf(beside, sizeof beside, "%.*s%s", (int)(end - path), path, endings[i]) >= (int)sizeof beside) break;
    if (access(beside, R_OK)) continue;
    import_probe probe = {0};
    DFTFIT_TRY(import_probe_file(beside, importer_find("castep"), run->to->options, true, &probe, err));
    found = probe.step > 0;
    if (found) run->calculation = probe.calculation;
    if (found && !import_probe_same_step(&probe, run->energy))
      import_tell(
          run->to, run->stream,
          "the first energy, %.6f eV, is not the free energy of %s, %.6f eV: they are of different runs, or one "
          "lacks the entropy of the smearing or the dispersion",
          run->energy, beside, probe.energy[0]);
    import_probe_clear(&probe);
  }
  return DFTFIT_OK;
}

static dftfit_status begin_run(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  r->begun = true;
  if (run->to->probe) return DFTFIT_OK;
  DFTFIT_TRY(look_beside(r, err));
  const char *remarks = run->calculation.remarks;
  const bool langevin = strstr(remarks, "Langevin"), held = strstr(remarks, "atoms held");
  r->no_forces = langevin || held;
  if (r->no_forces)
    import_tell(run->to, run->stream, "forces were left out: %s",
                langevin ? "those of this file have the random forces of the Langevin thermostat in them"
                         : "atoms are held, and this file has zero for the forces on them");
  return DFTFIT_OK;
}

static dftfit_status finish_stress(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  if (r->nstress == 0) return DFTFIT_OK;
  if (r->nstress != 3) return not_whole(r, "the stress of this step has fewer than three rows", err);
  if (r->nvelocity > 0) {
    const double volume = fabs(dftfit_cell_volume(run->cell)) / (BOHR * BOHR * BOHR);
    const double sum = (r->kinetic[0] + r->kinetic[4] + r->kinetic[8]) / 2;
    if (!(fabs(sum - r->kinetic_sum) <= SAME_KINETIC * r->kinetic_sum) || !(volume > 0)) {
      import_tell(
          run->to, run->stream,
          "stresses were left out: they have the motion of the atoms in them, whose masses are not those of the "
          "elements (their kinetic energy is another)");
      return DFTFIT_OK;
    }
    for (int k = 0; k < 9; k++) r->stress[k] += r->kinetic[k] / volume;
  }
  import_voigt(r->stress, STRESS, run->stress);
  return DFTFIT_OK;
}

static dftfit_status end_step(reader *r, dftfit_error *err) {
  import_run *run = &r->run;
  if (r->nrow != 3) return not_whole(r, "this step has no whole cell", err);
  if (!r->begun) DFTFIT_TRY(begin_run(r, err));
  DFTFIT_TRY(finish_stress(r, err));
  if (r->no_forces) run->nforce = 0;
  DFTFIT_TRY(import_run_add(run, err));
  run->ended = true;
  return DFTFIT_OK;
}

/* "total energy, Hamiltonian or enthalpy, kinetic energy  <-- E" */
IMPORT_HANDLER(take_energy) {
  import_run *run = &r->run;
  double value[3];
  if (!isnan(run->energy)) return not_whole(r, "the step before this line has not all forces", err);
  run->fault = NULL;
  DFTFIT_TRY(import_run_energy(run, run->stream->text, HARTREE, "an energy", err));
  r->kinetic_sum = fortran_numbers(run->stream->text, 3, value) == 3 ? value[2] : NAN;
  run->ended = false;
  run->nsymbol = run->nposition = r->nrow = r->nstress = r->nvelocity = 0;
  for (int k = 0; k < 9; k++) r->kinetic[k] = 0;
  return DFTFIT_OK;
}

static dftfit_status take_row(reader *r, double *matrix, int *row, double factor, const char *what, const char *fault,
                              dftfit_error *err) {
  import_run *run = &r->run;
  if (isnan(run->energy) || *row == 3) return not_whole(r, "this line belongs to no step", err);
  DFTFIT_TRY(import_run_numbers_or_fault(run, run->stream->text, 3, matrix + 3 * *row, what, fault, err));
  for (int k = 0; k < 3; k++) matrix[3 * *row + k] *= factor;
  ++*row;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_cell) {
  return take_row(r, r->run.cell, &r->nrow, BOHR, "a vector of the cell", "a vector of the cell is no number", err);
}

IMPORT_HANDLER(take_stress) {
  return take_row(r, r->stress, &r->nstress, 1, "a row of the stress", "the stress is no number", err);
}

/* the three numbers of "Si  1  x y z  <-- R" */
static dftfit_status take_vector(reader *r, double out[3], const char *what, dftfit_error *err) {
  if (isnan(r->run.energy)) return not_whole(r, "this line belongs to no step", err);
  return import_run_numbers_or_fault(&r->run, import_after_words(r->run.stream->text, 2), 3, out, what,
                                     "a position, a velocity or a force is no number", err);
}

IMPORT_HANDLER(take_position) {
  double position[3];
  char label[16];
  DFTFIT_TRY(take_vector(r, position, "a position", err));
  for (int k = 0; k < 3; k++) position[k] *= BOHR;
  if (sscanf(r->run.stream->text, "%15s", label) != 1) label[0] = '\0';
  DFTFIT_TRY(import_run_symbol(&r->run, label, err));
  return import_run_position(&r->run, position, err);
}

IMPORT_HANDLER(take_velocity) {
  double v[3];
  DFTFIT_TRY(take_vector(r, v, "a velocity", err));
  if (r->nvelocity == r->run.nsymbol) return not_whole(r, "there are more velocities than positions", err);
  const double mass = ELECTRON_MASSES * element_mass(element_number(r->run.atoms.symbol[r->nvelocity++]));
  for (int x = 0; x < 3; x++)
    for (int y = 0; y < 3; y++) r->kinetic[3 * x + y] += mass * v[x] * v[y];
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_force) {
  double force[3];
  DFTFIT_TRY(take_vector(r, force, "a force", err));
  if (r->run.nforce == r->run.nsymbol) return not_whole(r, "there are more forces than positions", err);
  DFTFIT_TRY(import_run_force(&r->run, force, HARTREE / BOHR, err));
  return r->run.nforce == r->run.nsymbol ? end_step(r, err) : DFTFIT_OK;
}

IMPORT_HANDLER(pass_over) { return DFTFIT_OK; }

static const import_mark marks[] = {
    MARK_CALL_WITHIN("<-- R", take_position), MARK_CALL_WITHIN("<-- V", take_velocity),
    MARK_CALL_WITHIN("<-- F", take_force),    MARK_CALL_WITHIN("<-- hv", pass_over),
    MARK_CALL_WITHIN("<-- h", take_cell),     MARK_CALL_WITHIN("<-- S", take_stress),
    MARK_CALL_WITHIN("<-- E", take_energy),
};

static const import_grammar grammar = {IMPORT_MARKS(marks)};

dftfit_status import_castep_md_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.nrow = 0};
  import_run_begin(&r.run, stream, to, "CASTEP");
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_castep_md_recognise(const import_head *file) {
  const char *head = file->text;
  while (isspace((unsigned char)*head)) head++;
  return !strncmp(head, "BEGIN header", 12) && strstr(head, "<-- E");
}
