/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "forms/ace/coupling.h"

/* One of the two tuples m, -m, the m of same factors in order. */
static void fold(int rank, const bool *same, signed char *m) {
  signed char minus[COUPLING_MAX_RANK];
  for (int t = 0; t < rank; t++) minus[t] = (signed char)-m[t];
  dftfit_coupling_canonical(rank, same, m);
  dftfit_coupling_canonical(rank, same, minus);
  for (int t = 0; t < rank; t++) {
    if (m[t] == minus[t]) continue;
    if (m[t] > minus[t]) memcpy(m, minus, (size_t)rank);
    return;
  }
}

/* Multiplies out factor t and those after it; so far scale * i^turns * prod Y_{l m} with m [t]. The inverse of the
 * relations in docs/forms/ace.md (7): a_{l,k} = [(-1)^k A_k + A_-k]/sqrt(2), a_{l,-k} = -i [(-1)^k A_k - A_-k]/sqrt(2)
 */
static void multiply(const coupling *real, const bool *same, const signed char *mu, int t, signed char *m, double scale,
                     int turns, coupling *out) {
  if (t == real->rank) {
    int sum = 0;
    signed char tuple[COUPLING_MAX_RANK];
    for (int s = 0; s < real->rank; s++) sum += m[s];
    if (sum != 0 || turns % 2) return; /* these cancel in an invariant of even parity */
    memcpy(tuple, m, (size_t)real->rank);
    fold(real->rank, same, tuple);
    dftfit_coupling_add_term(out, tuple, turns % 4 ? -scale : scale);
    return;
  }
  int k = mu[t] < 0 ? -mu[t] : mu[t];
  if (k == 0) {
    m[t] = 0;
    multiply(real, same, mu, t + 1, m, scale, turns, out);
    return;
  }
  double sign = k % 2 ? -1 : 1;
  m[t] = (signed char)k;
  multiply(real, same, mu, t + 1, m, scale * sign * M_SQRT1_2, turns + (mu[t] > 0 ? 0 : 3), out);
  m[t] = (signed char)-k;
  multiply(real, same, mu, t + 1, m, scale * M_SQRT1_2, turns + (mu[t] > 0 ? 0 : 1), out);
}

void dftfit_coupling_add_complex(const coupling *real, const bool *same, double scale, coupling *out) {
  signed char m[COUPLING_MAX_RANK];
  for (int q = 0; q < real->nterm; q++)
    multiply(real, same, real->m + q * real->rank, 0, m, scale * real->c[q], 0, out);
}
