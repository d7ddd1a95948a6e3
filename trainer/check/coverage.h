/* SPDX-License-Identifier: BSD-3-Clause */
/** What the configurations of a data set show, one by one, and what they leave out (docs/data-checks.md, "Coverage").
 */
#ifndef TRAINER_CHECK_COVERAGE_H
#define TRAINER_CHECK_COVERAGE_H

#include "check/composition.h"

/** Why a configuration is of its kind. */
typedef enum coverage_reason {
  REASON_GROUP,       /* its group has this kind, from its name or from --kind            */
  REASON_VACUUM,      /* empty space across one or two directions                         */
  REASON_ALONE,       /* empty space around it in all directions                          */
  REASON_SAME_SHAPE,  /* no forces; neighbours as in the configuration of lowest energy   */
  REASON_NO_TARGET,   /* neither energy nor forces, so nothing tells rest from motion       */
  REASON_OTHER_SHAPE, /* no forces; other neighbours than in the one of lowest energy      */
  REASON_FEW_SITES,   /* some atoms, near each other, have other neighbours than most      */
  REASON_PLANE,       /* such atoms fill a line or a plane                                 */
  REASON_BRAGG,       /* forces, and Bragg peaks of a crystal                              */
  REASON_NO_BRAGG,    /* forces, and no Bragg peaks                                        */
  REASONS
} coverage_reason;

typedef struct coverage {
  dataset_kind *kind;      /* [nconfig] */
  coverage_reason *reason; /* [nconfig] */
  /* [nconfig] largest component of the strain against the configuration of lowest energy of the same group, composition
   * and order; NaN where it is not periodic or has no energy */
  double *strain;
  double *above;       /* [nconfig] eV/atom above the lowest energy of this composition in the data; NaN: no energy */
  double *temperature; /* [nconfig] of the displacements from the mean of the run, K; NaN where there is none */
} coverage;

dftfit_status coverage_create(const dataset *set, const composition_table *table, coverage *out, dftfit_error *err);
void coverage_destroy(coverage *c);
const char *coverage_reason_text(coverage_reason reason);

#endif
