/* SPDX-License-Identifier: BSD-3-Clause */
/** Clusters of atoms with open boundaries, their brute-force neighbour lists and what a potential gives for them. */
#ifndef CONFORMANCE_CLUSTER_H
#define CONFORMANCE_CLUSTER_H

#include <stdint.h>

#include "dftfit/fit.h"
#include "dftfit/grade.h"

/** xorshift64*, seeded; the same numbers on every machine. */
typedef struct random_state {
  uint64_t s;
} random_state;
double random_uniform(random_state *state); /* 0 <= u < 1 */

enum { MAX_ATOMS = 48 };

/** The element of atom i is element[i]; -1 makes it an atom that is not of the potential. */
typedef struct cluster {
  int n;
  double x[MAX_ATOMS][3];
  int element[MAX_ATOMS];
} cluster;

/** n atoms of all elements of the potential in a cube of about the cutoff, none closer than 0.3 of the largest cutoff.
 */
cluster cluster_random(const dftfit_potential *pot, int n, uint64_t seed);
/** Atom 1 at distance r along x from atom 0. */
cluster cluster_dimer(int element0, int element1, double r);

typedef struct outcome {
  double energy, virial[6];
  double force[MAX_ATOMS][3], eatom[MAX_ATOMS], vatom[MAX_ATOMS][6], cvatom[MAX_ATOMS][9];
} outcome;

/** Evaluates with lists that hold every other atom, whatever its distance. */
dftfit_status cluster_try(const dftfit_potential *pot, const cluster *c, outcome *out, dftfit_error *err);
/** The same; the test fails when it is refused. */
outcome cluster_evaluate(const dftfit_potential *pot, const cluster *c);
/** Jacobian with the same lists. */
void cluster_jacobian(const dftfit_potential *pot, const cluster *c, const dftfit_row_sink *sink);
/** Derivatives of the site energies with the same lists. */
dftfit_status cluster_site_derivatives(const dftfit_potential *pot, const cluster *c, const dftfit_site_sink *sink,
                                       dftfit_error *err);

double outcome_force_scale(const outcome *o, int n);  /* largest component, at least 1e-3 eV/A */
double outcome_energy_scale(const outcome *o, int n); /* sum of |E_i|, at least 1e-3 eV       */

#endif
