/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/aims/settings.h"

#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"

void aims_setting(aims_settings *s, dataset_calculation *c, const char *line) {
  char key[32] = "", word[64] = "";
  double number;
  if (sscanf(line, "%31s %63s", key, word) < 2) return;
  const char *rest = import_after_words(line, 1);
  if (!strcmp(key, "Version") && !c->version[0]) {
    snprintf(c->version, sizeof c->version, "%.31s", word);
  } else if (!strcmp(key, "FHI-aims")) {
    const char *colon = strchr(line, ':');
    if (colon) import_text(c->version, sizeof c->version, colon + 1);
  } else if (!strcmp(key, "xc") && !c->functional[0]) {
    snprintf(c->functional, sizeof c->functional, "%.31s", word);
  } else if (!strcmp(key, "occupation_type") && fortran_number(import_after_words(rest, 1), &number)) {
    snprintf(c->smearing, sizeof c->smearing, "%.32s, %g eV", word, number);
  } else if (!strcmp(key, "spin")) {
    s->spin = !strcmp(word, "collinear");
  }
}

void aims_finish(aims_settings *s, import_run *run) {
  if (s->finished) return;
  s->finished = true;
  import_kmesh(&run->calculation, run->cell, s->mesh);
  import_remarks(&run->calculation, s->spin, s->charge);
  snprintf(run->calculation.pseudopotentials, sizeof run->calculation.pseudopotentials, "none (all electrons)");
}
