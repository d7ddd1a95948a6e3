/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

bool setting_differs(const dataset_calculation *a, const dataset_calculation *b, setting which) {
  if (!table[which].number) {
    const char *s = text_of(a, which), *t = text_of(b, which);
    return *s && *t && strcmp(s, t) != 0;
  }
  const double x = number_of(a, which), y = number_of(b, which);
  const double same = which == SETTING_KSPACING        ? SAME_KSPACING
                      : which == SETTING_SCF_TOLERANCE ? SAME_TOLERANCE
                                                       : SAME_NUMBER;
  return fabs(x - y) > same * fmax(fabs(x), fabs(y)); /* false where one is NaN */
}

double setting_force_error(double scf_tolerance) { return sqrt(2 * BOND_FORCE_CONSTANT * scf_tolerance); }
