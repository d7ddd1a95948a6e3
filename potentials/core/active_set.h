/* SPDX-License-Identifier: BSD-3-Clause */
/** Active sets as they are evaluated: the inverse in panels of columns, so that a panel stays in the first-level cache
 *  while the sites of a block pass. */
#ifndef CORE_ACTIVE_SET_H
#define CORE_ACTIVE_SET_H

#include "dftfit/fit.h"
#include "dftfit/grade.h"

enum { ACTIVE_PANEL = 8 /* columns of a panel; the last one is padded with zeros */ };

typedef struct active_element {
  int n, npanel;
  int *parameter; /* [n] */
  double *panel;  /* [npanel][n][ACTIVE_PANEL], aligned */
} active_element;

struct dftfit_active_set {
  int nelement;
  active_element element[DFTFIT_MAX_ELEMENTS];
};

/** Room for n descriptors; parameter and panel are filled by the caller (panel is zero). */
dftfit_status dftfit_active_element_create(active_element *a, int n, dftfit_error *err);

#endif
