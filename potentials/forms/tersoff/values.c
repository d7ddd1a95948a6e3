/* SPDX-License-Identifier: BSD-3-Clause */
/* The numbers of an entry: keys, units, bounds, and what is wrong with them. docs/forms/tersoff.md */
#include <math.h>

#include "forms/tersoff/form.h"

/* Bounds keep a search where the functions are those of a covalent bond: decay lengths from 0.1 A on, cosines between
 * -1 and 1, g above zero; c/d^2 alone matters once d is far above 2, the range of cosines, and so c2/c3. lambda3^m up
 * to the cube of 4/A; the largest in use is 2.4/A. Starts lie where b is neither 1 nor 0 for all bonds, and where the
 * repulsion ends before the attraction. */
static const tersoff_value_info info[TERSOFF_G + 1] = {
    [TERSOFF_M] = {.key = "m"},
    [TERSOFF_GAMMA] = {"gamma", "1", "factor of the angular function", 0, 1e3, .start = {0.5, 2}, .relative = true},
    [TERSOFF_LAMBDA3] = {"lambda3", "1/A^m", "weight of unequal bond lengths in the bond order", -64, 64,
                         .coordinate = TERSOFF_POWER_M, .size = 1, .start = {-5, 5}},
    [TERSOFF_C] = {"c", "1", "logarithm of the strength of the angular dependence", -10, 14, .angular = true,
                   .coordinate = TERSOFF_LOGARITHM, .size = 1, .start = {-2, 12}},
    [TERSOFF_D] = {"d", "1", "logarithm of the sharpness of the angular dependence", -7, 7, .angular = true,
                   .coordinate = TERSOFF_LOGARITHM, .size = 1, .start = {-4, 4}},
    [TERSOFF_H] = {"costheta0", "1", "cosine of the angle of least bond order", -1, 1, .angular = true, .size = 1},
    [TERSOFF_N] = {"n", "1", "exponent of the bond order", 0.01, 100, .bond = true, .start = {0.5, 40}},
    [TERSOFF_BETA] = {"beta", "1", "logarithm of the factor of the bond order", -50, 10, .bond = true,
                      .coordinate = TERSOFF_LOGARITHM, .size = 1, .start = {-20, 2}},
    [TERSOFF_LAMBDA2] = {"lambda2", "1/A", "decay of the attraction", 0, 10, .bond = true, .start = {0.5, 1.15},
                         .relative = true},
    [TERSOFF_B] = {"B", "eV", "strength of the attraction", 0, INFINITY, .bond = true, .linear = true},
    [TERSOFF_R] = {.key = "R"},
    [TERSOFF_WIDTH] = {.key = "D"},
    [TERSOFF_LAMBDA1] = {"lambda1", "1/A", "decay of the repulsion", 0, 10, .bond = true, .start = {0.8, 2},
                         .relative = true},
    [TERSOFF_A] = {"A", "eV", "strength of the repulsion", 0, INFINITY, .bond = true, .linear = true},
    [TERSOFF_ETA] = {"eta", "1", "exponent of zeta in the bond order", 0, 100, .bond = true, .start = {0.5, 40}},
    [TERSOFF_C1] = {"c1", "1", "angular function at the angle of least bond order", 0, 1e3, .start = {0.1, 2},
                    .relative = true},
    [TERSOFF_C2] = {"c2", "1", "logarithm of the strength of the angular dependence", -10, 16, .angular = true,
                    .coordinate = TERSOFF_LOGARITHM, .size = 1, .start = {0, 14}},
    [TERSOFF_C3] = {"c3", "1", "logarithm of the sharpness of the angular dependence, squared", -14, 16,
                    .angular = true, .coordinate = TERSOFF_LOGARITHM, .size = 1, .start = {0, 14}},
    [TERSOFF_C4] = {"c4", "1", "strength of its part near the angle of least bond order", -1, 1e3, .angular = true,
                    .size = 1, .start = {-1, 3}},
    [TERSOFF_C5] = {"c5", "1", "sharpness of that part", 0, 1e3, .angular = true, .start = {0.2, 2}, .relative = true},
    [TERSOFF_C0] = {"c0", "eV", "energy added to every bond", -INFINITY, INFINITY, .bond = true, .linear = true,
                    .size = 1},
    [TERSOFF_Z_I] = {.key = "Z_i", .bond = true},
    [TERSOFF_Z_J] = {.key = "Z_j", .bond = true},
    [TERSOFF_ZBL_CUT] = {.key = "ZBLcut", .bond = true},
    [TERSOFF_ZBL_SCALE] = {.key = "ZBLexpscale", .bond = true},
    [TERSOFF_G] = {"g", "1", "coefficient of the spline of the angle", 0, 1e3, .size = 1, .start = {0.5, 2},
                   .relative = true},
};

const tersoff_value_info *dftfit_tersoff_value_info_of(int value) {
  return &info[value < TERSOFF_G ? value : TERSOFF_G];
}

static const char *angular_problem(const tersoff_model *model, const double *v) {
  switch (model->angular) {
  case TERSOFF_ANGULAR_SPLINE:
    for (int k = 0; k < model->knots; k++)
      if (!(v[TERSOFF_G + k] >= 0)) return "g must not be below zero";
    return NULL;
  case TERSOFF_ANGULAR_MOD:
    if (v[TERSOFF_ETA] < 0) return "eta must not be below zero";
    if (v[TERSOFF_C5] < 0) return "c5 must not be below zero";
    return v[TERSOFF_C3] > 0 ? NULL : "c3 must be above zero";
  default:
    if (v[TERSOFF_GAMMA] < 0 || v[TERSOFF_C] < 0) return "gamma and c must not be below zero";
    return v[TERSOFF_D] > 0 ? NULL : "d must be above zero";
  }
}

static const char *core_problem(const double *v) {
  if (v[TERSOFF_Z_I] < 1 || v[TERSOFF_Z_J] < 1) return "Z_i and Z_j must not be below one";
  if (v[TERSOFF_ZBL_CUT] < 0 || v[TERSOFF_ZBL_SCALE] < 0) return "ZBLcut and ZBLexpscale must not be below zero";
  return NULL;
}

const char *dftfit_tersoff_entry_problem(const tersoff_model *model, const tersoff_entry *p, bool bond) {
  const double *v = p->v;
  if (v[TERSOFF_M] != 1 && v[TERSOFF_M] != 3) return "m must be 1 or 3";
  const char *problem = angular_problem(model, v);
  if (!problem && model->core) problem = core_problem(v);
  if (problem) return problem;
  /* R = D = 0: the third atoms of a triple count nothing */
  bool none = !bond && v[TERSOFF_R] == 0 && v[TERSOFF_WIDTH] == 0;
  if (!none && (!(v[TERSOFF_WIDTH] > 0) || v[TERSOFF_WIDTH] > v[TERSOFF_R]))
    return "D must be above zero and at most R";
  if (v[TERSOFF_N] < 0 || v[TERSOFF_BETA] < 0) return "n and beta must not be below zero";
  if (v[TERSOFF_LAMBDA1] < 0 || v[TERSOFF_LAMBDA2] < 0) return "lambda1 and lambda2 must not be below zero";
  if (v[TERSOFF_A] < 0 || v[TERSOFF_B] < 0) return "A and B must not be below zero";
  if (bond && v[TERSOFF_B] > 0 && !(v[TERSOFF_N] > 0)) return "n must be above zero where B is";
  if (bond && v[TERSOFF_B] > 0 && !(tersoff_inner_exponent(model, p) > 0)) return "eta must be above zero where B is";
  return NULL;
}
