/* SPDX-License-Identifier: BSD-3-Clause */
/** Leaves of the QR tree: fixed runs of whole configurations of one fold. Their sizes depend on the data and the number
 *  of columns alone, never on the number of ranks. */
#ifndef TRAINER_ASSEMBLE_LEAVES_H
#define TRAINER_ASSEMBLE_LEAVES_H

#include "data/dataset.h"

typedef struct leaves {
  int n;
  int *fold;       /* [n] ascending                                                   */
  double *cost;    /* [n] floating-point operations, about                            */
  int64_t *first;  /* [n+1] configurations config[first[i]] .. config[first[i+1]-1]   */
  int64_t *config; /* [training configurations] fold by fold, in the order of the data */
} leaves;

/** fold_of [nconfig]: fold of each configuration, negative: not of the fit. neighbours: of an atom, on average. */
dftfit_status leaves_create(const dataset *set, const int *fold_of, int nfold, int ncolumn, double neighbours,
                            leaves *out, dftfit_error *err);
void leaves_destroy(leaves *l);
/** Operations that the rows of a configuration of natom atoms take: derivatives, then QR. */
double config_cost(double natom, int ncolumn, double neighbours);

#endif
