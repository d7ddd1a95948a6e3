/* SPDX-License-Identifier: BSD-3-Clause */
/** What CASTEP prints of the parameters of a calculation. */
#ifndef TRAINER_IMPORT_CASTEP_SETTINGS_H
#define TRAINER_IMPORT_CASTEP_SETTINGS_H

#include "import/reading/run.h"

typedef struct castep_settings {
  double mesh[3];   /* of k points; 0: not known */
  double tolerance; /* eV, of an atom; 0: not known */
  double width;     /* eV */
  char scheme[32];  /* of the smearing */
  bool spin, dispersion, finished;
  bool langevin, held; /* molecular dynamics with random forces; more constraints than that of the centre of mass */
  double charge;
} castep_settings;

/** The functional that CASTEP names so, by the name that other codes give it. */
void castep_functional(dataset_calculation *calculation, const char *printed);
/** Rows "Si 3|1.8|5|6|7|30:31:32" up to a blank line. */
dftfit_status castep_pseudopotentials(import_run *run, dftfit_error *err);
/** " = 3" behind the number of constraints. */
void castep_constraints(castep_settings *settings, const char *at);
/** Fills the calculation at the first step. */
void castep_finish(castep_settings *settings, import_run *run);

#endif
