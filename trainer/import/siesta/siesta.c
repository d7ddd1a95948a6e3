/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of SIESTA 3.2 to 5. A step is a geometry (outcoor, outcell; of a single point the one at the head), the
 *  cycles of the electrons, `E_KS(eV)` behind them, forces and stress (tension positive); the last step is said again
 *  at the end, with more digits. The free energy, of which forces are derivatives, is E_KS and the difference of both in
 *  the last cycle. A decomposition of the energy before the first cycle is that of the starting density. */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/elements.h"
#include "base/fortran_number.h"
#include "base/unit_names.h"
#include "dftfit/units.h"
#include "import/reading/kmesh.h"
#include "import/reading/marks.h"
#include "import/reading/remarks.h"

enum { SPECIES = 256 };
/* "Stress-tensor-Voigt (kbar)": xx yy zz xy yz xz */
static const int STRESS_ORDER[6] = {0, 1, 2, 4, 5, 3};
static const double STRESS_UNIT = 1e3 / DFTFIT_BAR_PER_EV_A3;

typedef struct reader {
  import_run run;
  int number[SPECIES + 1]; /* atomic numbers of the species, which count from 1 */
  double mesh[9];          /* supercell of k points, in lattice vectors */
  double alat;             /* A, the unit of scaled coordinates; NaN: not known */
  bool converged, tells;   /* the electrons; whether this version says so */
  double cycle, cycles;    /* number of the last cycle, and the most that there may be; NaN: not known */
  double entropy, free;    /* FreeEng - E_KS and FreeEng of the last cycle, eV */
  double kinetic;          /* of the ions, eV: part of the energies of a decomposition */
  bool spin, table, dynamics, begun;
  double charge, temperature; /* e, eV */
} reader;

static void finish_calculation(reader *r) {
  dataset_calculation *c = &r->run.calculation;
  if (r->run.described) return;
  r->run.described = true;
  import_kmesh_supercell(c, r->run.cell, r->mesh);
  import_remarks(c, r->spin, r->charge);
  if (r->temperature > 0) snprintf(c->smearing, sizeof c->smearing, "Fermi-Dirac, %.6g eV", r->temperature);
}

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (isnan(r->run.energy)) return DFTFIT_OK;
  r->run.unconverged = r->tells || isnan(r->cycles) ? !r->converged : r->cycle >= r->cycles;
  finish_calculation(r);
  r->converged = false;
  r->entropy = 0;
  r->cycle = r->free = NAN;
  return import_run_step(&r->run, err);
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

/* "Begin MD step =      1", "Begin CG opt. move =      0" */
IMPORT_HANDLER(take_begin) {
  r->dynamics = r->dynamics || !strncmp(at, "MD", 2);
  DFTFIT_TRY(end_of_step(r, err));
  if (r->begun) r->run.placed = false; /* a step before may have come to no energy */
  r->begun = true;
  return DFTFIT_OK;
}

/* "Species number:            1  Label: H Atomic number:           1", or the label last */
IMPORT_HANDLER(take_species) {
  const char *number = strstr(at, "Atomic number:");
  int species, z;
  if (!number) return DFTFIT_OK;
  DFTFIT_TRY(import_run_count(&r->run, at, 1, SPECIES, &species, "the number of a species", err));
  DFTFIT_TRY(import_run_count(&r->run, number + 14, 1, ELEMENTS_COUNT, &z, "an atomic number", err));
  r->number[species] = z;
  return DFTFIT_OK;
}

/* "x y z   species": whether the text is one */
static dftfit_status take_atom(reader *r, const char *text, double factor, bool *more, dftfit_error *err) {
  double value[4], position[3];
  *more = fortran_numbers(text, 4, value) == 4;
  if (!*more) return DFTFIT_OK;
  const int species = value[3] >= 1 && value[3] <= SPECIES ? (int)value[3] : 0;
  if (!r->number[species])
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "species %g was not listed before", value[3]);
  for (int k = 0; k < 3; k++) position[k] = factor * value[k];
  DFTFIT_TRY(import_run_symbol(&r->run, element_symbol(r->number[species]), err));
  return import_run_position(&r->run, position, err);
}

