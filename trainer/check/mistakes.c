/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/mistakes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* units that files come in, the usual ones first */
static const char *const stress_units[] = {"kbar", "bar", "GPa", "eV/A^3", "Ry/bohr^3", "hartree/bohr^3", "MPa", NULL};
static const char *const force_units[] = {"eV/A",     "hartree/bohr", "Ry/bohr", "kcal/mol/A",
                                          "kJ/mol/A", "hartree/A",    NULL};
static const char *const energy_units[] = {"eV", "hartree", "rydberg", "kcal/mol", "kJ/mol", NULL};

static const double TOLERANCE = 0.1;

static const char *const *units_of(unit_quantity quantity) {
  return quantity == UNIT_STRESS ? stress_units : quantity == UNIT_FORCE ? force_units : energy_units;
}

bool mistake_find(unit_quantity quantity, double slope, mistake *out) {
  const char *const *unit = units_of(quantity);
  const double size = fabs(slope), sign = slope < 0 ? -1 : 1;
  bool found = false;
  *out = (mistake){.factor = sign};
  if (slope < 0) snprintf(out->text, sizeof out->text, "the sign is the other one");
  if (fabs(size - 1) <= TOLERANCE) return slope < 0;
  for (int i = 0; unit[i]; i++)
    for (int j = 0; unit[j]; j++) {
      const double ratio = unit_factor(quantity, unit[i]) / unit_factor(quantity, unit[j]);
      const size_t length = strlen(out->text);
      if (i == j || fabs(size / ratio - 1) > TOLERANCE) continue;
      if (!found) out->factor = sign * ratio;
      snprintf(out->text + length, sizeof out->text - length, "%s%s read as %s",
               found ? " or " : (length ? ", and " : ""), unit[i], unit[j]);
      found = true;
    }
  return found;
}
