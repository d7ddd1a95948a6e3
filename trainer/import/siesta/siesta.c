/* SPDX-License-Identifier: BSD-3-Clause */
/** Output of SIESTA. A step is a geometry (outcoor, outcell), the free energy at the end of its SCF cycle, forces and
 *  stress (tension positive); the last step is said again at the end, with more digits. */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/elements.h"
#include "base/fortran_number.h"
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
  bool converged, has_geometry, spin;
  double charge, temperature; /* e, eV */
  long unplaced;              /* steps whose coordinates are not printed */
} reader;

static void finish_calculation(reader *r) {
  dataset_calculation *c = &r->run.calculation;
  if (r->run.to->step) return;
  import_kmesh_supercell(c, r->run.cell, r->mesh);
  import_remarks(c, r->spin, r->charge);
  if (r->temperature > 0) snprintf(c->smearing, sizeof c->smearing, "Fermi-Dirac, %.6g eV", r->temperature);
}

static dftfit_status end_of_step(reader *r, dftfit_error *err) {
  if (!isnan(r->run.energy) && r->run.nforce) { /* an energy is printed before the first iteration, too */
    if (r->has_geometry) {
      r->run.unconverged = !r->converged;
      finish_calculation(r);
      DFTFIT_TRY(import_run_step(&r->run, err));
    } else {
      r->unplaced++;
    }
    r->has_geometry = false;
  }
  import_run_forget(&r->run);
  r->converged = false;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_step) { return end_of_step(r, err); }

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

static dftfit_status take_atom(reader *r, double factor, dftfit_error *err) {
  double value[4], position[3];
  DFTFIT_TRY(
      import_run_numbers(&r->run, r->run.stream->text, 4, value, "the position and the species of an atom", err));
  const int species = value[3] >= 1 && value[3] <= SPECIES ? (int)value[3] : 0;
  if (!r->number[species])
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE, "species %g was not listed before", value[3]);
  for (int k = 0; k < 3; k++) position[k] = factor * value[k];
  DFTFIT_TRY(import_run_symbol(&r->run, element_symbol(r->number[species]), err));
  return import_run_position(&r->run, position, err);
}

/* "outcoor: Atomic coordinates (Ang):" and rows "5.36 4.05 3.59   1       1  H" up to a blank line. Those that are
 * called final or relaxed belong to the step that stands before. */
IMPORT_HANDLER(take_coordinates) {
  double factor = 1;
  if (strstr(at, "Final") || strstr(at, "Relaxed")) return DFTFIT_OK;
  DFTFIT_TRY(end_of_step(r, err));
  r->run.fractional = strstr(at, "(fractional)") != NULL;
  if (strstr(at, "(Bohr)"))
    factor = DFTFIT_A_PER_BOHR;
  else if (!r->run.fractional && !strstr(at, "(Ang)"))
    return import_stream_fail(r->run.stream, err, DFTFIT_ERR_VALUE,
                              "'%.40s': coordinates are read in Ang, Bohr or as fractional ones", at);
  r->run.nsymbol = r->run.nposition = 0;
  for (;;) {
    DFTFIT_TRY(import_run_line(&r->run, err));
    if (!r->run.stream->text[strspn(r->run.stream->text, " \t")]) break;
    DFTFIT_TRY(take_atom(r, factor, err));
  }
  r->has_geometry = true;
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_cell) {
  const double factor = strstr(at, "(Bohr)") ? DFTFIT_A_PER_BOHR : 1;
  return import_run_matrix(&r->run, 0, factor, r->run.cell, "a lattice vector", err);
}

/* rows "1   -0.219766    0.230163    0.000242", at the end of the run "siesta:      1   -0.219766 ..."; where forces
 * are not written (WriteForces) a line of dashes follows at once */
IMPORT_HANDLER(take_forces) {
  import_run *run = &r->run;
  for (int i = 0; i < run->nsymbol; i++) {
    double force[3];
    DFTFIT_TRY(import_run_line(run, err));
    const char *row = run->stream->text + strspn(run->stream->text, " ");
    if (*row == '-') return DFTFIT_OK;
    if (i == 0) run->nforce = 0;
    const bool marked = !strncmp(row, "siesta:", 7);
    row = import_after_words(row, marked ? 2 : 1);
    DFTFIT_TRY(import_run_numbers(run, row, 3, force, "the force on an atom", err));
    DFTFIT_TRY(import_run_force(run, force, 1, err));
  }
  return DFTFIT_OK;
}

IMPORT_HANDLER(take_voigt) { return import_run_voigt(&r->run, at, STRESS_ORDER, STRESS_UNIT, err); }

IMPORT_HANDLER(take_stress) { return import_run_stress(&r->run, 1, 1, err); }

IMPORT_HANDLER(take_mesh) { return import_run_matrix(&r->run, 2, 1, r->mesh, "the supercell of k points", err); }

/* "redata: Mesh Cutoff                      =   300.0000 Ry", and others of the same kind */
IMPORT_HANDLER(take_setting) {
  dataset_calculation *c = &r->run.calculation;
  const char *equals = strchr(at, '=');
  double value;
  if (!equals || !fortran_number(equals + 1, &value)) return DFTFIT_OK;
  at += strspn(at, " ");
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
    MARK_ENERGY("siesta: FreeEng =", 1, "the free energy"),
    MARK_FLAG("SCF cycle converged", converged, true),
    MARK_CALL("siesta: Atomic forces (eV/Ang):", take_forces),
    MARK_CALL("siesta: Stress tensor (static) (eV/Ang**3):", take_stress),
    MARK_CALL("Stress-tensor-Voigt (kbar):", take_voigt),
    MARK_STEP("Begin "),
    MARK_CALL("outcoor:", take_coordinates),
    MARK_CALL("outcell: Unit cell vectors", take_cell),
    MARK_END("Job completed"),
    MARK_CALL("Siesta Version", take_version),
    MARK_CALL("Version ", take_version),
    MARK_CALL("Species number:", take_species),
    MARK_CALL("siesta: k-grid: Supercell and displacements", take_mesh),
    MARK_CALL("redata:", take_setting),
    MARK_CALL("xc_check:", take_functional),
    MARK_CALL("Reading pseudopotential information", take_pseudopotential),
};

static const import_grammar grammar = {IMPORT_MARKS(marks), .step = take_step};

dftfit_status import_siesta_read(import_stream *stream, importing *to, dftfit_error *err) {
  reader r = {.mesh = {1, 0, 0, 0, 1, 0, 0, 0, 1}}; /* the Gamma point alone */
  import_run_begin(&r.run, stream, to, "SIESTA");
  dftfit_status status = import_run_scan(&r.run, &grammar, &r, err);
  if (!status && r.unplaced)
    import_tell(to, stream, "%ld steps were left out: their coordinates are not printed (WriteCoorStep)", r.unplaced);
  return status;
}

bool import_siesta_recognise(const import_head *file) { return strstr(file->text, "WELCOME TO SIESTA") != NULL; }
