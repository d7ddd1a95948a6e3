/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, TERSOFF_KERNELS (name of the table) and
 * TERSOFF_KERNELS_NAME. Equations: docs/forms/tersoff.md */
#include <math.h>
#include <stdbool.h>

#include "forms/tersoff/kernels/kernels.h"
#include "forms/tersoff/kernels/math.h"
#include "kernels/simd.h"

/* Rows are addressed as vectors. */
#define AT(array, row) ((array) + (long)(row)*SIMD_WIDTH)

#include "forms/tersoff/kernels/angular.h"
#include "forms/tersoff/kernels/core.h"

/* Unit vectors, inverse lengths, shifted lengths; gradients zero. */
static void prepare(const tersoff_rows *rows, double shift) {
  for (int row = 0; row < rows->first[rows->nelement]; row++) {
    vec r = vload(AT(rows->r, row)), inverse = 1.0 / r;
    vstore(AT(rows->r, row), r + shift);
    vstore(AT(rows->inverse, row), inverse);
    vstore(AT(rows->x, row), vload(AT(rows->x, row)) * inverse);
    vstore(AT(rows->y, row), vload(AT(rows->y, row)) * inverse);
    vstore(AT(rows->z, row), vload(AT(rows->z, row)) * inverse);
    vstore(AT(rows->gx, row), vset(0));
    vstore(AT(rows->gy, row), vset(0));
    vstore(AT(rows->gz, row), vset(0));
  }
}

/* fc and its slope in rows first .. last-1, equations (4) to (6). */
static void cutoff(tersoff_switch fade, const tersoff_entry *p, const tersoff_rows *rows, int first, int last) {
  const double R = p->v[TERSOFF_R], D = p->v[TERSOFF_WIDTH], inner = R - D, outer = R + D;
  for (int row = first; row < last; row++) {
    vec r = vload(AT(rows->r, row)), fc = vselect(r < vset(outer), vset(1), vset(0)), slope = vset(0);
    vec_mask fades = (r > vset(inner)) & (r < vset(outer));
    if (vany(fades)) {
      vec x = vmin(vmax((r - R) * (1 / D), vset(-1)), vset(1)), value, by_r;
      if (fade != TERSOFF_QUINTIC) {
        vec sine = vsin_half_turns(x), cosine = vsin_half_turns(1 - vselect(x < vset(0), -x, x)), rest = 1 - sine;
        bool murty = fade == TERSOFF_MURTY;
        value = murty ? 0.25 * rest * rest * (2 + sine) : 0.5 * rest;
        by_r = murty ? -1.5 * M_PI_4 / D * cosine * cosine * cosine : -M_PI_4 / D * cosine;
      } else {
        vec y = (outer - r) * (0.5 / D), z = 1 - y;
        value = y * y * y * (10 - 15 * y + 6 * y * y);
        by_r = -15 / D * y * y * z * z;
      }
      fc = vselect(fades, value, fc);
      slope = vselect(fades, by_r, slope);
    }
    vstore(AT(rows->fc, row), fc);
    vstore(AT(rows->slope, row), slope);
  }
}

/* What z of equation (2) needs of an entry. */
typedef struct leg_constants {
  angular_constants g;
  double lambda3;
  bool cubic;
} leg_constants;

static leg_constants constants_of(tersoff_angular_kind kind, const tersoff_model *model, const tersoff_entry *p) {
  return (leg_constants){
      .g = angular_constants_of(kind, model, p), .lambda3 = p->v[TERSOFF_LAMBDA3], .cubic = p->v[TERSOFF_M] == 3};
}

/* exp((lambda3 difference)^m) and its slope along the difference. */
static inline vec distance_factor(const leg_constants *c, vec difference, vec *slope) {
  vec x = c->lambda3 * difference, rate = vset(c->lambda3);
  if (c->cubic) {
    rate = 3 * rate * x * x;
    x = x * x * x;
  }
  vec largest = vset(TERSOFF_LARGEST), e = vexp_sum(vmin(vmax(x, -largest), largest), vset(0));
  e = vselect(x > largest, vset(1e30), vselect(x < -largest, vset(0), e));
  *slope = rate * e;
  return e;
}

/* zeta of the bond to row j from the third atoms of one element; keeps the derivatives of every term. */
SPECIALISED vec add_legs(tersoff_angular_kind kind, const leg_constants *c, const tersoff_rows *rows, int j, int first,
                         int last, vec zeta) {
  const vec xj = vload(AT(rows->x, j)), yj = vload(AT(rows->y, j)), zj = vload(AT(rows->z, j));
  const vec rj = vload(AT(rows->r, j));
  for (int k = first; k < last; k++) {
    if (k == j) continue;
    vec cosine = xj * vload(AT(rows->x, k)) + yj * vload(AT(rows->y, k)) + zj * vload(AT(rows->z, k));
    vec g_slope, g = angular(kind, &c->g, cosine, &g_slope), fc = vload(AT(rows->fc, k)), e = vset(1),
                 e_slope = vset(0);
    if (c->lambda3 != 0) e = distance_factor(c, rj - vload(AT(rows->r, k)), &e_slope);
    vec fg = fc * g;
    zeta += fg * e;
    vstore(AT(rows->cosine, k), cosine);
    vstore(AT(rows->by_cosine, k), fc * g_slope * e);
    vstore(AT(rows->by_difference, k), fg * e_slope);
    vstore(AT(rows->by_far, k), vload(AT(rows->slope, k)) * g * e);
  }
  return zeta;
}

