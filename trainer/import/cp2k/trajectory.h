/* SPDX-License-Identifier: BSD-3-Clause */
/** Coordinates of the steps of a CP2K run: PROJECT-pos-1.xyz in the folder of the output. Its comment lines name the
 *  energy, by which a frame is known to belong to a step; steps in between (line searches) have none. */
#ifndef TRAINER_IMPORT_CP2K_TRAJECTORY_H
#define TRAINER_IMPORT_CP2K_TRAJECTORY_H

#include "import/reading/run.h"

typedef struct cp2k_trajectory {
  const char *output; /* borrowed */
  char project[128], path[512], cell_path[512];
  bool tried, open, more; /* more: the frame whose comment was read waits */
  import_stream stream;
  int natom;                /* of that frame */
  double energy;            /* eV */
  double step, placed_step; /* its number ("i ="), and that of the frame that was taken last; NaN: not said */
  bool cell_tried, cell_open;
  import_stream cells;                  /* PROJECT-1.cell */
  char no_positions[640], no_cell[640]; /* why a step is left out */
} cp2k_trajectory;

void cp2k_trajectory_begin(cp2k_trajectory *t, const char *output);
void cp2k_trajectory_end(cp2k_trajectory *t);
/** Puts the coordinates of the frame whose energy is that of the step into the run. *found: there is one. */
dftfit_status cp2k_trajectory_place(cp2k_trajectory *t, import_run *run, bool *found, dftfit_error *err);
/** The cell (rows, A) of the step whose frame was taken last, from PROJECT-1.cell. *found: it has a row of that number. */
dftfit_status cp2k_trajectory_cell(cp2k_trajectory *t, double cell[9], bool *found, dftfit_error *err);

#endif
