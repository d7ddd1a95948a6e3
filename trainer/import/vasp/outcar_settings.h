/* SPDX-License-Identifier: BSD-3-Clause */
/** What the head of an OUTCAR says of the calculation and of the species. */
#ifndef TRAINER_IMPORT_VASP_OUTCAR_SETTINGS_H
#define TRAINER_IMPORT_VASP_OUTCAR_SETTINGS_H

#include "import/reading/run.h"

enum { OUTCAR_TYPES = 128 };

typedef struct outcar_settings {
  int nion, nelm;
  int ntype, count[OUTCAR_TYPES]; /* ions of each type */
  /* elements of the types: by VRHFIN; else by the names of the POTCAR files, which stand twice */
  int nelement, nname;
  char element[OUTCAR_TYPES][8], name[2 * OUTCAR_TYPES][8];
  char potcar_functional[8], gga[8], metagga[8];
  bool hybrid;
  int ivdw;
  double mesh[3]; /* of k points; 0: not known */
  double spins, electrons;
  int nvalence;
  double valence[OUTCAR_TYPES]; /* electrons of an ion of each type */
} outcar_settings;

/** Takes a line that begins with the name of a setting. Lines that say it in another way are gone over. */
void outcar_setting(outcar_settings *o, dataset_calculation *calculation, const char *line);
/** Fills the calculation from all that was said; cell: that of the first step. */
void outcar_finish(const outcar_settings *o, dataset_calculation *calculation, const double cell[9]);
/** "ions per type = 2 4", which may go over several lines. */
dftfit_status outcar_types(import_run *run, outcar_settings *o, const char *at, dftfit_error *err);
/** Whether there is an element for each type. */
dftfit_status outcar_check_types(const import_run *run, const outcar_settings *o, dftfit_error *err);
/** The element of a type, where these are as many. */
const char *outcar_element(const outcar_settings *o, int type);

#endif
