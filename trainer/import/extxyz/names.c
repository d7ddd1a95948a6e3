/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/extxyz/names.h"

#include <stddef.h>
#include <stdio.h>

enum { NAMES = 8 };

static const char *const prefixes[EXTXYZ_PREFIXES] = {"", "dft_", "ref_", "qm_"};

static const char *const names[][NAMES] = {
    [TARGET_KEY_ENERGY] = {"free_energy", "energy", "total_energy", "potential_energy"},
    [TARGET_KEY_FORCES] = {"forces", "force"},
    [TARGET_KEY_STRESS] = {"stress", "stresses"},
    [TARGET_KEY_VIRIAL] = {"virial", "virials"},
};

bool extxyz_name(extxyz_target target, int prefix, int i, char name[EXTXYZ_NAME]) {
  if (i >= NAMES || !names[target][i]) return false;
  snprintf(name, EXTXYZ_NAME, "%s%s", prefixes[prefix], names[target][i]);
  return true;
}
