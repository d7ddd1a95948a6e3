/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions/zbl.h"

#include <math.h>

#include "dftfit/units.h"

typedef struct zbl_constants {
  double coulomb; /* e^2/(4 pi eps0), eV A */
  double length;  /* A                     */
  double amplitude[DFTFIT_ZBL_TERMS], exponent[DFTFIT_ZBL_TERMS];
} zbl_constants;

static const double screening_power = 0.23;

static dftfit_zbl create(const zbl_constants *of, double za, double zb) {
  dftfit_zbl zbl = {.prefactor = za * zb * of->coulomb};
  double length = of->length / (pow(za, screening_power) + pow(zb, screening_power));
  for (int k = 0; k < DFTFIT_ZBL_TERMS; k++) {
    zbl.amplitude[k] = of->amplitude[k];
    zbl.decay[k] = of->exponent[k] / length;
  }
  return zbl;
}

dftfit_zbl dftfit_zbl_create(int za, int zb) {
  /* docs/forms/zbl.md, equations (2) and (3) */
  static const zbl_constants zbl = {.coulomb = DFTFIT_COULOMB_EV_A,
                                    .length = 0.46850,
                                    .amplitude = {0.02817, 0.28022, 0.50986, 0.18175},
                                    .exponent = {0.20162, 0.40290, 0.94229, 3.19980}};
  return create(&zbl, za, zb);
}

dftfit_zbl dftfit_zbl_create_tersoff(double za, double zb) {
  /* permittivity 0.00552635 e/(V A), Bohr radius 0.529 A */
  static const zbl_constants zbl = {.coulomb = 1 / (4 * M_PI * 0.00552635),
                                    .length = 0.8854 * 0.529,
                                    .amplitude = {0.02817, 0.2802, 0.5099, 0.1818},
                                    .exponent = {0.2016, 0.4029, 0.9423, 3.2}};
  return create(&zbl, za, zb);
}

dftfit_zbl_value dftfit_zbl_at(const dftfit_zbl *zbl, double r) {
  double s = 0, ds = 0, dds = 0; /* screening function and its derivatives */
  for (int k = 0; k < DFTFIT_ZBL_TERMS; k++) {
    double term = zbl->amplitude[k] * exp(-zbl->decay[k] * r);
    s += term;
    ds -= zbl->decay[k] * term;
    dds += zbl->decay[k] * zbl->decay[k] * term;
  }
  double c = zbl->prefactor / r;
  return (dftfit_zbl_value){c * s, c * (ds - s / r), c * (dds - 2 * ds / r + 2 * s / (r * r))};
}
