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

/** Takes the line of the run, which names a parameter. */
dftfit_status castep_setting(castep_settings *settings, import_run *run, dftfit_error *err);
/** Fills the calculation at the first step. */
void castep_finish(castep_settings *settings, import_run *run);

#endif