/* rows behind `skip` words, up to a line of another kind */
static dftfit_status take_atoms(reader *r, int skip, double factor, dftfit_error *err) {
  bool more = true;
  r->run.nsymbol = r->run.nposition = 0;
  while (more) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    DFTFIT_TRY(take_atom(r, import_after_words(r->run.stream->text, skip), factor, &more, err));
  }
  import_stream_unread(r->run.stream);
  r->run.placed = true;
  return DFTFIT_OK;
}

/* "siesta:      0.00000   0.00000   0.00000  1        1" at the head, in bohr */
IMPORT_HANDLER(take_first_coordinates) {
  r->run.fractional = false;
  return take_atoms(r, 1, DFTFIT_A_PER_BOHR, err);
}

/* "outcoor: Atomic coordinates (Ang):" and rows "5.36 4.05 3.59   1       1  H". Those that are called final or relaxed
 * belong to the step before. */
IMPORT_HANDLER(take_coordinates) {
  double factor = 1;
  if (strstr(at, "Final") || strstr(at, "Relaxed")) return DFTFIT_OK;
  DFTFIT_TRY(end_of_step(r, err));
  r->run.fractional = strstr(at, "(fractional)") != NULL;
  if (strstr(at, "(Bohr)"))
    factor = DFTFIT_A_PER_BOHR;
  else if (strstr(at, "(scaled)") && !isnan(r->alat))
    factor = r->alat;
  else if (strstr(at, "(scaled)"))
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE,
                              "coordinates are in units of LatticeConstant, which the file does not say above");
  else if (!r->run.fractional && !strstr(at, "(Ang)"))
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE,
                              "'%.40s': coordinates are read in Ang, Bohr, scaled or as fractional ones", at);
  return take_atoms(r, 0, factor, err);
}

/* "LatticeConstant     4.10 Ang", as the input says it; without a unit in bohr */
IMPORT_HANDLER(take_alat) {
  double value;
  char unit[16] = "bohr";
  const char *rest = fortran_number(at, &value);
  if (!rest) return DFTFIT_OK;
  sscanf(rest, "%15s", unit);
  const double factor = unit_factor(UNIT_LENGTH, unit);
  if (factor > 0) r->alat = factor * value;
  return DFTFIT_OK;
}

static bool is_other(const double a[9], const double b[9]) {
  for (int k = 0; k < 9; k++)
    if (fabs(a[k] - b[k]) > 1e-6) return true; /* more than the last digit */
  return false;
}

/* A cell that is another than the one before moves. */
IMPORT_HANDLER(take_cell) {
  const double factor = strstr(at, "(Bohr)") ? DFTFIT_A_PER_BOHR : 1;
  double cell[9];
  DFTFIT_TRY(import_run_matrix(&r->run, 0, factor, cell, "a lattice vector", err));
  if (r->run.has_energy && is_other(cell, r->run.cell)) r->run.moving_cell = true;
  memcpy(r->run.cell, cell, sizeof cell);
  r->run.fresh_cell = true;
  return DFTFIT_OK;
}

/* "   scf:    1     -220.1717     -209.0140     -209.0140  1.98614  0.4290": number, Eharris, E_KS, FreeEng */
IMPORT_HANDLER(take_cycle) {
  double value[4];
  if (fortran_numbers(at, 4, value) < 4) return DFTFIT_OK;
  DFTFIT_TRY(end_of_step(r, err));
  r->cycle = value[0];
  r->entropy = value[3] - value[2];
  r->free = value[3];
  return DFTFIT_OK;
}

/* the headline of such a table up to version 3, whose rows begin with siesta: */
IMPORT_HANDLER(take_table) {
  r->table = true;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_marked_cycle) { return r->table ? take_cycle(r, at, err) : DFTFIT_OK; }

