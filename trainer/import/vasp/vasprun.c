/* SPDX-License-Identifier: BSD-3-Clause */
/** vasprun.xml of VASP 4.6 to 6. The energy is e_fr_energy of the <calculation>: the free energy, whose derivatives the
 *  forces and the stress are, with the terms (van der Waals) that the <scstep>s lack. Stress in kB, positive in
 *  compression; rows of the cell in A, positions as fractions of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/numbers.h"
#include "dftfit/units.h"
#include "import/reading/atoms.h"
#include "import/reading/witness.h"
#include "import/reading/xml.h"
#include "import/vasp/names.h"
#include "import/vasp/vasprun_settings.h"

typedef struct vasprun {
  importing *to;
  import_stream *stream;
  vasprun_settings settings;
  vasp_species species;
  int nfixed; /* atoms that are not free in all directions */
  /* the <calculation> that is read */
  import_atoms atoms;
  int nrow, nposition, nforce, nstress; /* rows read of cell, positions, forces, stress */
  double cell[9], stress[9], energy, volume;
  int nscf; /* electronic steps */
} vasprun;

static void forget_step(vasprun *v) {
  v->nrow = v->nposition = v->nforce = v->nstress = v->nscf = 0;
  v->energy = v->volume = NAN;
}

static dftfit_status take_row(import_xml *xml, const char *text, double *matrix, int *n, const char *what,
                              dftfit_error *err) {
  if (*n == 3) return import_xml_fail(xml, err, DFTFIT_ERR_SYNTAX, "%s has more than three rows", what);
  return import_xml_results(xml, text, 3, matrix + 3 * (*n)++, what, err);
}

static dftfit_status take_cell(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  return take_row(xml, text, v->cell, &v->nrow, "the cell", err);
}

static dftfit_status take_stress(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  return take_row(xml, text, v->stress, &v->nstress, "the stress", err);
}

static dftfit_status take_position(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  DFTFIT_TRY(import_atoms_reserve(&v->atoms, v->nposition + 1, err));
  return import_xml_results(xml, text, 3, v->atoms.position[v->nposition++], "a position", err);
}

static dftfit_status take_force(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  DFTFIT_TRY(import_atoms_reserve(&v->atoms, v->nforce + 1, err));
  return import_xml_results(xml, text, 3, v->atoms.force[v->nforce++], "a force", err);
}

static dftfit_status take_energy(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  return import_xml_results(xml, text, 1, &v->energy, "the energy e_fr_energy", err);
}

static dftfit_status take_scf(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  (void)xml, (void)text, (void)err;
  v->nscf++;
  return DFTFIT_OK;
}

static dftfit_status take_selective(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  (void)xml, (void)err;
  v->nfixed += strchr(text, 'F') != NULL;
  return DFTFIT_OK;
}

static dftfit_status check_whole(const vasprun *v, const import_xml *xml, dftfit_error *err) {
  const int n = v->species.natom;
  if (v->nrow != 3 || v->nposition != n || n == 0)
    return import_xml_fail(xml, err, DFTFIT_ERR_SYNTAX,
                           "this <calculation> has %d rows of the cell and %d positions; the %d atoms of <atominfo> "
                           "need 3 and as many",
                           v->nrow, v->nposition, n);
  if (v->nforce != 0 && v->nforce != n)
    return import_xml_fail(xml, err, DFTFIT_ERR_SYNTAX, "this <calculation> has %d forces of %d atoms", v->nforce, n);
  if (v->nstress != 0 && v->nstress != 3)
    return import_xml_fail(xml, err, DFTFIT_ERR_SYNTAX, "the stress has %d rows, not 3", v->nstress);
  return DFTFIT_OK;
}

/* what is known once the first step is read */
static void finish_settings(vasprun *v) {
  vasp_tell_hydrogens(v->to, v->stream, v->species.pseudopotentials);
  vasprun_settings_finish(&v->settings, &v->species, v->cell);
  if (v->nfixed)
    import_tell(v->to, v->stream,
                "atoms are held fixed (selective dynamics); their forces, which VASP prints, are kept");
  if (v->settings.pstress != 0 && !isnan(v->settings.pstress))
    import_tell(v->to, v->stream,
                "PSTRESS = %g kB was set: make sure that energy and stress are those of the crystal alone",
                v->settings.pstress);
}

