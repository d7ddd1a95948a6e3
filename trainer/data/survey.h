/* SPDX-License-Identifier: BSD-3-Clause */
/** What can be found out about data before a fit: distances, net forces, configurations that repeat others. */
#ifndef TRAINER_DATA_SURVEY_H
#define TRAINER_DATA_SURVEY_H

#include "data/dataset.h"

/** Distances up to this are looked at, A: first and second neighbours of any solid. */
#define SURVEY_REACH 5.0
enum { SURVEY_MOMENTS = 8 };

typedef struct survey_pair {
  double distance; /* A; INFINITY: no two such atoms within SURVEY_REACH */
  int64_t config;
} survey_pair;

typedef enum survey_sameness {
  SURVEY_IDENTICAL, /* the same cell, elements and positions, bit for bit                                    */
  SURVEY_ALIKE      /* the same distances: an almost equal, or shifted, rotated, reflected, permuted structure */
} survey_sameness;

/** Configuration `second` repeats the earlier one `first`. */
typedef struct survey_twin {
  int64_t first, second;
  survey_sameness sameness;
} survey_twin;

typedef struct survey {
  int nspecies;
  survey_pair *shortest; /* [nspecies*nspecies] symmetric                                        */
  double *net_force;     /* [nconfig] |sum of forces|, eV/A; NaN without forces                  */
  /* Moments of every atom's surroundings: sums over neighbours within SURVEY_REACH. Those of configuration c begin at
   * moment[first_atom[c] * SURVEY_MOMENTS]; one moment of all its atoms, ascending, follows another. */
  float *moment;
  int64_t ntwin;
  survey_twin *twin; /* [ntwin] ascending in second; a configuration has at most one earlier twin */
} survey;

/** Two configurations of one composition are alike when the sorted moments of their atoms differ by no more than this
 *  fraction of the mean zeroth moment: displacements of less than about 0.01 A, strains of less than about 1e-4. */
#define SURVEY_ALIKE_TOLERANCE 1e-3

dftfit_status survey_create(const dataset *set, survey **out, dftfit_error *err);
void survey_destroy(survey *s); /* NULL is fine */

#endif
