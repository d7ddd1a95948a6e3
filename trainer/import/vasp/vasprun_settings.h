/* SPDX-License-Identifier: BSD-3-Clause */
/** What vasprun.xml says of the calculation: <generator>, <kpoints>, <parameters>. */
#ifndef TRAINER_IMPORT_VASP_VASPRUN_SETTINGS_H
#define TRAINER_IMPORT_VASP_VASPRUN_SETTINGS_H

#include "import/vasp/species.h"

typedef struct vasprun_settings {
  dataset_calculation calculation;
  /* tags; NaN, "": not in the file */
  double nelm, ismear, sigma, ispin, nelect, ivdw, pstress;
  char gga[16], metagga[16], hybrid[16];
  double mesh[3]; /* NaN: the k points are no mesh */
} vasprun_settings;

void vasprun_settings_begin(vasprun_settings *settings);
/** Takes an element of the file if it is a setting. Of one that stands twice the first counts. */
dftfit_status vasprun_settings_take(vasprun_settings *settings, const import_xml *xml, const char *path,
                                    const char *text, dftfit_error *err);
/** Fills settings->calculation from all that was taken; cell: that of the first step. */
void vasprun_settings_finish(vasprun_settings *settings, const vasp_species *species, const double cell[9]);

#endif
