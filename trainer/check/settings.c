/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/label.h"

static const double BOND_FORCE_CONSTANT = 10; /* eV/A^2 */
static const double SAME_NUMBER = 0.01, SAME_KSPACING = 0.3, SAME_TOLERANCE = 0.9;

static const struct {
  const char *name, *unit;
  size_t offset;
  bool number;
} table[SETTINGS] = {
    [SETTING_CODE] = {"code", "", offsetof(dataset_calculation, code), false},
    [SETTING_VERSION] = {"version", "", offsetof(dataset_calculation, version), false},
    [SETTING_FUNCTIONAL] = {"functional", "", offsetof(dataset_calculation, functional), false},
    [SETTING_PSEUDOPOTENTIALS] = {"pseudopotentials", "", offsetof(dataset_calculation, pseudopotentials), false},
    [SETTING_SMEARING] = {"smearing", "", offsetof(dataset_calculation, smearing), false},
    [SETTING_ECUT] = {"plane-wave cut-off", " eV", offsetof(dataset_calculation, ecut), true},
    [SETTING_KSPACING] = {"k spacing", " 1/A", offsetof(dataset_calculation, kspacing), true},
    [SETTING_SCF_TOLERANCE] = {"SCF tolerance", " eV", offsetof(dataset_calculation, scf_tolerance), true}};

const char *setting_name(setting which) { return table[which].name; }

static const char *text_of(const dataset_calculation *c, setting which) {
  return (const char *)c + table[which].offset;
}

static double number_of(const dataset_calculation *c, setting which) {
  double value;
  memcpy(&value, (const char *)c + table[which].offset, sizeof value);
  return value;
}

void setting_text(const dataset_calculation *c, setting which, char *text, size_t size) {
  text[0] = '\0';
  if (!table[which].number)
    snprintf(text, size, "%s", text_of(c, which));
  else if (!isnan(number_of(c, which)))
    snprintf(text, size, "%.4g%s", number_of(c, which), table[which].unit);
}

enum { NAME = 128 };

/* the next of the names between commas; false: there is none */
static bool next_name(const char **list, char name[NAME]) {
  const size_t n = strcspn(*list, ",");
  if (!**list) return false;
  char text[NAME];
  snprintf(text, sizeof text, "%.*s", (int)n, *list);
  import_text(name, NAME, text);
  *list += n + ((*list)[n] == ',');
  return true;
}

/* of "Si.upf", "PAW_PBE Si 05Jan2001", ...: the first word that begins with a symbol; 0: there is none */
static int element_of(const char *name) {
  int element = import_label_element(name);
  while (!element && (name = strchr(name, ' '))) element = import_label_element(++name);
  return element;
}

/* Whether the lists have different pseudopotentials of one element. What one of them does not have is another element
 * of an alloy. Where a name does not tell its element, the lists must be the same. */
static bool pseudopotentials_differ(const char *s, const char *t) {
  char name[NAME], other[NAME];
  if (!strcmp(s, t)) return false;
  while (next_name(&s, name)) {
    const int element = element_of(name);
    if (!element) return true;
    for (const char *list = t; next_name(&list, other);) {
      const int of_other = element_of(other);
      if (!of_other || (of_other == element && strcmp(name, other))) return true;
    }
  }
  return false;
}

void setting_join(const dataset_calculation *c, setting which, char *text, size_t size) {
  char name[NAME];
  if (which != SETTING_PSEUDOPOTENTIALS) {
    setting_text(c, which, text, size);
    return;
  }
  for (const char *list = text_of(c, which); next_name(&list, name);) import_list(text, size, name);
}

bool setting_differs(const dataset_calculation *a, const dataset_calculation *b, setting which) {
  if (!table[which].number) {
    const char *s = text_of(a, which), *t = text_of(b, which);
    if (which == SETTING_PSEUDOPOTENTIALS && !strcmp(a->code, b->code))
      return *s && *t && pseudopotentials_differ(s, t);
    return *s && *t && strcmp(s, t) != 0;
  }
  const double x = number_of(a, which), y = number_of(b, which);
  const double same = which == SETTING_KSPACING        ? SAME_KSPACING
                      : which == SETTING_SCF_TOLERANCE ? SAME_TOLERANCE
                                                       : SAME_NUMBER;
  return fabs(x - y) > same * fmax(fabs(x), fabs(y)); /* false where one is NaN */
}

double setting_force_error(double scf_tolerance) { return sqrt(2 * BOND_FORCE_CONSTANT * scf_tolerance); }