IMPORT_HANDLER(take_converged) {
  r->converged = r->tells = true;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_energy) {
  DFTFIT_TRY(end_of_step(r, err));
  r->table = false;
  DFTFIT_TRY(import_run_energy(&r->run, at, 1, "the energy E_KS", err));
  r->run.energy += r->entropy;
  r->run.witness.energy = r->free;
  return DFTFIT_OK;
}

/* the free energy of the step that is complete, with more digits */
IMPORT_HANDLER(take_free_energy) {
  const double before = r->run.energy;
  double value;
  if (isnan(before) || !fortran_number(at, &value)) return DFTFIT_OK;
  r->run.energy = value - r->kinetic;
  if (isnan(r->run.witness.energy)) r->run.witness.energy = before;
  return DFTFIT_OK;
}

/* rows "1   -0.219766    0.230163    0.000242", at the end of the run "siesta:      1   -0.219766 ..."; where forces
 * are not written (WriteForces) a line of dashes follows at once */
IMPORT_HANDLER(take_forces) {
  import_run *run = &r->run;
  for (int i = 0; i < run->nsymbol; i++) {
    DFTFIT_TRY(import_run_line(run, err));
    const char *row = run->stream->text + strspn(run->stream->text, " ");
    if (*row == '-') return DFTFIT_OK;
    if (i == 0) run->nforce = 0;
    DFTFIT_TRY(import_run_named_force(run, row, ROW_INDEX, strncmp(row, "siesta:", 7) ? 1 : 2, 1, err));
  }
  return DFTFIT_OK;
}

/* In molecular dynamics the motion of the atoms is part of it. */
IMPORT_HANDLER(take_voigt) {
  return r->dynamics ? DFTFIT_OK : import_run_voigt(&r->run, at, STRESS_ORDER, STRESS_UNIT, err);
}

IMPORT_HANDLER(take_named_voigt) {
  static const int order[6] = {0, 1, 2, 3, 4, 5};
  return r->dynamics ? DFTFIT_OK : import_run_voigt(&r->run, at, order, STRESS_UNIT, err);
}

/* rows "siesta:  0.001 ...", up to version 3 of molecular dynamics without the word */
IMPORT_HANDLER(take_stress) {
  DFTFIT_TRY(import_run_line(&r->run, err));
  const char *row = r->run.stream->text + strspn(r->run.stream->text, " ");
  const int skip = !strncmp(row, "siesta:", 7);
  import_stream_unread(r->run.stream);
  return import_run_stress(&r->run, skip, 1, err);
}

IMPORT_HANDLER(take_mesh) { return import_run_matrix(&r->run, 2, 1, r->mesh, "the supercell of k points", err); }

/* "redata: Mesh Cutoff                      =   300.0000 Ry", and others of the same kind */
IMPORT_HANDLER(take_setting) {
  dataset_calculation *c = &r->run.calculation;
  const char *equals = strchr(at, '=');
  double value;
  if (!equals || !fortran_number(equals + 1, &value)) return DFTFIT_OK;
  at += strspn(at, " ");
  if (strcasestr(at, "number of SCF")) r->cycles = value; /* "Max. number of SCF Iter" and others */
  if (!strncmp(at, "Mesh Cutoff", 11)) c->ecut = value * DFTFIT_EV_PER_RYDBERG;
  if (!strncmp(at, "DM (free)Energy tolerance", 25)) c->scf_tolerance = value;
  if (!strncmp(at, "Electronic Temperature", 22))
    r->temperature = value * (strstr(equals, "Ry") ? DFTFIT_EV_PER_RYDBERG : DFTFIT_EV_PER_KELVIN);
  if (!strncmp(at, "Net charge", 10)) r->charge = value;
  if (!strncmp(at, "Number of spin components", 25)) r->spin = value > 1;
  return DFTFIT_OK;
}