/* b(zeta) and its slope, equation (3). */
static inline vec bond_order(const tersoff_model *model, const tersoff_entry *p, vec zeta, vec *slope) {
  const double n = p->v[TERSOFF_N], eta = tersoff_inner_exponent(model, p);
  vec t = p->v[TERSOFF_BETA] * zeta, low, one = vset(1);
  vec_mask some = t > vset(DBL_MIN);
  if (!(n > 0) || !(eta > 0) || !vany(some)) {
    *slope = vset(0);
    return one;
  }
  t = vselect(some, t, one);
  vec high = vlog(t, &low), power = vpow_of(high, low, eta), u = 1 + power, u_low;
  vec_mask all = power > vset(1 / (DBL_EPSILON * DBL_EPSILON)); /* 1 + t^eta is t^eta */
  vec u_high = vlog(vselect(all, one, u), &u_low);
  vec b = vexp((u_high + u_low) * (-0.5 / n));
  if (vany(all)) b = vselect(all, eta == n ? 1.0 / vroot(t) : vexp(-0.5 * eta / n * (high + low)), b);
  vec share = vselect(all, one, power / u);
  *slope = vselect(some, -0.5 * (eta / n) * b * share / vselect(some, zeta, one), vset(0));
  return vselect(some, b, one);
}

/* Gradients of zeta times by_zeta, for the third atoms first .. last-1; the part of j goes to along (times u_j) and
 * sum. */
static inline void add_gradients(const tersoff_rows *rows, int j, int first, int last, vec by_zeta, vec *along,
                                 vec sum[3]) {
  const vec xj = vload(AT(rows->x, j)), yj = vload(AT(rows->y, j)), zj = vload(AT(rows->z, j));
  const vec inverse_j = vload(AT(rows->inverse, j));
  for (int k = first; k < last; k++) {
    if (k == j) continue;
    vec cosine = vload(AT(rows->cosine, k)), inverse = vload(AT(rows->inverse, k));
    vec turn = by_zeta * vload(AT(rows->by_cosine, k)), near = by_zeta * vload(AT(rows->by_difference, k));
    vec x = vload(AT(rows->x, k)), y = vload(AT(rows->y, k)), z = vload(AT(rows->z, k));
    vec side = turn * inverse, far = by_zeta * vload(AT(rows->by_far, k)) - near - side * cosine;
    vstore(AT(rows->gx, k), vload(AT(rows->gx, k)) + far * x + side * xj);
    vstore(AT(rows->gy, k), vload(AT(rows->gy, k)) + far * y + side * yj);
    vstore(AT(rows->gz, k), vload(AT(rows->gz, k)) + far * z + side * zj);
    turn *= inverse_j;
    *along += near - turn * cosine;
    sum[0] += turn * x;
    sum[1] += turn * y;
    sum[2] += turn * z;
  }
}

/* Energy of the bond to row j at zeta, its derivatives along r_ij and zeta. */
static inline vec bond_energy(const tersoff_model *model, const tersoff_entry *p, const tersoff_rows *rows, int j,
                              vec zeta, vec *along, vec *by_zeta) {
  const double l1 = p->v[TERSOFF_LAMBDA1], l2 = p->v[TERSOFF_LAMBDA2];
  vec fc = vload(AT(rows->fc, j)), slope = vload(AT(rows->slope, j)), r = vload(AT(rows->r, j));
  vec core = vset(0), core_slope = vset(0), b_slope, b = bond_order(model, p, zeta, &b_slope);
  if (model->core) core = add_core(model->fade, p, r, &fc, &slope, &core_slope);
  vec repulsion = p->v[TERSOFF_A] * vexp(-l1 * r), attraction = p->v[TERSOFF_B] * vexp(-l2 * r);
  vec inner = repulsion + p->v[TERSOFF_C0] - b * attraction;
  *along = 0.5 * (slope * inner + fc * (l2 * b * attraction - l1 * repulsion) + core_slope);
  *by_zeta = -0.5 * fc * attraction * b_slope;
  return 0.5 * (fc * inner + core);
}

static inline void add_to_row(const tersoff_rows *rows, int j, vec along, const vec sum[3]) {
  vstore(AT(rows->gx, j), vload(AT(rows->gx, j)) + along * vload(AT(rows->x, j)) + sum[0]);
  vstore(AT(rows->gy, j), vload(AT(rows->gy, j)) + along * vload(AT(rows->y, j)) + sum[1]);
  vstore(AT(rows->gz, j), vload(AT(rows->gz, j)) + along * vload(AT(rows->z, j)) + sum[2]);
}

