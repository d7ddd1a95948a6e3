/* SPDX-License-Identifier: BSD-3-Clause */
/** Stresses against forces where the cell does not change, so that no energy tells (docs/data-checks.md, "The virial
 *  test"): central forces between pairs of atoms are fitted to the forces of a group, and the stress that they make is
 *  compared with the stored one. */
#ifndef TRAINER_CHECK_VIRIAL_H
#define TRAINER_CHECK_VIRIAL_H

#include "data/dataset.h"

typedef struct virial_result {
  int group;
  int64_t nconfig;
  double forces;    /* correlation of the fitted forces with the stored ones                              */
  double deviator;  /* of the deviators of the diagonals of the stresses                                  */
  double shear;     /* of the shear components in the stored order                                        */
  double best;      /* and in the order that fits best in absolute value                                  */
  bool determined;  /* there are many more forces than unknowns                                           */
  double both;      /* of deviators and shear components together                                         */
  double push;      /* g at the shortest distances over the usual one: below 0 where near atoms repel each other */
  double size;      /* stored stress over that of the fitted forces, without the pressure                 */
  int order[3];     /* that order: stored component (0 yz, 1 xz, 2 xy) that is yz, xz, xy in truth        */
  bool wrong_order; /* best is far above shear                                                            */
  double others;    /* the median size in the other groups for which it is known; 0: there is none         */
  /* both correlations are clearly negative; near atoms repel or attract each other, or it is not clear */
  bool wrong_sign, wrong_forces, contradiction;
  bool wrong_size; /* far from that in the other groups, and from 1 */
} virial_result;

typedef struct virial_report {
  int n;
  virial_result *result; /* [n] groups with at least VIRIAL_CONFIGS configurations that have a stress and forces that
                          * are not small */
} virial_report;

enum { VIRIAL_CONFIGS = 6 };

dftfit_status virial_report_create(const dataset *set, virial_report *out, dftfit_error *err);
void virial_report_destroy(virial_report *r);

#endif
