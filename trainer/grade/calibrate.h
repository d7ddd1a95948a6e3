/* SPDX-License-Identifier: BSD-3-Clause */
/** What a grade means: groups of configurations are left out of the fit and of the active sets, then predicted; their
 *  atoms' grades stand beside the errors of their forces. docs/grade.md, "Calibration" */
#ifndef TRAINER_GRADE_CALIBRATE_H
#define TRAINER_GRADE_CALIBRATE_H

#include "grade/active_sets.h"

enum { CALIBRATION_FOLDS = 8 /* at most; smaller groups are left out together */, CALIBRATION_BINS = 10 };

typedef struct calibration_bin {
  double from, upto; /* grade, upto excluded             */
  int64_t atoms;     /* with a DFT force                 */
  double square;     /* sum of the mean squares over components, eV^2/A^2 */
} calibration_bin;

typedef struct calibration {
  int nfold;       /* 0: not done, the data have one group only           */
  double reliable; /* up to this grade errors are of the usual size; 0: not known */
  double usual;    /* root mean square of force errors up to grade 1, or in the first bin that has enough atoms; eV/A */
  calibration_bin bin[CALIBRATION_BINS];
} calibration;

/** Collective; every rank has the result. The design is
 *  left as it was found, fit->x applied. */
dftfit_status calibrate(MPI_Comm comm, design *d, const linear_fit *fit, const active_sets *sets, calibration *out,
                        dftfit_error *err);

#endif
