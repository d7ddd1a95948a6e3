/* SPDX-License-Identifier: BSD-3-Clause */
/** Pairs of configurations that are almost the same, and the work that forces and stress do between them
 *  (docs/data-checks.md, equations 1 to 4). */
#ifndef TRAINER_CHECK_PAIRS_H
#define TRAINER_CHECK_PAIRS_H

#include "data/dataset.h"

/** Between the two of a pair no component of the strain is larger than this, and no atom moves further than this beyond
 *  what the strain moves it, so that the trapezoid rule holds: its error is of third order. */
#define PAIR_LARGEST_STRAIN 0.025
#define PAIR_STRAINED_DISPLACEMENT 0.05 /* A, in pairs with different cells */
#define PAIR_LARGEST_DISPLACEMENT 0.12  /* A, in pairs with the same cell */
#define PAIR_SAME_CELL 1e-6             /* cells whose strain is smaller count as the same */
#define PAIR_LEAST_DISPLACEMENT 1e-4    /* A; the digits of most files end below this */

/** Two configurations of one group and one composition with their atoms in the same order. Energies eV. */
typedef struct work_pair {
  int64_t a, b; /* configurations, a < b */
  int natom;
  bool strained;      /* the cells differ; else only atoms have moved */
  double energy;      /* E_b - E_a */
  double forces;      /* work against the forces, -trapezoid of sum F.du; NaN: atoms moved and forces are not known */
  double normal;      /* work of the diagonal of the stress, trapezoid of V sum_k sigma_kk d(eps_kk)         */
  double shear[3][3]; /* [k][l] work of stress component k on strain component l, both of yz xz xy:
                       * trapezoid of V sigma_k 2 d(eps_l); the right one is the sum of the diagonal       */
  double dilation;    /* trapezoid of V tr d(eps), about V_b - V_a, A^3                                     */
} work_pair;

typedef struct work_pairs {
  int64_t n, capacity;
  work_pair *pair; /* [n] */
} work_pairs;      /* all zero: empty */

void work_pairs_destroy(work_pairs *p);

/** Finds pairs among these n configurations, which have the same elements in the same order and the same periodic
 *  directions. Every configuration is compared with those after it in the list (with the next ones, where there are too
 *  many: PAIR_COMPARISONS in all) and enters at most PAIR_PARTNERS pairs of each sort with later ones, fewer where there would
 *  be more than PAIR_MOST of a sort in all, so that memory has a bound. Appends to *out.
 */
dftfit_status work_pairs_find(const dataset *set, int64_t n, const int64_t *config, work_pairs *out, dftfit_error *err);

enum { PAIR_PARTNERS = 32, PAIR_COMPARISONS = 50000000, PAIR_MOST = 500000 };

#endif
