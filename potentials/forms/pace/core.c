/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/core.h"

#include <math.h>
#include <stdlib.h>

#include "forms/pace/radial.h"
#include "functions/cutoff.h"
#include "functions/zbl.h"

/* (13) */
static void exponential(const pace_bond *b, pace_inner inner, double r, double out[2]) {
  double p = fabs(b->core), decay = fabs(b->core_decay), k = M_PI / b->cutoff;
  out[0] = out[1] = 0;
  if (decay * r * r >= 50 || r >= b->cutoff) return;
  double f = p * exp(-decay * r * r) / r, df = -f * (2 * decay * r + 1 / r);
  double c = 0.5 * (1 + cos(k * r)), dc = -0.5 * k * sin(k * r);
  out[0] = f * c;
  out[1] = df * c + f * dc;
  if (inner != PACE_INNER_DISTANCE) return;
  if (r >= b->inner_cutoff) {
    out[0] = out[1] = 0;
  } else if (r > b->inner_cutoff - b->inner_width) {
    dftfit_switch s = dftfit_cutoff_quintic(r, b->inner_cutoff - b->inner_width, b->inner_cutoff);
    out[1] = out[1] * s.value + out[0] * s.slope;
    out[0] *= s.value;
  }
}

/* psi, psi', psi'': screened 1/r with the format's own constants */
static void screened(double a, double r, double psi[3]) {
  static const double b[] = {0.18175, 0.50986, 0.28022, 0.02817}, beta[] = {3.19980, 0.94229, 0.40290, 0.20162};
  double s = 0, s1 = 0, s2 = 0;
  for (int k = 0; k < 4; k++) {
    double q = beta[k] / a, e = b[k] * exp(-q * r);
    s += e, s1 -= q * e, s2 += q * q * e;
  }
  psi[0] = s / r;
  psi[1] = (s1 - psi[0]) / r;
  psi[2] = (s2 - 2 * psi[1]) / r;
}

/* (14), (15) */
static void zbl(const pace_bond *bond, int za, int zb, double r, double out[2]) {
  const double coulomb = 14.399645351950543; /* eV A, the value of the format */
  double rc = bond->cutoff, width = bond->width, a = 0.46850 / (pow(za, 0.23) + pow(zb, 0.23)), psi[3], end[3];
  out[0] = out[1] = 0;
  if (r >= rc) return;
  screened(a, r, psi);
  screened(a, rc, end);
  double A = (-3 * end[1] + width * end[2]) / (width * width);
  double B = (2 * end[1] - width * end[2]) / (width * width * width);
  double C = -end[0] + 0.5 * width * end[1] - width * width * end[2] / 12, y = r - rc + width;
  double g = C, dg = 0;
  if (y > 0) g += y * y * y * (A / 3 + B / 4 * y), dg = y * y * (A + B * y);
  dftfit_switch s = dftfit_cutoff_quintic(r, rc - width, rc);
  double scale = bond->core * 0.5 * coulomb * za * zb;
  out[0] = scale * (psi[0] + g) * s.value;
  out[1] = scale * ((psi[1] + dg) * s.value + (psi[0] + g) * s.slope);
}

/* phi and its slope at r (eV, eV/A); za, zb: atomic numbers, which only the inner cutoff type zbl uses. */
static void core_function(const pace_bond *bond, pace_inner inner, int za, int zb, double r, double out[2]) {
  if (inner == PACE_INNER_ZBL)
    zbl(bond, za, zb, r, out);
  else
    exponential(bond, inner, r, out);
}

/* Number of the last node where the core is not zero, of nodes 1 .. n with n itself zero. */
static int last_node(const pace_bond *bond, pace_inner inner, int za, int zb, int n, double width) {
  double out[2];
  for (int b = n - 1; b > 0; b--) {
    core_function(bond, inner, za, zb, b * width, out);
    if (out[0] != 0 || out[1] != 0) return b;
  }
  return 0;
}

dftfit_status dftfit_pace_core_create(const pace_bond *bond, pace_inner inner, int za, int zb, double spline_width,
                                      pace_core *out, dftfit_error *err) {
  *out = (pace_core){0};
  if (bond->core == 0) return DFTFIT_OK;
  int n = dftfit_pace_own_stretch(bond, spline_width).nbin;
  double width = bond->cutoff / n, a[2], b[2];
  int last = last_node(bond, inner, za, zb, n, width);
  if (last == 0) return DFTFIT_OK;
  out->c = malloc(sizeof(double) * 4 * (size_t)last);
  DFTFIT_FAIL_IF(!out->c, err, DFTFIT_ERR_MEMORY, "out of memory for the core repulsion");
  out->inverse_width = 1 / width;
  out->reach = (last + 1) * width;
  core_function(bond, inner, za, zb, width, b);
  for (int node = 1; node <= last; node++) {
    double *c = out->c + 4 * (long)(node - 1);
    a[0] = b[0], a[1] = b[1];
    core_function(bond, inner, za, zb, (node + 1) * width, b);
    if (node + 1 == n) b[0] = b[1] = 0;
    double d0 = a[1] * width, d1 = b[1] * width, rise = b[0] - a[0];
    c[0] = a[0], c[1] = d0, c[2] = 3 * rise - 2 * d0 - d1, c[3] = -2 * rise + d0 + d1;
  }
  return DFTFIT_OK;
}

void dftfit_pace_core_free(pace_core *core) {
  free(core->c);
  *core = (pace_core){0};
}
