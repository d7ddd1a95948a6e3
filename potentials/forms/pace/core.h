/* SPDX-License-Identifier: BSD-3-Clause */
/** The repulsive core of ML-PACE files, docs/forms/pace.md (13) to (16), in ML-PACE's own cubic interpolation. */
#ifndef FORMS_PACE_CORE_H
#define FORMS_PACE_CORE_H

#include "forms/pace/model.h"

typedef struct pace_core {
  double reach;         /* A: beyond it zero; 0: there is none   */
  double inverse_width; /* 1/A                                   */
  double *c;            /* [bins][4] coefficients of t^q         */
} pace_core;

/** Tabulates it; nothing where the prefactor is zero. */
dftfit_status dftfit_pace_core_create(const pace_bond *bond, pace_inner inner, int za, int zb, double spline_width,
                                      pace_core *out, dftfit_error *err);
void dftfit_pace_core_free(pace_core *core);

/** phi at 0 < r < reach -> value, *slope. Below the first node the first polynomial goes on. */
static inline double pace_core_at(const pace_core *core, double r, double *slope) {
  double at = r * core->inverse_width;
  int bin = at < 1 ? 0 : (int)at - 1; /* bins begin at the node of number 1 */
  const double *c = core->c + 4 * (long)bin;
  double t = at - (bin + 1);
  *slope = ((3 * c[3] * t + 2 * c[2]) * t + c[1]) * core->inverse_width;
  return ((c[3] * t + c[2]) * t + c[1]) * t + c[0];
}

#endif