/* The bond to row j; c [nelement]: constants of its third atoms. */
SPECIALISED vec bond(tersoff_angular_kind kind, const tersoff_model *model, const tersoff_entry *p,
                     const leg_constants *c, const tersoff_rows *rows, int j) {
  vec zeta = vset(0), along, by_zeta, sum[3] = {{0}};
  if (!vany(vload(AT(rows->fc, j)) > vset(0))) return zeta;
  for (int e = 0; e < rows->nelement && p->v[TERSOFF_B] > 0; e++)
    zeta = add_legs(kind, &c[e], rows, j, rows->first[e], rows->first[e + 1], zeta);
  vec energy = bond_energy(model, p, rows, j, zeta, &along, &by_zeta);
  if (vany(by_zeta != vset(0)))
    for (int e = 0; e < rows->nelement; e++)
      add_gradients(rows, j, rows->first[e], rows->first[e + 1], by_zeta, &along, sum);
  add_to_row(rows, j, along, sum);
  return energy;
}

static bool same_cutoff(const tersoff_entry *a, const tersoff_entry *b) {
  return a->v[TERSOFF_R] == b->v[TERSOFF_R] && a->v[TERSOFF_WIDTH] == b->v[TERSOFF_WIDTH];
}

/* Any entries: every bond with its third atoms for itself. */
SPECIALISED vec evaluate_bonds(tersoff_angular_kind kind, const tersoff_model *model, const tersoff_entry *entry,
                               const tersoff_rows *rows) {
  const int n = rows->nelement;
  leg_constants c[DFTFIT_MAX_ELEMENTS];
  vec sum = vset(0);
  for (int e = 0; e < n; e++) {
    for (int k = 0; k < n; k++) {
      const tersoff_entry *p = &entry[e * n + k];
      if (e == 0 || !same_cutoff(p, p - n)) cutoff(model->fade, p, rows, rows->first[k], rows->first[k + 1]);
      c[k] = constants_of(kind, model, p);
    }
    for (int j = rows->first[e]; j < rows->first[e + 1]; j++) sum += bond(kind, model, &entry[e * n + e], c, rows, j);
  }
  return sum;
}

#include "forms/tersoff/kernels/angles.h"

SPECIALISED vec evaluate_as(tersoff_angular_kind kind, const tersoff_model *model, const tersoff_entry *entry,
                            const tersoff_rows *rows) {
  const int n = rows->nelement;
  bool pairs = rows->first[n] <= PAIR_ROWS && symmetric(model, entry, n);
  return pairs ? evaluate_angles(kind, model, entry, rows) : evaluate_bonds(kind, model, entry, rows);
}

/* One for each function of the angle, not inlined: registers of one do not burden the others. */
static __attribute__((noinline)) vec evaluate_tersoff(const tersoff_model *model, const tersoff_entry *entry,
                                                      const tersoff_rows *rows) {
  return evaluate_as(TERSOFF_ANGULAR_TERSOFF, model, entry, rows);
}

static __attribute__((noinline)) vec evaluate_mod(const tersoff_model *model, const tersoff_entry *entry,
                                                  const tersoff_rows *rows) {
  return evaluate_as(TERSOFF_ANGULAR_MOD, model, entry, rows);
}

static __attribute__((noinline)) vec evaluate_spline(const tersoff_model *model, const tersoff_entry *entry,
                                                     const tersoff_rows *rows) {
  return evaluate_as(TERSOFF_ANGULAR_SPLINE, model, entry, rows);
}

static void evaluate(const tersoff_model *model, const tersoff_entry *entry, const tersoff_rows *rows, double *energy) {
  prepare(rows, model->shift);
  vec sum = model->angular == TERSOFF_ANGULAR_MOD      ? evaluate_mod(model, entry, rows)
            : model->angular == TERSOFF_ANGULAR_SPLINE ? evaluate_spline(model, entry, rows)
                                                       : evaluate_tersoff(model, entry, rows);
  for (int lane = 0; lane < SIMD_WIDTH; lane++) energy[lane] = sum[lane];
}

static void exp_of(int n, const double *x, double *out) {
  for (int i = 0; i < n; i += SIMD_WIDTH) vstore(out + i, vexp(vload(x + i)));
}

static void pow_of(int n, const double *x, double exponent, double *out) {
  for (int i = 0; i < n; i += SIMD_WIDTH) {
    vec low, high = vlog(vload(x + i), &low);
    vstore(out + i, vpow_of(high, low, exponent));
  }
}

static void sin_of(int n, const double *x, double *out) {
  for (int i = 0; i < n; i += SIMD_WIDTH) vstore(out + i, vsin_half_turns(vload(x + i)));
}

const tersoff_kernels TERSOFF_KERNELS = {.name = TERSOFF_KERNELS_NAME,
                                         .width = SIMD_WIDTH,
                                         .evaluate = evaluate,
                                         .exp = exp_of,
                                         .pow = pow_of,
                                         .sin_half_turns = sin_of};
