/* SPDX-License-Identifier: BSD-3-Clause */
/* The columns of LAMMPS's files of the bond order. */
#include "file/tersoff/file.h"

#define ANGLE_OF_MOD TERSOFF_C1, TERSOFF_C2, TERSOFF_C3, TERSOFF_C4, TERSOFF_C5
#define COLUMNS_OF_TERSOFF                                                                             \
  TERSOFF_M, TERSOFF_GAMMA, TERSOFF_LAMBDA3, TERSOFF_C, TERSOFF_D, TERSOFF_H, TERSOFF_N, TERSOFF_BETA, \
      TERSOFF_LAMBDA2, TERSOFF_B, TERSOFF_R, TERSOFF_WIDTH, TERSOFF_LAMBDA1, TERSOFF_A
/* LAMMPS's manual calls the first two beta and alpha, and beta beta_ters */
#define COLUMNS_OF_MOD                                                                                     \
  TERSOFF_M, TERSOFF_LAMBDA3, TERSOFF_H, TERSOFF_ETA, TERSOFF_BETA, TERSOFF_LAMBDA2, TERSOFF_B, TERSOFF_R, \
      TERSOFF_WIDTH, TERSOFF_LAMBDA1, TERSOFF_A, TERSOFF_N, ANGLE_OF_MOD

const tersoff_style dftfit_tersoff_styles[TERSOFF_STYLES] = {
    [TERSOFF_STYLE_PLAIN] = {.name = "tersoff",
                             .model = {.fade = TERSOFF_SINE},
                             .count = 14,
                             .column = {COLUMNS_OF_TERSOFF}},
    [TERSOFF_STYLE_MOD] = {.name = "tersoff/mod",
                           .model = {.fade = TERSOFF_MURTY, .angular = TERSOFF_ANGULAR_MOD},
                           .count = 17,
                           .column = {COLUMNS_OF_MOD}},
    [TERSOFF_STYLE_MODC] = {.name = "tersoff/mod/c",
                            .model = {.fade = TERSOFF_MURTY, .angular = TERSOFF_ANGULAR_MOD},
                            .count = 18,
                            .column = {COLUMNS_OF_MOD, TERSOFF_C0}},
    [TERSOFF_STYLE_ZBL] = {.name = "tersoff/zbl",
                           .model = {.fade = TERSOFF_SINE, .core = true},
                           .count = 18,
                           .column = {COLUMNS_OF_TERSOFF, TERSOFF_Z_I, TERSOFF_Z_J, TERSOFF_ZBL_CUT,
                                      TERSOFF_ZBL_SCALE}},
};

tersoff_entry dftfit_tersoff_style_entry(const tersoff_style *style, const double *number) {
  tersoff_entry e = {.v = {0}};
  for (int k = 0; k < style->count; k++) e.v[style->column[k]] = number[k];
  return e;
}

const char *dftfit_tersoff_style_problem(const tersoff_style *style, const double *number, const int charges[2],
                                         bool bond) {
  const tersoff_entry e = dftfit_tersoff_style_entry(style, number);
  const tersoff_entry core = dftfit_tersoff_style_entry(&dftfit_tersoff_styles[TERSOFF_STYLE_ZBL], number);
  const bool charged = core.v[TERSOFF_Z_I] == charges[0] && core.v[TERSOFF_Z_J] == charges[1];
  if (style->model.core && !charged) return "Z_i and Z_j must be the atomic numbers of the first two elements";
  if (style == &dftfit_tersoff_styles[TERSOFF_STYLE_MODC] && charged)
    return "c3 and c4 are the atomic numbers of the first two elements";
  return dftfit_tersoff_entry_problem(&style->model, &e, bond);
}

const tersoff_style *dftfit_tersoff_style_of(const tersoff_style *but, int count, const double *number,
                                             const int charges[2], bool bond) {
  for (int s = 0; s < TERSOFF_STYLES; s++) {
    const tersoff_style *style = &dftfit_tersoff_styles[s];
    if (style != but && style->count == count && !dftfit_tersoff_style_problem(style, number, charges, bond))
      return style;
  }
  return NULL;
}