/* why the step cannot be taken; NULL: it can. Energy and forces are judged with those of other formats. */
static const char *find_fault(const vasprun *v) {
  for (int k = 0; k < 9; k++)
    if (isinf(v->cell[k])) return "a vector of the cell is no number";
  for (int i = 0; i < v->nposition; i++)
    for (int k = 0; k < 3; k++)
      if (!isfinite(v->atoms.position[i][k])) return "a position is no number";
  if (!isnan(v->volume) && !import_same_volume(v->cell, v->volume)) return IMPORT_OTHER_VOLUME;
  return NULL;
}

static dftfit_status take_volume(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  return import_xml_numbers(xml, text, 1, &v->volume, "the volume", err);
}

static dftfit_status take_calculation(void *self, import_xml *xml, const char *text, dftfit_error *err) {
  vasprun *v = self;
  (void)text;
  if (v->nscf == 0) { /* energies and forces of a machine-learned force field */
    import_tell(v->to, v->stream, "steps without electrons (of a machine-learned force field) were left out");
    forget_step(v);
    return DFTFIT_OK;
  }
  DFTFIT_TRY(check_whole(v, xml, err));
  if (v->to->step == 0) {
    DFTFIT_TRY(vasp_species_check(&v->species, xml, err));
    finish_settings(v);
  }
  dataset_config config = {.energy = v->energy, .pbc = {true, true, true}, .calculation = v->settings.calculation};
  for (int i = 0; i < v->nposition; i++) memcpy(v->atoms.symbol[i], v->species.symbol[i], sizeof v->atoms.symbol[i]);
  memcpy(config.cell, v->cell, sizeof config.cell);
  import_atoms_cartesian(&v->atoms, v->nposition, v->cell);
  import_atoms_lend(&v->atoms, v->nposition, v->nforce > 0, &config);
  import_voigt(v->stress, v->nstress ? -1e3 / DFTFIT_BAR_PER_EV_A3 : NAN, config.stress);
  const char *fault = find_fault(v);
  const double nelm = v->settings.nelm;
  const bool converged = isnan(nelm) || v->nscf < nelm;
  forget_step(v);
  if (fault) return import_leave_out(v->to, fault, err);
  return import_add(v->to, &config, converged, v->stream->path, import_xml_line(xml), err);
}

static const struct {
  const char *path;
  dftfit_status (*take)(void *self, import_xml *xml, const char *text, dftfit_error *err);
} elements[] = {
    {"modeling/calculation", take_calculation},
    {"modeling/calculation/scstep", take_scf},
    {"modeling/calculation/structure/crystal/varray:basis/v", take_cell},
    {"modeling/calculation/structure/crystal/i:volume", take_volume},
    {"modeling/calculation/structure/varray:positions/v", take_position},
    {"modeling/calculation/varray:forces/v", take_force},
    {"modeling/calculation/varray:stress/v", take_stress},
    {"modeling/calculation/energy/i:e_fr_energy", take_energy},
    {"modeling/structure:initialpos/varray:selective/v", take_selective},
};

static dftfit_status begin(void *self, import_xml *xml, const char *path, bool *skip, dftfit_error *err) {
  static const char *const unwanted[] = {"modeling/incar", "modeling/calculation/eigenvalues",
                                         "modeling/calculation/dos", "modeling/calculation/projected",
                                         "modeling/calculation/dielectricfunction"};
  (void)self, (void)xml, (void)err;
  for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted && !*skip; i++) *skip = !strcmp(path, unwanted[i]);
  return DFTFIT_OK;
}

static dftfit_status end(void *self, import_xml *xml, const char *path, const char *text, dftfit_error *err) {
  vasprun *v = self;
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
    if (!strcmp(path, elements[i].path)) return elements[i].take(self, xml, text, err);
  DFTFIT_TRY(vasp_species_take(&v->species, xml, path, text, err));
  return vasprun_settings_take(&v->settings, xml, path, text, err);
}

bool import_vasprun_recognise(const import_head *file) {
  const char *head = file->text;
  return !strncmp(head, "<?xml", 5) && strstr(head, "<modeling>");
}

dftfit_status import_vasprun_read(import_stream *stream, importing *to, dftfit_error *err) {
  static const xml_handler handler = {begin, end};
  vasprun v = {.to = to, .stream = stream};
  forget_step(&v);
  vasprun_settings_begin(&v.settings);
  dftfit_status status = import_xml_walk(stream, to, &handler, &v, err);
  if (!status && to->step == 0)
    status = dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, stream->path, 0, 0, "there is no whole ionic step in this file");
  import_atoms_clear(&v.atoms);
  vasp_species_clear(&v.species);
  return status;
}
