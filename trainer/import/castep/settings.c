/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/castep/settings.h"

#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"

/* names by which other codes say the same; others stay as CASTEP prints them */
static const struct {
  const char *printed, *functional;
} functionals[] = {{"Perdew Burke Ernzerhof", "PBE"},
                   {"PBE for solids (2008)", "PBEsol"},
                   {"Perdew Burke Ernzerhof for solids", "PBEsol"},
                   {"Revised Perdew Burke Ernzerhof", "RPBE"},
                   {"Perdew Wang (1991)", "PW91"},
                   {"Local Density Approximation", "LDA"}};

void castep_functional(dataset_calculation *c, const char *text) {
  char printed[64];
  import_text(printed, sizeof printed, text);
  const char *name = printed;
  for (size_t i = 0; i < sizeof functionals / sizeof *functionals; i++)
    if (!strcmp(printed, functionals[i].printed)) name = functionals[i].functional;
  snprintf(c->functional, sizeof c->functional, "%.31s", name);
}

/* rows "Si 3|1.8|5|6|7|30:31:32" up to a blank line */
dftfit_status castep_pseudopotentials(import_run *run, dftfit_error *err) {
  for (;;) {
    char *word[2], name[64];
    DFTFIT_TRY(import_run_line(run, err));
    if (import_words(run->stream->text, word, 2) < 2) return DFTFIT_OK;
    snprintf(name, sizeof name, "%s %s", word[0], word[1]);
    import_list(run->calculation.pseudopotentials, sizeof run->calculation.pseudopotentials, name);
  }
}

void castep_constraints(castep_settings *s, const char *at) {
  double constraints;
  const char *equals = strchr(at, '=');
  s->held = equals && fortran_number(equals + 1, &constraints) && constraints > 3;
}

void castep_finish(castep_settings *s, import_run *run) {
  dataset_calculation *c = &run->calculation;
  if (s->finished) return;
  s->finished = true;
  import_kmesh(c, run->cell, s->mesh);
  if (s->tolerance > 0) c->scf_tolerance = s->tolerance * run->nsymbol;
  if (s->scheme[0]) snprintf(c->smearing, sizeof c->smearing, "%s, %g eV", s->scheme, s->width);
  import_remarks(c, s->spin, s->charge);
  if (s->langevin) import_list(c->remarks, sizeof c->remarks, "Langevin thermostat");
  if (s->held) import_list(c->remarks, sizeof c->remarks, "atoms held");
  size_t used = strlen(c->functional);
  if (s->dispersion) snprintf(c->functional + used, sizeof c->functional - used, " + dispersion");
}