/* "xc_check: GGA Perdew, Burke & Ernzerhof 1996" behind a headline */
IMPORT_HANDLER(take_functional) {
  char *year = strrchr(at, ' ');
  if (year && isdigit((unsigned char)year[1])) *year = '\0';
  if (!strchr(at, ':')) import_text(r->run.calculation.functional, sizeof r->run.calculation.functional, at);
  return DFTFIT_OK;
}

/* "... in formatted form from H.psf" */
IMPORT_HANDLER(take_pseudopotential) {
  char name[64];
  const char *last = strrchr(at, ' ');
  import_text(name, sizeof name, last ? last : at);
  import_list(r->run.calculation.pseudopotentials, sizeof r->run.calculation.pseudopotentials, name);
  return DFTFIT_OK;
}

/* "  : v4.0.2", ": 4.1.5" */
IMPORT_HANDLER(take_version) {
  const char *colon = strchr(at, ':');
  char word[32] = "";
  if (colon && sscanf(colon + 1, "%31s", word) == 1 && !r->run.calculation.version[0])
    snprintf(r->run.calculation.version, sizeof r->run.calculation.version, "%s", word + (word[0] == 'v'));
  return DFTFIT_OK;
}

static const import_mark marks[] = {
    MARK_CALL("scf:", take_cycle),
    MARK_CALL("siesta: iscf", take_table),
    MARK_CALL("siesta: E_KS(eV) =", take_energy),
    MARK_CALL("siesta: FreeEng =", take_free_energy),
    MARK_CALL("SCF cycle converged", take_converged),
    MARK_FLAG("SCF_NOT_CONV", tells, true),
    MARK_CALL("siesta: Atomic forces (eV/Ang):", take_forces),
    MARK_NUMBER("Tot ", run.witness.net_force, 1, "the sum of the forces"),
    MARK_CALL("siesta: Stress tensor (static) (eV/Ang**3):", take_stress),
    MARK_SETTING("siesta: Pressure (static):", run.witness.pressure, STRESS_UNIT),
    MARK_CALL("Stress-tensor-Voigt (kbar):", take_voigt),
    MARK_CALL("Stress tensor Voigt[x,y,z,yz,xz,xy] (kbar):", take_named_voigt),
    MARK_SETTING("siesta: Ekinion =", kinetic, 1),
    MARK_CALL("Begin ", take_begin),
    MARK_CALL("outcoor:", take_coordinates),
    MARK_CALL("siesta: Atomic coordinates (Bohr) and species", take_first_coordinates),
    MARK_FLAG("ioxv:", run.placed, false),
    MARK_CALL("outcell: Unit cell vectors", take_cell),
    MARK_SETTING("outcell: Cell volume (Ang**3)", run.witness.volume, 1),
    MARK_END(">> End of run"),
    MARK_END("Job completed"),
    MARK_CALL("Siesta Version", take_version),
    MARK_CALL("Version ", take_version),
    MARK_CALL("LatticeConstant", take_alat),
    MARK_CALL("Species number:", take_species),
    MARK_SETTING("initatomlists: Number of atoms, orbitals, and projectors:", run.witness.natom, 1),
    MARK_CALL("siesta: k-grid: Supercell and displacements", take_mesh),
    MARK_CALL("redata:", take_setting),
    MARK_CALL("xc_check:", take_functional),
    MARK_CALL("Reading pseudopotential information", take_pseudopotential),
    MARK_CALL("siesta:", take_marked_cycle),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step, .energy = "'siesta: E_KS(eV) ='"};

dftfit_status import_siesta_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.mesh = {1, 0, 0, 0, 1, 0, 0, 0, 1}, /* the Gamma point alone */
              .alat = NAN,
              .cycle = NAN,
              .cycles = NAN,
              .free = NAN};
  import_run_begin(&r.run, stream, to, "SIESTA");
  stream->nul_is_blank = true; /* settings of libraries are printed with what is in memory behind them */
  return import_run_scan(&r.run, &grammar, &r, err);
}

bool import_siesta_recognise(const import_head *file) { return strstr(file->text, "WELCOME TO SIESTA") != NULL; }
