/* SPDX-License-Identifier: BSD-3-Clause */
/** What can be found out about data before a fit: distances, net forces, configurations that repeat others. */
#ifndef TRAINER_DATA_SURVEY_H
#define TRAINER_DATA_SURVEY_H

#include "data/kin.h"

/** Distances up to this are looked at, A. */
#define SURVEY_REACH SIGNATURE_REACH

typedef struct survey_pair {
  double distance; /* A; INFINITY: no two such atoms within SURVEY_REACH */
  int64_t config;
} survey_pair;

/** Configuration `second` repeats the earlier one `first`. */
typedef struct survey_twin {
  int64_t first, second;
  kin_degree degree;
} survey_twin;

typedef struct survey {
  int nspecies;
  survey_pair *shortest; /* [nspecies*nspecies] symmetric                                        */
  double *net_force;     /* [nconfig] |sum of forces|, eV/A; NaN without forces                  */
  int64_t ntwin;
  survey_twin *twin; /* [ntwin] ascending in second; a configuration has at most one earlier twin */
} survey;

dftfit_status survey_create(const dataset *set, survey **out, dftfit_error *err);
void survey_destroy(survey *s); /* NULL is fine */

#endif
