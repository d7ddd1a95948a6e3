/* SPDX-License-Identifier: BSD-3-Clause */
/** The part of `dftfit fit` that makes the active sets of the extrapolation grade (`grade: on`). */
#ifndef TRAINER_COMMANDS_FIT_GRADE_H
#define TRAINER_COMMANDS_FIT_GRADE_H

#include "config/fit_config.h"
#include "grade/calibrate.h"

typedef struct fit_grade {
  active_sets sets;
  calibration calibration;
} fit_grade;

/** Collective. Makes the sets, judges them on groups left out, writes them beside the potential that is to be
 *  written and puts the name of the file into that potential. */
dftfit_status fit_grade_make(MPI_Comm comm, const fit_config *config, design *d, const linear_fit *fit, fit_grade *out,
                             dftfit_error *err);
/** Path of the companion of a potential file: Si.yaml -> Si.grade. The caller frees it. */
dftfit_status fit_grade_path(const char *output, char **path, dftfit_error *err);
void fit_grade_destroy(fit_grade *g);

#endif
