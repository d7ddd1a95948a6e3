/* SPDX-License-Identifier: BSD-3-Clause */
/** What is to be changed in the targets of a data file, as `dftfit info --check --corrections` writes it and
 *  `dftfit data correct` reads it (docs/data-checks.md, "Corrections"). */
#ifndef TRAINER_TRANSFORM_CORRECTIONS_H
#define TRAINER_TRANSFORM_CORRECTIONS_H

#include "data/dataset.h"
#include "dftfit/yaml.h"
#include "transform/number_list.h"

typedef struct correction {
  dftfit_node node;
  const char *group, *atoms; /* NULL: any; atoms: a formula like Be2W4, elements in any order */
  number_list configs;       /* empty: all */
  int stress_order[6];       /* component (0 xx 1 yy 2 zz 3 yz 4 xz 5 xy) that what is stored as k is in truth */
  double stress_factor, stress_offset, force_factor, energy_factor; /* offset: eV/A^3, after order and factor */
  bool drop_energy, drop_forces, drop_stress;
  int64_t done; /* configurations that it was applied to */
} correction;

typedef struct corrections {
  dftfit_yaml *document;
  int n;
  correction *entry; /* [n] */
} corrections;

/** Parses a list of corrections; path names it in errors. */
dftfit_status corrections_parse(const char *path, const char *text, size_t length, corrections *out, dftfit_error *err);
void corrections_destroy(corrections *list);

/** Applies all that concern configuration c of the set, number `number` of its file, in their order. */
void corrections_apply(corrections *list, dataset *set, int64_t c, int64_t number);
/** An error when one of them concerned no configuration. */
dftfit_status corrections_check_done(const corrections *list, dftfit_error *err);

#endif
