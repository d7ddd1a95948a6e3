/* SPDX-License-Identifier: BSD-3-Clause */
/** Which configurations of a data file are taken. */
#ifndef TRAINER_TRANSFORM_CRITERIA_H
#define TRAINER_TRANSFORM_CRITERIA_H

#include "data/dataset_source.h"
#include "transform/number_list.h"

/** Names of one kind of criterion; none: whatever it is. Borrowed. */
typedef struct criteria_names {
  int n;
  const char **name;
} criteria_names;

typedef struct criteria {
  criteria_names group, exclude_group, kind, element; /* element: no others occur in the configuration */
  double energy[2];                                   /* eV/atom, lowest and highest */
  double volume[2];                                   /* A^3/atom                    */
  double natoms[2];
  double max_force;    /* eV/A, longest force of the configuration */
  double max_pressure; /* eV/A^3, largest |component| of the stress */
  bool need_energy, need_forces, need_stress;
  number_list configs, drop, calculation; /* configs and calculation: empty: all */
  bool no_copies;                         /* drop what is, bit for bit, an earlier configuration taken */
  int64_t every;                          /* of what is left of a group take the first and every so many; 0: all */
} criteria;

/** No criterion: all are taken. */
criteria criteria_all(void);
void criteria_clear(criteria *k);

typedef struct selection {
  int64_t nconfig, nkept, natom_kept; /* nconfig: of the file */
  uint8_t *keep;                      /* [nconfig] */
} selection;

/** Goes through the file once. An error where a group, kind or element is named that the file does not have, where a
 *  number is beyond it, or where nothing is left. A limit on a target that a configuration lacks does not hold it. */
dftfit_status selection_create(dataset_source *source, const criteria *k, selection *out, dftfit_error *err);
void selection_destroy(selection *s);

#endif
