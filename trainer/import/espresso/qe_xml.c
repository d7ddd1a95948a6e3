/* SPDX-License-Identifier: BSD-3-Clause */
/** data-file-schema.xml of pw.x (QEXSD, https://www.quantum-espresso.org/ns/qes/qes.xsd), in Hartree atomic units. The
 *  energy etot is the free energy, smearing included; stress is positive in compression. Every <step> is an ionic step,
 *  written before the atoms move; <output> repeats the energy of the last one, with the positions after it, unless it
 *  holds a calculation of its own: of a run without steps, or the last one of a vc-relax, with new plane waves. Forces
 *  on atoms that are held fixed are zero in this file (pw.x prints them in full), so those of such runs are not read.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/elements.h"
#include "base/label.h"
#include "base/numbers.h"
#include "dftfit/units.h"
#include "import/espresso/qe_xml_settings.h"
#include "import/reading/atoms.h"

static const double BOHR = DFTFIT_A_PER_BOHR, FORCE = DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR,
                    STRESS = -DFTFIT_EV_PER_HARTREE / (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR);

typedef struct qe_xml {
  importing *to;
  import_stream *stream;
  qe_xml_settings settings;
  double last_energy; /* of the last <step>, Hartree; NaN: there is none */
  /* the <step> or <output> that is read */
  import_atoms atoms;
  int natom, nforce;
  double cell[9], stress[9], energy; /* A, Hartree/bohr^3, Hartree */
  bool has_row[3], has_stress, converged;
} qe_xml;

static void forget_step(qe_xml *q) {
  q->natom = q->nforce = 0;
  q->energy = NAN;
  q->has_row[0] = q->has_row[1] = q->has_row[2] = q->has_stress = false;
  q->converged = true;
}

static dftfit_status take_atom(qe_xml *q, import_xml *xml, const char *label, const char *text, dftfit_error *err) {
  const int element = import_label_element(label);
  if (!element)
    return import_xml_fail(xml, err, DFTFIT_ERR_ELEMENT, "'%.20s' does not begin with the symbol of an element", label);
  DFTFIT_TRY(import_atoms_reserve(&q->atoms, q->natom + 1, err));
  double *position = q->atoms.position[q->natom];
  strcpy(q->atoms.symbol[q->natom++], element_symbol(element));
  DFTFIT_TRY(import_xml_results(xml, text, 3, position, "a position", err));
  for (int k = 0; k < 3; k++) position[k] *= BOHR;
  return DFTFIT_OK;
}

static dftfit_status take_row(qe_xml *q, import_xml *xml, int row, const char *text, dftfit_error *err) {
  DFTFIT_TRY(import_xml_results(xml, text, 3, q->cell + 3 * row, "a row of the cell", err));
  for (int k = 0; k < 3; k++) q->cell[3 * row + k] *= BOHR;
  q->has_row[row] = true;
  return DFTFIT_OK;
}

static dftfit_status take_forces(qe_xml *q, import_xml *xml, const char *text, dftfit_error *err) {
  DFTFIT_TRY(import_xml_results(xml, text, 3 * q->natom, q->atoms.force ? q->atoms.force[0] : NULL,
                                "the forces of all atoms", err));
  for (int i = 0; i < q->natom; i++)
    for (int k = 0; k < 3; k++) q->atoms.force[i][k] *= FORCE;
  q->nforce = q->natom;
  return DFTFIT_OK;
}

/* an element below <step> or <output> */
static dftfit_status take_value(qe_xml *q, import_xml *xml, const char *path, const char *text, dftfit_error *err) {
  static const char atom[] = "atomic_structure/atomic_positions/atom:";
  static const char *const rows[3] = {"atomic_structure/cell/a1", "atomic_structure/cell/a2",
                                      "atomic_structure/cell/a3"};
  if (!strncmp(path, atom, sizeof atom - 1)) return take_atom(q, xml, path + sizeof atom - 1, text, err);
  for (int k = 0; k < 3; k++)
    if (!strcmp(path, rows[k])) return take_row(q, xml, k, text, err);
  if (!strcmp(path, "total_energy/etot")) return import_xml_results(xml, text, 1, &q->energy, "the energy etot", err);
  if (!strcmp(path, "forces")) return take_forces(q, xml, text, err);
  if (!strcmp(path, "stress")) {
    q->has_stress = true;
    return import_xml_results(xml, text, 9, q->stress, "the stress", err);
  }
  if (!strcmp(path, "scf_conv/convergence_achieved") || !strcmp(path, "convergence_info/scf_conv/convergence_achieved"))
    q->converged = strstr(text, "true") != NULL;
  return DFTFIT_OK;
}

