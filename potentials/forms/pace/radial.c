/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/radial.h"

#include <math.h>

#include "functions/cutoff.h"

/* a function of r with two derivatives */
typedef struct jet {
  double v, d, d2;
} jet;

static jet product(jet a, jet b) {
  return (jet){a.v * b.v, a.d * b.v + a.v * b.d, a.d2 * b.v + 2 * a.d * b.d + a.v * b.d2};
}

/* 1/2 [1 + cos(pi (r - from)/width)] */
static jet half_cosine(double r, double from, double width) {
  double k = M_PI / width, y = k * (r - from);
  return (jet){0.5 * (1 + cos(y)), -0.5 * k * sin(y), -0.5 * k * k * cos(y)};
}

/* g_k = offset [1 - T_k(x)] times u for k = first .. */
static void chebyshev(jet x, jet u, int K, int first, double *g, double *dg, double *d2g) {
  jet before = {1, 0, 0}, t = x; /* T_0, T_1 */
  for (int k = 1; k - first < K; k++) {
    jet f = {0.5 * (1 - t.v), -0.5 * t.d, -0.5 * t.d2};
    f = product(f, u);
    if (k >= first) g[k - first] = f.v, dg[k - first] = f.d, d2g[k - first] = f.d2;
    jet next = product(x, t);
    next = (jet){2 * next.v - before.v, 2 * next.d - before.d, 2 * next.d2 - before.d2};
    before = t;
    t = next;
  }
}

/* (1): g_1 = u, then Chebyshev polynomials of an exponential of r */
static void cheb_exp_cos(const pace_bond *b, int K, double r, double *g, double *dg, double *d2g) {
  double e = exp(-b->lambda), scale = 2 / (1 - e), a = b->lambda / b->cutoff, y = scale * exp(-a * r);
  jet x = {1 - y + scale * e, a * y, -a * a * y}, u = half_cosine(r, 0, b->cutoff);
  if (r > b->cutoff - b->width) u = product(u, half_cosine(r, b->cutoff - b->width, b->width));
  g[0] = u.v, dg[0] = u.d, d2g[0] = u.d2;
  chebyshev(x, u, K - 1, 1, g + 1, dg + 1, d2g + 1);
}

/* (2); at rc itself the exponents below 2 have no curvature, which the caller does not ask for */
static void cheb_pow(const pace_bond *b, int K, double r, double *g, double *dg, double *d2g) {
  double base = 1 - r / b->cutoff, n = b->lambda, h = -1 / b->cutoff;
  jet x = {1 - 2 * pow(base, n), -2 * n * h * pow(base, n - 1), -2 * n * (n - 1) * h * h * pow(base, n - 2)};
  chebyshev(x, (jet){1, 0, 0}, K, 1, g, dg, d2g);
}

static jet sinc(double k, double r) {
  double y = k * r;
  if (fabs(y) < 1e-2) { /* series to y^6: the next term is below 1e-20 */
    double q = y * y;
    return (jet){1 - q / 6 * (1 - q / 20 * (1 - q / 42)), -k * y / 3 * (1 - q / 10 * (1 - q / 28)),
                 -k * k / 3 * (1 - 3 * q / 10 * (1 - 5 * q / 84))};
  }
  double s = sin(y), c = cos(y);
  return (jet){s / y, k * (c - s / y) / y, k * k * (-s + 2 * (s / y - c) / y) / y};
}

/* (4) */
static void spherical_bessel(const pace_bond *b, int K, double r, double *g, double *dg, double *d2g) {
  double d_before = 1, rc = b->cutoff;
  for (int n = 0; n < K; n++) {
    double p = n + 1, q = n + 2, scale = (n % 2 ? -1 : 1) * M_SQRT2 * M_PI / (rc * sqrt(rc)) * p * q / hypot(p, q);
    jet s = sinc(p * M_PI / rc, r), t = sinc(q * M_PI / rc, r);
    double f = scale * (s.v + t.v), df = scale * (s.d + t.d), d2f = scale * (s.d2 + t.d2);
    double e = (double)n * n * q * q / (4 * p * p * p * p + 1), d = 1 - e / d_before;
    double mix = n ? sqrt(e / d_before) : 0, norm = n ? 1 / sqrt(d) : 1;
    g[n] = norm * (f + (n ? mix * g[n - 1] : 0));
    dg[n] = norm * (df + (n ? mix * dg[n - 1] : 0));
    d2g[n] = norm * (d2f + (n ? mix * d2g[n - 1] : 0));
    if (n) d_before = d;
  }
}

/* Multiplies by the inner cut (5): zero inside, rising in `distance`. */
static void inner_cut(const pace_bond *b, pace_inner inner, int K, double r, double *g, double *dg, double *d2g) {
  double begin = b->inner_cutoff - b->inner_width;
  jet h = {1, 0, 0};
  if (inner == PACE_INNER_ZBL || b->inner_cutoff <= 0 || r >= b->inner_cutoff) return;
  if (r <= begin) {
    h.v = 0;
  } else if (inner == PACE_INNER_DISTANCE) {
    dftfit_switch s = dftfit_cutoff_quintic(r, begin, b->inner_cutoff);
    h = (jet){1 - s.value, -s.slope, -s.curvature};
  }
  for (int k = 0; k < K; k++) {
    jet f = product((jet){g[k], dg[k], d2g[k]}, h);
    g[k] = f.v, dg[k] = f.d, d2g[k] = f.d2;
  }
}

