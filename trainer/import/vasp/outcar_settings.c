/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/vasp/outcar_settings.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fortran_number.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"
#include "import/vasp/names.h"

/* the word after `=` on the line, at most 7 characters */
static void word_of(const char *line, char out[8]) {
  const char *p = strchr(line, '=');
  size_t n = 0;
  out[0] = '\0';
  if (!p) return;
  p += 1 + strspn(p + 1, " \t");
  while (n < 7 && p[n] && !isspace((unsigned char)p[n]) && p[n] != ':' && p[n] != ';') n++;
  memcpy(out, p, n);
  out[n] = '\0';
}

static bool number_of(const char *line, const char *name, double *out) {
  const char *p = strstr(line, name);
  if (p) p = strchr(p, '=');
  return p && fortran_number(p + 1, out);
}

/* "PAW_PBE O_s 08Apr2002": the second word; the first where there is one only */
static void potcar_name(outcar_settings *o, const char *text) {
  char first[32], second[32];
  int n = sscanf(text, "%31s %31s", first, second);
  if (n < 1 || o->nname == 2 * OUTCAR_TYPES) return;
  snprintf(o->name[o->nname++], sizeof o->name[0], "%.7s", n > 1 ? second : first);
}

static void species(outcar_settings *o, dataset_calculation *c, const char *line) {
  char text[64];
  const char *equals = strchr(line, '='), *colon = strchr(line, ':');
  if (!strncmp(line, "VRHFIN", 6) && o->nelement < OUTCAR_TYPES) {
    word_of(line, o->element[o->nelement++]);
  } else if (!strncmp(line, "TITEL", 5) && equals) {
    import_text(text, sizeof text, equals + 1);
    import_list(c->pseudopotentials, sizeof c->pseudopotentials, text);
  } else if (!strncmp(line, "POTCAR:", 7) && colon) {
    import_text(text, sizeof text, colon + 1);
    import_list(c->pseudopotentials, sizeof c->pseudopotentials, text);
    potcar_name(o, text);
  }
}

/* "ISMEAR =     1;   SIGMA  =   0.20"; the INCAR before it may have them on lines of their own */
static void smearing(dataset_calculation *c, const char *line) {
  double scheme, width;
  if (number_of(line, "ISMEAR", &scheme) && number_of(line, "SIGMA", &width) && fabs(scheme) < 100)
    vasp_smearing(c, (int)scheme, width);
}

static void functional_setting(outcar_settings *o, const char *line) {
  char word[8];
  double number;
  word_of(line, word);
  if (!strncmp(line, "LEXCH", 5)) {
    if (isalpha((unsigned char)word[0]) || !strcmp(word, "91")) strcpy(o->potcar_functional, word);
  } else if (!strncmp(line, "METAGGA", 7)) {
    if (strcmp(word, "F") && strcmp(word, "--")) strcpy(o->metagga, word);
  } else if (!strncmp(line, "GGA ", 4)) {
    if (strcmp(word, "--")) strcpy(o->gga, word);
  } else if (!strncmp(line, "LHFCALC", 7)) {
    o->hybrid = word[0] == 'T' || !strncmp(word, ".T", 2);
  } else if (!strncmp(line, "IVDW", 4) && number_of(line, "IVDW", &number) && number > 0 && number < 1000) {
    o->ivdw = (int)number;
  }
}

void outcar_setting(outcar_settings *o, dataset_calculation *c, const char *line) {
  double number;
  line += strspn(line, " \t");
  species(o, c, line);
  functional_setting(o, line);
  if (!strncmp(line, "vasp.", 5) && !c->version[0])
    snprintf(c->version, sizeof c->version, "%.*s", (int)strcspn(line + 5, " "), line + 5);
  if (!strncmp(line, "ENCUT", 5) && number_of(line, "ENCUT", &number)) c->ecut = number;
  if (!strncmp(line, "EDIFF ", 6) && number_of(line, "EDIFF", &number)) c->scf_tolerance = number;
  if (!strncmp(line, "NELM ", 5) && number_of(line, "NELM", &number) && number > 0 && number < INT_MAX)
    o->nelm = (int)number;
  if (!strncmp(line, "ISMEAR", 6)) smearing(c, line);
  if (!strncmp(line, "ISPIN", 5) && number_of(line, "ISPIN", &number)) o->spins = number;
  if (!strncmp(line, "NELECT", 6) && number_of(line, "NELECT", &number)) o->electrons = number;
  if (!strncmp(line, "ZVAL ", 5) && strchr(line, '=')) /* of all types, before the mass of none */
    o->nvalence = fortran_numbers(strchr(line, '=') + 1, o->ntype, o->valence);
}

void outcar_finish(const outcar_settings *o, dataset_calculation *c, const double cell[9]) {
  char family[16] = ""; /* of the first POTCAR, where no LEXCH is printed */
  sscanf(c->pseudopotentials, "%15[^, ]", family);
  vasp_functional(c, o->gga, o->potcar_functional[0] ? o->potcar_functional : family, o->metagga, o->hybrid, o->ivdw);
  double valence = 0;
  for (int t = 0; t < o->ntype && t < o->nvalence; t++) valence += o->count[t] * o->valence[t];
  import_remarks(c, o->spins == 2, o->nvalence == o->ntype && o->electrons > 0 ? valence - o->electrons : 0);
  import_kmesh(c, cell, o->mesh);
}

dftfit_status outcar_types(import_run *run, outcar_settings *o, const char *at, dftfit_error *err) {
  long sum = 0;
  o->ntype = 0;
  while (sum < o->nion) {
    double value;
    const char *next = fortran_number(at, &value);
    if (!next) {
      if (at[strspn(at, " \t")])
        return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "'%.40s' stands where ions per type are due",
                                  at);
      DFTFIT_TRY(import_run_line(run, err));
      at = run->stream->text;
      continue;
    }
    if (value < 1 || value > o->nion - sum || o->ntype == OUTCAR_TYPES)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE,
                                "%g ions of type %d: all types together must be the %d of NIONS, in at most %d types",
                                value, o->ntype + 1, o->nion, OUTCAR_TYPES);
    sum += (long)value;
    o->count[o->ntype++] = (int)value;
    at = next;
  }
  return DFTFIT_OK;
}

dftfit_status outcar_check_types(const import_run *run, const outcar_settings *o, dftfit_error *err) {
  const int given = o->nelement ? o->nelement : o->nname / 2;
  for (int t = 0; t < o->ntype && t < o->nelement && o->nname >= o->ntype; t++) {
    const int element = import_label_element(o->element[t]), named = import_label_element(o->name[t]);
    if (element && named && element != named)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_ELEMENT,
                                "type %d is '%s' by VRHFIN and '%s' by the name of its POTCAR", t + 1, o->element[t],
                                o->name[t]);
  }
  if (o->ntype > 0 && given == o->ntype) return DFTFIT_OK;
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX,
                            "the head of the file names %d elements (VRHFIN, POTCAR) and %d types of ions (ions per "
                            "type); there must be as many",
                            given, o->ntype);
}

const char *outcar_element(const outcar_settings *o, int type) {
  return o->nelement ? o->element[type] : o->name[type];
}
