/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/accumulate.h"

/** Ranks needed when none may carry more than limit; fills first as far as nrank. */
static int ranks_needed(int nleaf, const double *cost, double limit, int nrank, int *first) {
  int rank = 0;
  double load = 0;
  first[0] = 0;
  for (int i = 0; i < nleaf; i++) {
    if (i > first[rank < nrank ? rank : nrank - 1] && load + cost[i] > limit) {
      rank++;
      load = 0;
      if (rank >= nrank) return rank + 1;
      first[rank] = i;
    }
    load += cost[i];
  }
  for (int r = rank + 1; r <= nrank; r++) first[r] = nleaf;
  return rank + 1;
}

void deal_leaves(int nleaf, const double *cost, int nrank, int *first) {
  enum { BISECTIONS = 60 }; /* to the last bits of the costs */
  double high = 0, low = 0;
  for (int i = 0; i < nleaf; i++) high += cost[i];
  for (int step = 0; step < BISECTIONS; step++) {
    double middle = 0.5 * (low + high);
    if (ranks_needed(nleaf, cost, middle, nrank, first) <= nrank)
      high = middle;
    else
      low = middle;
  }
  ranks_needed(nleaf, cost, high, nrank, first);
}
