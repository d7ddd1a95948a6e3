/* SPDX-License-Identifier: BSD-3-Clause */
/** The lower convex hull of energies over compositions: of all mixtures of the phases at hand with a composition, the
 *  energy of the best one. docs/honest-numbers.md, "High energies". */
#ifndef TRAINER_ASSEMBLE_HULL_H
#define TRAINER_ASSEMBLE_HULL_H

#include <stdint.h>

#include "dftfit/status.h"

typedef struct hull {
  int nelement;
  int64_t nvertex;
  double *x, *energy; /* [nvertex][nelement] shares of the elements, [nvertex] eV/atom; vertices of the hull */
  double far;         /* eV/atom: of elements that no phase is made of alone; far above all energies */
  double *work;       /* for hull_energy */
} hull;

/** The hull of n phases: x [n][nelement] shares that sum to 1, energy [n] eV/atom. */
dftfit_status hull_create(hull *h, int nelement, int64_t n, const double *x, const double *energy, dftfit_error *err);
void hull_destroy(hull *h);
/** The least of sum_k l_k E_k over mixtures with sum_k l_k x_k = x [nelement], l_k >= 0, eV/atom: a linear programme
 *  of nelement rows, solved by the simplex method [G. Dantzig, Linear Programming and Extensions, 1963]. INFINITY where
 *  no mixture has the composition. */
double hull_energy(const hull *h, const double *x);

#endif
