/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations sorted by group and composition. */
#ifndef TRAINER_CHECK_COMPOSITION_H
#define TRAINER_CHECK_COMPOSITION_H

#include <stddef.h>

#include "data/dataset.h"

/** Configurations of one group with the same number of atoms of each element and the same periodic directions. Those
 *  whose atoms stand in the same order follow each other, in the order of the data. */
typedef struct composition_class {
  int group;
  int64_t n;
  const int64_t *config; /* [n] within the table's list */
} composition_class;

typedef struct composition_table {
  int64_t n;
  composition_class *entry; /* [n] ascending in group, then by first configuration */
  int64_t *config;          /* [nconfig] all configurations, class after class */
} composition_table;

dftfit_status composition_table_create(const dataset *set, composition_table *out, dftfit_error *err);
/** The same with one class for all configurations with the same shares of the elements and the same periodic directions,
 *  whatever their group and number of atoms; group is -1, and the order within a class is that of the data. */
dftfit_status composition_pool_create(const dataset *set, composition_table *out, dftfit_error *err);
void composition_table_destroy(composition_table *t);

/** How many entries of config [n], from the first on, have the elements of the first in the same order. */
int64_t composition_same_order(const dataset *set, int64_t n, const int64_t *config);

/** Number of atoms of each species of configuration c into count [nspecies]. */
void composition_count(const dataset *set, int64_t c, int64_t *count);
/** "Be2W4" for configuration c, cut off where size ends. */
void composition_formula(const dataset *set, int64_t c, char *text, size_t size);

#endif
