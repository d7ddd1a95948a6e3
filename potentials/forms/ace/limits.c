/* SPDX-License-Identifier: BSD-3-Clause */
/* Limits on the basis functions from their number alone: the smoothest ones, docs/forms/ace.md, "Basis of a given
 * size". */
#include <math.h>
#include <stdbool.h>

#include "forms/ace/basis.h"

/* (15): the measure of roughness is that of the presets' prior. By cross-validation over the sets of docs/accuracy.md
 * functions of order v + 1 pay once those of order v are resolved to about four times their roughness. */
#define POWER 3
#define ORDER_FACTOR 4
/* Levels are bounds on the roughness of pairs, each this much above the one before. */
#define LEVEL_STEP 1.01
enum { FIRST_STEP = 64, MOST_LEVELS = 2000 };

/* Largest n with n^POWER <= room, at most most. */
static int largest(double room, int most) {
  int n = 0;
  while (n < most && pow(n + 1, POWER) <= room + 1e-9) n++;
  return n;
}

/* Rank v at that level. The other factors of a function need at least 1 each. */
static ace_order limits_at(int v, int level, double l_weight, double species) {
  double degree = pow(LEVEL_STEP, level) * pow(ORDER_FACTOR, 2 - v), room = degree - (v - 1);
  int n_max = room >= 1 ? largest(room, ACE_MAX_N) : 0;
  int l_max = v > 1 && n_max ? largest(fmax(room - 1, 0) / pow(l_weight, POWER), COUPLING_MAX_L) : 0;
  return (ace_order){.n_max = n_max, .l_max = l_max, .degree = degree, .power = POWER, .species = species};
}

/* Functions of one central element. */
static dftfit_status count(int nelement, int norder, const ace_order *order, double l_weight, int *n,
                           dftfit_error *err) {
  ace_basis basis = {0};
  DFTFIT_TRY(dftfit_ace_basis_generate(nelement, norder, order, l_weight, &basis, err));
  *n = basis.first[1] - basis.first[0];
  dftfit_ace_basis_free(&basis);
  return DFTFIT_OK;
}

static void limits(int norder, int level, double l_weight, double species, ace_order *order) {
  for (int v = 1; v <= norder; v++) order[v - 1] = limits_at(v, level, l_weight, species);
}

/* The lowest level at which every order has a function: n = 1, l = 0 for all factors. */
static int first_level(int norder) {
  double bound = 0;
  for (int v = 1; v <= norder; v++) bound = fmax(bound, v * pow(ORDER_FACTOR, v - 2));
  return (int)ceil(log(bound) / log(LEVEL_STEP));
}

dftfit_status dftfit_ace_basis_limits(int nelement, int norder, int size, double l_weight, double species,
                                      ace_order *order, dftfit_error *err) {
  int level = first_level(norder), step = FIRST_STEP, n;
  limits(norder, level, l_weight, species, order);
  DFTFIT_TRY(count(nelement, norder, order, l_weight, &n, err));
  if (n > size)
    return dftfit_fail(err, DFTFIT_ERR_VALUE,
                       "%d functions an element are too few for correlation order %d with %d elements: raise "
                       "functions or lower order",
                       size, norder, nelement);
  for (bool up = true; step > 0; step = up ? step : step / 2) { /* strides until it is too many, then halves */
    limits(norder, level + step, l_weight, species, order);
    DFTFIT_TRY(count(nelement, norder, order, l_weight, &n, err));
    up = up && n <= size && level < MOST_LEVELS;
    if (n <= size) level += step;
  }
  limits(norder, level, l_weight, species, order);
  return DFTFIT_OK;
}
