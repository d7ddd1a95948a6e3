/* SPDX-License-Identifier: BSD-3-Clause */
/** Readers of DFT results: what they are told, where their configurations go. A reader fills an import_config, gives it
 * to import_add, and knows nothing of files of this project. */
#ifndef TRAINER_IMPORT_IMPORTER_H
#define TRAINER_IMPORT_IMPORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "data/dataset.h"

/** What the user says about the files. */
typedef struct import_options {
  /* keys under which targets stand; NULL: the usual names; "none": do not read this target */
  const char *energy_key, *forces_key, *stress_key, *virial_key, *group_key;
  /* factors to eV, eV/A, eV/A^3, eV, in place of what the file says; 0: not given */
  double energy_unit, force_unit, stress_unit, virial_unit;
  bool pressure;               /* stress has the sign of pressure: positive in compression */
  const char *const *excluded; /* [nexcluded] names of groups left out */
  int nexcluded;
} import_options;

/** What import_add counted. */
typedef struct import_tally {
  long read, excluded; /* configurations */
  long without_energy, without_forces, without_stress;
  long left_handed;    /* cells that were turned right-handed */
  long stress_dropped; /* stresses of configurations that are not periodic in all directions */
  long bare_number;    /* comments that are one number and nothing else, which was not read */
} import_tally;

/** One import under way. */
typedef struct importing {
  const import_options *options;
  dataset *set;
  const char *source; /* name under which the file is recorded */
  import_tally tally;
} importing;

/** Adds a configuration, read from line `line` of `input`: leaves out excluded groups, turns left-handed cells, and
 *  refuses cells without volume and stresses that no unit explains. */
dftfit_status import_add(importing *to, dataset_config *config, const char *input, int line, dftfit_error *err);

typedef struct importer {
  const char *name, *summary;
  bool (*recognise)(const char *head, size_t length);
  dftfit_status (*read)(const char *path, importing *to, dftfit_error *err);
} importer;

int importer_count(void);
const importer *importer_at(int i);
/** The importer of a name; NULL: there is none. */
const importer *importer_find(const char *name);
/** The importer that recognises the file. */
dftfit_status importer_recognise(const char *path, const importer **found, dftfit_error *err);

#endif
