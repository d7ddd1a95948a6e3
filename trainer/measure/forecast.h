/* SPDX-License-Identifier: BSD-3-Clause */
/** What a fit will take, said before it starts: memory from the sizes, time from measuring one configuration and one
 *  fold of rows on this machine. */
#ifndef TRAINER_MEASURE_FORECAST_H
#define TRAINER_MEASURE_FORECAST_H

#include <stdint.h>

#include "assemble/design.h"

typedef struct forecast {
  double rows, columns; /* of the fit                                     */
  int64_t configs, atoms;
  double assembly, qr, solve;   /* seconds on nrank ranks; solve: one choice of sigmas */
  double restraint;             /* seconds, the rows of its structures; 0: there is none */
  double triangles, data, work; /* bytes on a rank */
} forecast;

/** Evaluates the rows of the largest configuration once; where there will be a restraint, with so many structures of
 *  structure_atoms atoms, that of its energy once more. */
dftfit_status forecast_make(design *d, int nrank, bool cross_validation, int64_t structures, int structure_atoms,
                            forecast *out, dftfit_error *err);

#endif
