/* SPDX-License-Identifier: BSD-3-Clause */
/** What ABINIT echoes of the variables of a calculation. */
#ifndef TRAINER_IMPORT_ABINIT_SETTINGS_H
#define TRAINER_IMPORT_ABINIT_SETTINGS_H

#include "import/reading/run.h"

enum { ABINIT_TYPES = 128 };

/* typat of a dataset; 0: of all that have none of their own */
typedef struct abinit_types {
  int dataset, natom, capacity;
  int *type; /* [natom] from 1 */
} abinit_types;

typedef struct abinit_settings {
  int nlist;
  abinit_types *list; /* [nlist] */
  int natom;          /* of the present dataset */
  const int *type;    /* [natom] */
  int ntype;
  double number[ABINIT_TYPES]; /* znucl */
  int occopt;
  double tsmear; /* eV */
  double kptrlatt[9];
  bool spin;
  double charge;
} abinit_settings;

void abinit_settings_clear(abinit_settings *settings);
/** The types of this dataset from here on. */
void abinit_dataset(abinit_settings *settings, int number);
/** "typat", "typat2": rest is the text behind the name without the number. Reads all lines of it. */
dftfit_status abinit_typat(abinit_settings *settings, import_run *run, const char *rest, dftfit_error *err);
/** Takes the variable that the line of the run names, and the lines over which it goes. */
dftfit_status abinit_setting(abinit_settings *settings, import_run *run, dftfit_error *err);
/** Symbols of all atoms into the run. */
dftfit_status abinit_symbols(const abinit_settings *settings, import_run *run, dftfit_error *err);
/** Smearing, remarks and the mesh of k points of a cell (rows, A). */
void abinit_mesh(const abinit_settings *settings, dataset_calculation *calculation, const double cell[9]);

#endif
