/* SPDX-License-Identifier: BSD-3-Clause */
/* Limits on the basis functions from their number alone: all orders grow together, one step of the total degree at a
 * time, until the next step would be too many. docs/forms/ace.md, "Basis of a given size". */
#include <math.h>

#include "functions/ace_basis.h"

/* Steps of the degree by which an order lags behind pairs: those of the best of some bases that were compared by
 * cross-validation on the mlearn silicon set. Functions of higher order pay once the lower ones are resolved. */
static const int lag[COUPLING_MAX_RANK] = {3, 0, 3, 5, 7, 9};
enum { PAIR_STEPS = 7, MOST_STEPS = 26 }; /* two-body functions cost next to nothing: n = 1 .. 8 at least */

/* Limits e steps above the lowest function (all n = 1, l = 0) of rank v. One kind of index cannot use all of the steps:
 * the last functions of one kind resolve less than the first of another. */
static ace_order limits_at(int v, int e, double l_weight) {
  if (v == 1) return (ace_order){.n_max = 1 + e, .l_max = 0, .degree = 1 + e};
  int l_max = (int)ceil(0.5 * e / l_weight);
  return (ace_order){
      .n_max = 1 + (int)ceil(0.6 * e), .l_max = l_max > COUPLING_MAX_L ? COUPLING_MAX_L : l_max, .degree = v + e};
}

/* Functions of rank v alone, of one central element. */
static dftfit_status count(int nelement, int v, const ace_order *o, double l_weight, int *n, dftfit_error *err) {
  ace_order only[COUPLING_MAX_RANK] = {0};
  ace_basis basis = {0};
  only[v - 1] = *o;
  dftfit_status status = ace_basis_generate(nelement, v, only, l_weight, &basis, err);
  *n = basis.first[1] - basis.first[0];
  ace_basis_free(&basis);
  return status;
}

static int steps_of(int v, int level) {
  int e = level - lag[v - 1];
  return v == 1 && e < PAIR_STEPS ? PAIR_STEPS : e;
}

dftfit_status ace_basis_limits(int nelement, int norder, int size, double l_weight, ace_order *order,
                               dftfit_error *err) {
  int n[COUPLING_MAX_RANK] = {0}, total = 0;
  bool full = false;
  for (int v = 1; v <= norder; v++) order[v - 1] = (ace_order){0};
  for (int level = 0; !full && level <= MOST_STEPS; level++) {
    for (int v = 1; v <= norder && !full; v++) {
      int e = steps_of(v, level), more;
      if (e < 0 || (v == 1 && e == PAIR_STEPS && order[0].n_max > 0)) continue;
      ace_order next = limits_at(v, e, l_weight);
      DFTFIT_TRY(count(nelement, v, &next, l_weight, &more, err));
      full = total - n[v - 1] + more > size;
      if (full) break;
      total += more - n[v - 1];
      n[v - 1] = more;
      order[v - 1] = next;
    }
  }
  for (int v = 1; v <= norder; v++)
    if (n[v - 1] == 0)
      return dftfit_fail(err, DFTFIT_ERR_VALUE,
                         "%d functions an element are too few for correlation order %d with %d elements: raise "
                         "functions or lower order",
                         size, norder, nelement);
  return DFTFIT_OK;
}
