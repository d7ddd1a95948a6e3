/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/zbl.h"

#include <math.h>

#include "dftfit/units.h"

/* docs/forms/zbl.md, equations (2) and (3) */
static const double amplitude[DFTFIT_ZBL_TERMS] = {0.02817, 0.28022, 0.50986, 0.18175};
static const double exponent[DFTFIT_ZBL_TERMS] = {0.20162, 0.40290, 0.94229, 3.19980};
static const double screening_length = 0.46850; /* A */
static const double screening_power = 0.23;

dftfit_zbl dftfit_zbl_create(int za, int zb) {
  dftfit_zbl zbl = {.prefactor = za * zb * DFTFIT_COULOMB_EV_A};
  double length = screening_length / (pow(za, screening_power) + pow(zb, screening_power));
  for (int k = 0; k < DFTFIT_ZBL_TERMS; k++) zbl.decay[k] = exponent[k] / length;
  return zbl;
}

dftfit_zbl_value dftfit_zbl_at(const dftfit_zbl *zbl, double r) {
  double s = 0, ds = 0, dds = 0; /* screening function and its derivatives */
  for (int k = 0; k < DFTFIT_ZBL_TERMS; k++) {
    double term = amplitude[k] * exp(-zbl->decay[k] * r);
    s += term;
    ds -= zbl->decay[k] * term;
    dds += zbl->decay[k] * zbl->decay[k] * term;
  }
  double c = zbl->prefactor / r;
  return (dftfit_zbl_value){c * s, c * (ds - s / r), c * (dds - 2 * ds / r + 2 * s / (r * r))};
}
