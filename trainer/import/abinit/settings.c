/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/abinit/settings.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/fortran_number.h"
#include "dftfit/units.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"

void abinit_settings_clear(abinit_settings *s) {
  for (int i = 0; i < s->nlist; i++) free(s->list[i].type);
  free(s->list);
  *s = (abinit_settings){0};
}

static const abinit_types *find_types(const abinit_settings *s, int number) {
  for (int i = 0; i < s->nlist; i++)
    if (s->list[i].dataset == number) return &s->list[i];
  return NULL;
}

void abinit_dataset(abinit_settings *s, int number) {
  const abinit_types *own = find_types(s, number), *types = own ? own : find_types(s, 0);
  s->natom = types ? types->natom : 0;
  s->type = types ? types->type : NULL;
}

/* the list of a dataset, empty */
static dftfit_status begin_types(abinit_settings *s, int number, abinit_types **out, dftfit_error *err) {
  int i = 0;
  while (i < s->nlist && s->list[i].dataset != number) i++;
  if (i == s->nlist) {
    abinit_types *list = realloc(s->list, (size_t)(s->nlist + 1) * sizeof *list);
    DFTFIT_FAIL_IF(!list, err, DFTFIT_ERR_MEMORY, "out of memory for types of atoms");
    s->list = list;
    s->list[s->nlist++] = (abinit_types){.dataset = number};
  }
  *out = &s->list[i];
  (*out)->natom = 0;
  return DFTFIT_OK;
}

static dftfit_status add_type(abinit_types *types, const import_run *run, double value, dftfit_error *err) {
  if (!(value >= 1 && value <= ABINIT_TYPES && value == floor(value)))
    return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE, "typat %g: types are whole numbers, 1 to %d", value,
                              ABINIT_TYPES);
  if (types->natom == types->capacity) {
    int capacity = types->capacity > INT_MAX / 2 - 64 ? INT_MAX : 2 * types->capacity + 64;
    int *type = realloc(types->type, (size_t)capacity * sizeof *type);
    DFTFIT_FAIL_IF(!type || types->natom == INT_MAX, err, DFTFIT_ERR_MEMORY, "out of memory for %d atoms", capacity);
    types->type = type;
    types->capacity = capacity;
  }
  types->type[types->natom++] = (int)value;
  return DFTFIT_OK;
}

/* all numbers of a variable from `at` on, which goes on on lines that begin with a number */
static dftfit_status read_list(abinit_settings *s, import_run *run, const char *at, abinit_types *types,
                               const char *name, dftfit_error *err) {
  double value;
  if (!types) s->ntype = 0;
  DFTFIT_TRY(import_run_numbers(run, at, 1, &value, name, err));
  for (;;) {
    const char *next = fortran_number(at, &value);
    if (!next && at[strspn(at, " \t")])
      return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "'%.40s' stands where a number of %s is due", at,
                                name);
    if (!next) {
      DFTFIT_TRY(import_run_line(run, err));
      at = run->stream->text;
      if (fortran_number(at, &value)) continue;
      import_stream_unread(run->stream);
      return DFTFIT_OK;
    }
    if (types)
      DFTFIT_TRY(add_type(types, run, value, err));
    else if (s->ntype < ABINIT_TYPES)
      s->number[s->ntype++] = value;
    at = next;
  }
}

dftfit_status abinit_typat(abinit_settings *s, import_run *run, const char *rest, dftfit_error *err) {
  char *end = NULL;
  abinit_types *types = NULL;
  const long number = isdigit((unsigned char)*rest) ? strtol(rest, &end, 10) : 0;
  if (number < 0 || number > INT_MAX || (number == 0 && *rest != ' ')) return DFTFIT_OK;
  DFTFIT_TRY(begin_types(s, (int)number, &types, err));
  s->type = NULL; /* may move */
  s->natom = 0;
  DFTFIT_TRY(read_list(s, run, number ? end : rest, types, "typat", err));
  abinit_dataset(s, 0);
  return DFTFIT_OK;
}

