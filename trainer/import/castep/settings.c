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

static void read_functional(dataset_calculation *c, const char *text) {
  char printed[64];
  import_text(printed, sizeof printed, text);
  const char *name = printed;
  for (size_t i = 0; i < sizeof functionals / sizeof *functionals; i++)
    if (!strcmp(printed, functionals[i].printed)) name = functionals[i].functional;
  snprintf(c->functional, sizeof c->functional, "%.31s", name);
}

/* "name   : value" */
static dftfit_status number_after_colon(const import_run *run, const char *text, double *out, dftfit_error *err) {
  const char *colon = strchr(text, ':');
  return import_run_numbers(run, colon ? colon + 1 : text, 1, out, "the value of a parameter", err);
}

/* rows "Si 3|1.8|5|6|7|30:31:32" up to a blank line */
static dftfit_status read_pseudopotentials(import_run *run, dftfit_error *err) {
  for (;;) {
    char *word[2], name[64];
    DFTFIT_TRY(import_run_line(run, err));
    if (import_words(run->stream->text, word, 2) < 2) return DFTFIT_OK;
    snprintf(name, sizeof name, "%s %s", word[0], word[1]);
    import_list(run->calculation.pseudopotentials, sizeof run->calculation.pseudopotentials, name);
  }
}

dftfit_status castep_setting(castep_settings *s, import_run *run, dftfit_error *err) {
  dataset_calculation *c = &run->calculation;
  const char *text = run->stream->text + strspn(run->stream->text, " \t"), *colon = strchr(text, ':');
  if (!strncmp(text, "| Welcome", 9)) {
    const char *version = strstr(text, "version ");
    if (version) sscanf(version, "version %31s", c->version);
  } else if (!strncmp(text, "using functional", 16) && colon) {
    read_functional(c, colon + 1);
  } else if (!strncmp(text, "DFT+D:", 6)) {
    const char *last = strrchr(text, ':');
    s->dispersion = strstr(last, "on") != NULL;
  } else if (!strncmp(text, "plane wave basis set cut-off", 28)) {
    return number_after_colon(run, text, &c->ecut, err);
  } else if (!strncmp(text, "total energy / atom", 19)) {
    return number_after_colon(run, text, &s->tolerance, err);
  } else if (!strncmp(text, "smearing scheme", 15) && colon) {
    import_text(s->scheme, sizeof s->scheme, colon + 1);
  } else if (!strncmp(text, "smearing width", 14)) {
    return number_after_colon(run, text, &s->width, err);
  } else if (!strncmp(text, "MP grid", 7)) {
    return import_run_numbers(run, import_after_words(text, 7), 3, s->mesh, "the mesh of k points", err);
  } else if (!strncmp(text, "treating system as spin", 23)) {
    s->spin = true;
  } else if (!strncmp(text, "net charge", 10)) {
    return number_after_colon(run, text, &s->charge, err);
  } else if (strstr(text, "Langevin thermostat")) {
    s->langevin = true;
  } else if (!strncmp(text, "Number of ionic constraints", 27)) {
    double constraints;
    const char *equals = strchr(text, '=');
    s->held = equals && fortran_number(equals + 1, &constraints) && constraints > 3;
  } else if (!strncmp(text, "Files used", 10)) {
    return read_pseudopotentials(run, err);
  }
  return DFTFIT_OK;
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