/* why the step cannot be taken; NULL: it can. Energy and forces are judged with those of other formats. */
static const char *find_fault(const qe_xml *q) {
  for (int k = 0; k < 9; k++)
    if (isinf(q->cell[k])) return "a vector of the cell is no number";
  for (int i = 0; i < q->natom; i++)
    for (int k = 0; k < 3; k++)
      if (isinf(q->atoms.position[i][k])) return "a position is no number";
  return NULL;
}

/* the end of a <step> or of <output> */
static dftfit_status take_step(qe_xml *q, import_xml *xml, const char *element, dftfit_error *err) {
  if (isnan(q->energy) || q->natom == 0 || !q->has_row[0] || !q->has_row[1] || !q->has_row[2])
    return import_xml_fail(xml, err, DFTFIT_ERR_SYNTAX, "this <%s> lacks the energy, the cell or the atoms", element);
  if (q->to->step == 0) qe_xml_settings_finish(&q->settings, q->cell);
  if (q->to->step == 0 && q->settings.fixed)
    import_tell(q->to, q->stream,
                "atoms are held fixed (if_pos): this file has zero for their forces, so forces were left out; the "
                "output of pw.x has them");
  if (!q->has_stress && q->settings.stress && !strcmp(element, "step"))
    import_tell(q->to, q->stream,
                "the steps of this file have no stress, as pw.x writes it; the output of pw.x has that of every step");
  dataset_config config = {
      .energy = q->energy * DFTFIT_EV_PER_HARTREE, .pbc = {true, true, true}, .calculation = q->settings.calculation};
  memcpy(config.cell, q->cell, sizeof config.cell);
  import_atoms_lend(&q->atoms, q->natom, q->nforce > 0 && !q->settings.fixed, &config);
  import_voigt(q->stress, q->has_stress ? STRESS : NAN, config.stress);
  q->last_energy = q->energy;
  const char *fault = find_fault(q);
  const bool converged = q->converged;
  forget_step(q);
  if (fault) return import_leave_out(q->to, fault, err);
  return import_add(q->to, &config, converged, q->stream->path, import_xml_line(xml), err);
}

static dftfit_status begin(void *self, import_xml *xml, const char *path, bool *skip, dftfit_error *err) {
  (void)err;
  *skip = !strcmp(path, "qes:espresso/output/band_structure") || !strcmp(path, "qes:espresso/output/symmetries");
  qe_xml_settings_begin_element(&((qe_xml *)self)->settings, xml, path);
  return DFTFIT_OK;
}

static dftfit_status end(void *self, import_xml *xml, const char *path, const char *text, dftfit_error *err) {
  static const char root[] = "qes:espresso/", step[] = "step", output[] = "output";
  /* energies are printed with 16 digits */
  static const double same = 1e-13;
  qe_xml *q = self;
  if (strncmp(path, root, sizeof root - 1)) return DFTFIT_OK;
  path += sizeof root - 1;
  if (!strcmp(path, step)) return take_step(q, xml, step, err);
  if (!strcmp(path, output)) {
    if (fabs(q->energy - q->last_energy) <= same * fabs(q->last_energy)) return DFTFIT_OK;
    return take_step(q, xml, output, err);
  }
  if (!strncmp(path, "step/", 5)) return take_value(q, xml, path + 5, text, err);
  if (!strncmp(path, "output/", 7)) DFTFIT_TRY(take_value(q, xml, path + 7, text, err));
  qe_xml_settings_take(&q->settings, path, text);
  return DFTFIT_OK;
}

bool import_qe_xml_recognise(const import_head *file) {
  const char *head = file->text;
  return !strncmp(head, "<?xml", 5) && strstr(head, "<qes:espresso");
}

dftfit_status import_qe_xml_read(import_stream *stream, importing *to, dftfit_error *err) {
  static const xml_handler handler = {begin, end};
  qe_xml q = {.to = to, .stream = stream, .last_energy = NAN};
  forget_step(&q);
  qe_xml_settings_begin(&q.settings);
  dftfit_status status = import_xml_walk(stream, to, &handler, &q, err);
  if (!status && to->step == 0)
    status = dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, stream->path, 0, 0, "there is no whole ionic step in this file");
  import_atoms_clear(&q.atoms);
  return status;
}
