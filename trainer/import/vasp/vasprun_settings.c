/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/vasp/vasprun_settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/label.h"
#include "base/numbers.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"
#include "import/vasp/names.h"

void vasprun_settings_begin(vasprun_settings *s) {
  memset(s, 0, sizeof *s);
  s->nelm = s->ismear = s->sigma = s->ispin = s->nelect = s->ivdw = s->pstress = NAN;
  s->calculation.ecut = s->calculation.kspacing = s->calculation.scf_tolerance = NAN;
  for (int k = 0; k < 3; k++) s->mesh[k] = NAN;
  strcpy(s->calculation.code, "VASP");
}

/* <parameters>, whose tags stand in nested <separator>s */
static void take_parameter(vasprun_settings *s, const char *tag, const char *text) {
  const struct {
    const char *tag;
    double *value;
  } numbers[] = {{"ENMAX", &s->calculation.ecut},
                 {"EDIFF", &s->calculation.scf_tolerance},
                 {"NELM", &s->nelm},
                 {"ISMEAR", &s->ismear},
                 {"SIGMA", &s->sigma},
                 {"ISPIN", &s->ispin},
                 {"NELECT", &s->nelect},
                 {"IVDW", &s->ivdw},
                 {"PSTRESS", &s->pstress}};
  const struct {
    const char *tag;
    char *value;
  } words[] = {{"GGA", s->gga}, {"METAGGA", s->metagga}, {"LHFCALC", s->hybrid}};
  double value;
  const char *bad;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (!strcmp(tag, numbers[i].tag) && isnan(*numbers[i].value) && import_numbers(text, 1, &value, &bad) == 1)
      *numbers[i].value = value;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (!strcmp(tag, words[i].tag) && !words[i].value[0]) import_text(words[i].value, sizeof s->gga, text);
}

dftfit_status vasprun_settings_take(vasprun_settings *s, const import_xml *xml, const char *path, const char *text,
                                    dftfit_error *err) {
  static const char parameters[] = "modeling/parameters/";
  const char *leaf = strrchr(path, '/');
  (void)xml, (void)err;
  if (!strcmp(path, "modeling/generator/i:version"))
    import_text(s->calculation.version, sizeof s->calculation.version, text);
  else if (!strcmp(path, "modeling/kpoints/generation/v:divisions")) {
    const char *bad;
    if (import_numbers(text, 3, s->mesh, &bad) != 3)
      for (int k = 0; k < 3; k++) s->mesh[k] = NAN;
  } else if (!strncmp(path, parameters, sizeof parameters - 1) && !strncmp(leaf, "/i:", 3))
    take_parameter(s, leaf + 3, text);
  return DFTFIT_OK;
}

void vasprun_settings_finish(vasprun_settings *s, const vasp_species *species, const double cell[9]) {
  dataset_calculation *c = &s->calculation;
  char family[16] = ""; /* of the first POTCAR */
  sscanf(species->pseudopotentials, "%15[^, ]", family);
  import_text(c->pseudopotentials, sizeof c->pseudopotentials, species->pseudopotentials);
  vasp_functional(c, s->gga, family, s->metagga, s->hybrid[0] == 'T', s->ivdw > 0 ? (int)s->ivdw : 0);
  if (!isnan(s->ismear)) vasp_smearing(c, (int)s->ismear, s->sigma);
  import_remarks(c, s->ispin == 2, isnan(s->nelect) || species->valence <= 0 ? 0 : species->valence - s->nelect);
  import_kmesh(c, cell, s->mesh);
}
