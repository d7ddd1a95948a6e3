/* SPDX-License-Identifier: BSD-3-Clause */
/** What FHI-aims repeats of control.in. */
#ifndef TRAINER_IMPORT_AIMS_SETTINGS_H
#define TRAINER_IMPORT_AIMS_SETTINGS_H

#include "import/reading/run.h"

typedef struct aims_settings {
  double mesh[3]; /* of k points; 0: not known */
  bool spin, finished;
  double charge;
} aims_settings;

/** Takes a line that begins with a keyword of control.in or names the version. */
void aims_setting(aims_settings *settings, dataset_calculation *calculation, const char *line);
/** Fills the calculation at the first step. */
void aims_finish(aims_settings *settings, import_run *run);

#endif
