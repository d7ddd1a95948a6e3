/* SPDX-License-Identifier: BSD-3-Clause */
/** Sigma of every kind of target in every group, from fit.yaml. */
#ifndef TRAINER_ASSEMBLE_WEIGHTS_H
#define TRAINER_ASSEMBLE_WEIGHTS_H

#include "config/fit_config.h"
#include "data/dataset.h"
#include "problem.h"

typedef struct target_weight {
  bool used;
  double sigma;       /* rows are divided by it. TARGET_FIXED: the sigma over the balance, eV/atom, eV/A, eV/A^3; else
                         the sigma of the group in units of that of the class */
  target_class class; /* where its rows go                                                           */
} target_weight;

/** weight [ngroup*TARGET_KINDS], group by group. A group of fit.yaml that the data lack is an error. */
dftfit_status weights_resolve(const fit_config *config, const dataset *set, target_weight *weight, dftfit_error *err);
/** Whether the sigma of a kind is to be estimated; else what it is. */
void weights_options(const fit_config *config, int kind, bool *estimated, double *sigma);
/** Index of the group that node names. */
dftfit_status group_find(const dataset *set, dftfit_node node, int *group, dftfit_error *err);

#endif
