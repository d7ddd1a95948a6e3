/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/espresso/qe_xml_settings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/label.h"
#include "base/numbers.h"
#include "dftfit/units.h"
#include "import/reading/kmesh.h"

void qe_xml_settings_begin(qe_xml_settings *s) {
  memset(s, 0, sizeof *s);
  s->calculation.ecut = s->calculation.kspacing = s->calculation.scf_tolerance = NAN;
  s->mesh[0] = s->mesh[1] = s->mesh[2] = s->degauss = NAN;
  strcpy(s->calculation.code, "Quantum ESPRESSO pw.x");
}

static void attribute_number(const import_xml *xml, const char *name, double *out) {
  char text[64];
  const char *bad;
  double value;
  if (import_xml_attribute(xml, name, text, sizeof text) && import_numbers(text, 1, &value, &bad) == 1) *out = value;
}

void qe_xml_settings_begin_element(qe_xml_settings *s, const import_xml *xml, const char *path) {
  if (!strcmp(path, "qes:espresso/general_info/creator"))
    import_xml_attribute(xml, "VERSION", s->calculation.version, sizeof s->calculation.version);
  if (!strcmp(path, "qes:espresso/input/bands/smearing")) attribute_number(xml, "degauss", &s->degauss);
  if (!strcmp(path, "qes:espresso/input/k_points_IBZ/monkhorst_pack")) {
    attribute_number(xml, "nk1", &s->mesh[0]);
    attribute_number(xml, "nk2", &s->mesh[1]);
    attribute_number(xml, "nk3", &s->mesh[2]);
  }
}

static void take_number(const char *text, double factor, double *out) {
  double value;
  const char *bad;
  if (import_numbers(text, 1, &value, &bad) == 1) *out = value * factor;
}

/* the last part of the path of a pseudopotential's element is pseudo_file */
static bool is_pseudopotential(const char *path) {
  static const char species[] = "input/atomic_species/species:";
  const char *last = strrchr(path, '/');
  return !strncmp(path, species, sizeof species - 1) && last && !strcmp(last, "/pseudo_file");
}

/* whether a list of 0 and 1 has a 0 */
static bool has_zero(const char *text) {
  char *end;
  for (double value = strtod(text, &end); end != text; value = strtod(text, &end)) {
    if (value == 0) return true;
    text = end;
  }
  return false;
}

void qe_xml_settings_take(qe_xml_settings *s, const char *path, const char *text) {
  dataset_calculation *c = &s->calculation;
  char word[sizeof c->pseudopotentials];
  if (strncmp(path, "input/", 6)) return;
  if (is_pseudopotential(path)) {
    import_text(word, sizeof word, text);
    import_list(c->pseudopotentials, sizeof c->pseudopotentials, word);
  }
  path += 6;
  if (!strcmp(path, "dft/functional")) import_text(c->functional, sizeof c->functional, text);
  if (!strcmp(path, "dft/vdW/vdw_corr")) import_text(s->dispersion, sizeof s->dispersion, text);
  if (!strcmp(path, "dft/dftU")) s->hubbard = true;
  if (!strcmp(path, "basis/ecutwfc")) take_number(text, DFTFIT_EV_PER_HARTREE, &c->ecut);
  if (!strcmp(path, "electron_control/conv_thr")) take_number(text, DFTFIT_EV_PER_HARTREE, &c->scf_tolerance);
  if (!strcmp(path, "bands/tot_charge")) take_number(text, 1, &s->charge);
  if (!strcmp(path, "bands/occupations")) import_text(s->occupations, sizeof s->occupations, text);
  if (!strcmp(path, "bands/smearing")) import_text(s->smearing, sizeof s->smearing, text);
  if (!strcmp(path, "control_variables/stress")) s->stress = strstr(text, "true") != NULL;
  if (!strcmp(path, "spin/lsda")) s->spin = strstr(text, "true") != NULL;
  if (!strcmp(path, "spin/noncolin")) s->noncollinear = strstr(text, "true") != NULL;
  if (!strcmp(path, "free_positions")) s->fixed = has_zero(text);
}

/* the words that pw.x prints for its input names */
static const char *smearing_name(const char *input) {
  static const struct {
    const char *input, *name;
  } names[] = {
      {"gaussian", "Gaussian"}, {"mp", "Methfessel-Paxton"}, {"mv", "Marzari-Vanderbilt"}, {"fd", "Fermi-Dirac"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(input, names[i].input)) return names[i].name;
  return input;
}

static void add_remark(dataset_calculation *c, const char *text) { import_list(c->remarks, sizeof c->remarks, text); }

void qe_xml_settings_finish(qe_xml_settings *s, const double cell[9]) {
  dataset_calculation *c = &s->calculation;
  char charge[32];
  if (!strcmp(s->occupations, "smearing") && !isnan(s->degauss))
    snprintf(c->smearing, sizeof c->smearing, "%s, %.6g eV", smearing_name(s->smearing),
             s->degauss * DFTFIT_EV_PER_HARTREE);
  else
    snprintf(c->smearing, sizeof c->smearing, "%s", s->occupations);
  if (s->spin) add_remark(c, "spin-polarised");
  if (s->noncollinear) add_remark(c, "noncollinear");
  if (s->hubbard) add_remark(c, "DFT+U");
  if (s->dispersion[0]) add_remark(c, s->dispersion);
  snprintf(charge, sizeof charge, "charge %+g e", s->charge);
  if (s->charge != 0) add_remark(c, charge);
  import_kmesh(c, cell, s->mesh);
}
