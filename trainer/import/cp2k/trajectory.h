/* SPDX-License-Identifier: BSD-3-Clause */
/** Coordinates of the steps of a CP2K run: PROJECT-pos-1.xyz in the folder of the output. Its comment lines name the
 *  energy, by which a frame is known to belong to a step; steps in between (line searches) have none. */
#ifndef TRAINER_IMPORT_CP2K_TRAJECTORY_H
#define TRAINER_IMPORT_CP2K_TRAJECTORY_H

#include "import/reading/run.h"

typedef struct cp2k_trajectory {
  const char *output; /* borrowed */
  char project[128], path[512];
  bool tried, open, more; /* more: the frame whose comment was read waits */
  import_stream stream;
  int natom;     /* of that frame */
  double energy; /* eV */
} cp2k_trajectory;

void cp2k_trajectory_begin(cp2k_trajectory *t, const char *output);
void cp2k_trajectory_end(cp2k_trajectory *t);
/** Puts the coordinates of the frame whose energy is that of the step into the run. *found: there is one. */
dftfit_status cp2k_trajectory_place(cp2k_trajectory *t, import_run *run, bool *found, dftfit_error *err);

#endif