void dftfit_pace_basis_at(const pace_bond *b, pace_inner inner, int K, double r, double *g, double *dg, double *d2g) {
  if (!(r < b->cutoff)) {
    for (int k = 0; k < K; k++) g[k] = dg[k] = d2g[k] = 0;
    return;
  }
  switch (b->basis) {
  case PACE_CHEB_EXP_COS:
    cheb_exp_cos(b, K, r, g, dg, d2g);
    break;
  case PACE_CHEB_POW:
    cheb_pow(b, K, r, g, dg, d2g);
    break;
  case PACE_CHEB_LINEAR:
    chebyshev((jet){1 - r / b->cutoff, -1 / b->cutoff, 0}, (jet){1, 0, 0}, K, 1, g, dg, d2g);
    break;
  default:
    spherical_bessel(b, K, r, g, dg, d2g);
  }
  inner_cut(b, inner, K, r, g, dg, d2g);
}

/* Where the functions end at rc otherwise than with a value and slope of zero and a finite curvature. */
static bool rough_end(const pace_bond *b) {
  return b->basis == PACE_CHEB_LINEAR || (b->basis == PACE_CHEB_POW && b->lambda < 2);
}

radial_stretch dftfit_pace_own_stretch(const pace_bond *b, double spline_width) {
  int bins = (int)(b->cutoff / spline_width);
  return (radial_stretch){b->cutoff, bins > 0 ? bins : 1, true, true};
}

/* A division of [0, rc) that grows outwards. */
typedef struct division {
  const pace_bond *bond;
  int K, own; /* terms; ML-PACE's bins over [0, rc) */
  double width;
  int n;
  radial_stretch *out;
} division;

/* Goes on to `end` with bins that follow the functions. */
static void follow(division *d, double end) {
  double begin = d->n ? d->out[d->n - 1].end : 0;
  if (!(end > begin)) return;
  int bins = (int)ceil(dftfit_radial_table_bins(d->K) * (end - begin) / d->bond->cutoff);
  d->out[d->n++] = (radial_stretch){end, bins > RADIAL_LEAST_STRETCH ? bins : RADIAL_LEAST_STRETCH, false, false};
}

/* Takes ML-PACE's own bins over [from, to], wherever they are not passed yet. */
static void take_own(division *d, double from, double to) {
  int begin = (int)floor(from / d->width), end = (int)ceil(to / d->width);
  if (begin < 0) begin = 0;
  if (end > d->own || d->own - end < 1) end = d->own;
  follow(d, begin * d->width);
  begin = (int)lround((d->n ? d->out[d->n - 1].end : 0) / d->width);
  if (end <= begin) return;
  bool last = end == d->own;
  d->out[d->n++] = (radial_stretch){last ? d->bond->cutoff : end * d->width, end - begin, true, last};
}

/* A switch that is narrow beside ML-PACE's bins is what these make of it, and so is a kink. */
int dftfit_pace_stretches(const pace_bond *b, pace_inner inner, int K, double spline_width,
                          radial_stretch out[RADIAL_MAX_STRETCHES]) {
  const int narrow = 32; /* bins */
  int own = dftfit_pace_own_stretch(b, spline_width).nbin;
  division d = {b, K, own, b->cutoff / own, 0, out};
  double begin = b->inner_cutoff - b->inner_width, outer = b->cutoff - b->width;
  if (inner != PACE_INNER_ZBL && b->inner_cutoff > 0) {
    if (inner == PACE_INNER_DENSITY && begin > 0) take_own(&d, begin, begin);
    if (inner == PACE_INNER_DISTANCE && b->inner_width <= narrow * d.width) {
      take_own(&d, begin, b->inner_cutoff);
    } else if (inner == PACE_INNER_DISTANCE) {
      follow(&d, begin);
      follow(&d, b->inner_cutoff);
    }
  }
  if (b->basis == PACE_CHEB_EXP_COS && b->width > 0)
    take_own(&d, outer, b->width <= narrow * d.width ? b->cutoff : outer);
  if (rough_end(b)) take_own(&d, b->cutoff - d.width, b->cutoff);
  follow(&d, b->cutoff);
  return d.n;
}

int dftfit_pace_bond_continuity(const pace_bond *b, pace_inner inner) {
  bool cut = inner != PACE_INNER_ZBL && b->inner_cutoff > 0;
  if (cut && (inner == PACE_INNER_DENSITY ? b->inner_cutoff > b->inner_width : b->inner_width == 0)) return -1;
  if (rough_end(b) || b->core != 0) return 1;
  return b->basis == PACE_SBESSEL || (b->basis == PACE_CHEB_POW && b->lambda > 2) ? 2 : 1;
}