/* "  LDA: new Teter (4/93) with spin-polarized option - ixc=1", on the next line */
static dftfit_status read_functional(import_run *run, dftfit_error *err) {
  DFTFIT_TRY(import_run_line(run, err));
  char *end = strstr(run->stream->text, " with spin");
  if (!end) end = strstr(run->stream->text, " - ixc");
  if (end) *end = '\0';
  import_text(run->calculation.functional, sizeof run->calculation.functional, run->stream->text);
  return DFTFIT_OK;
}

static void read_pseudopotential(import_run *run) {
  const char *slash = strrchr(run->stream->text, '/'), *is = strstr(run->stream->text, "file is ");
  if (slash || is)
    import_list(run->calculation.pseudopotentials, sizeof run->calculation.pseudopotentials,
                slash ? slash + 1 : is + 8);
}

static dftfit_status read_scalar(abinit_settings *s, import_run *run, const char *name, dftfit_error *err) {
  double value;
  const char *at = import_after_words(run->stream->text, 1);
  if (*(at + strspn(at, " ")) == '=') return DFTFIT_OK; /* the table of what needs memory */
  DFTFIT_TRY(import_run_numbers(run, at, 1, &value, name, err));
  if (!strcmp(name, "ecut")) run->calculation.ecut = value * DFTFIT_EV_PER_HARTREE;
  if (!strcmp(name, "toldfe")) run->calculation.scf_tolerance = value * DFTFIT_EV_PER_HARTREE;
  if (!strcmp(name, "occopt") && fabs(value) < 100) s->occopt = (int)value;
  if (!strcmp(name, "tsmear")) s->tsmear = value * DFTFIT_EV_PER_HARTREE;
  if (!strcmp(name, "nsppol")) s->spin = value == 2;
  return DFTFIT_OK;
}

dftfit_status abinit_setting(abinit_settings *s, import_run *run, dftfit_error *err) {
  char name[16] = "";
  const char *text = run->stream->text;
  sscanf(text, "%15s", name);
  if (!strcmp(name, ".Version")) {
    sscanf(text, " .Version %31s", run->calculation.version);
    return DFTFIT_OK;
  }
  if (!strcmp(name, "znucl")) return read_list(s, run, import_after_words(text, 1), NULL, name, err);
  if (!strcmp(name, "kptrlatt")) return import_run_numbers(run, import_after_words(text, 1), 9, s->kptrlatt, name, err);
  if (!strcmp(name, "electrons:")) {
    const char *charge = strstr(text, "charge:");
    return charge ? import_run_numbers(run, charge + 7, 1, &s->charge, "charge", err) : DFTFIT_OK;
  }
  if (!strncmp(name, "Exchange", 8)) return read_functional(run, err);
  if (!strcmp(name, "-")) {
    read_pseudopotential(run);
    return DFTFIT_OK;
  }
  return read_scalar(s, run, name, err);
}

dftfit_status abinit_symbols(const abinit_settings *s, import_run *run, dftfit_error *err) {
  run->nsymbol = 0;
  for (int i = 0; i < s->natom; i++) {
    int t = s->type[i] - 1;
    double z = t < s->ntype ? s->number[t] : 0;
    const char *symbol = z >= 1 && z <= ELEMENTS_COUNT && z == floor(z) ? element_symbol((int)z) : NULL;
    if (!symbol)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_ELEMENT,
                                "atom %d is of type %d, whose znucl is %g; it must be that of an element", i + 1, t + 1,
                                z);
    DFTFIT_TRY(import_run_symbol(run, symbol, err));
  }
  return DFTFIT_OK;
}

/* occopt (ABINIT manual) */
static const char *smearing_name(int occopt) {
  switch (occopt) {
  case 3:
    return "Fermi-Dirac";
  case 4:
  case 5:
    return "Marzari-Vanderbilt";
  case 6:
    return "Methfessel-Paxton 1";
  case 7:
    return "Gaussian";
  default:
    return NULL;
  }
}

void abinit_mesh(const abinit_settings *s, dataset_calculation *c, const double cell[9]) {
  import_kmesh_supercell(c, cell, s->kptrlatt);
  const char *name = smearing_name(s->occopt);
  if (name) snprintf(c->smearing, sizeof c->smearing, "%s, %.6g eV", name, s->tsmear);
  import_remarks(c, s->spin, s->charge);
}
