/* SPDX-License-Identifier: BSD-3-Clause */
/** exp, log, pow and sine of vectors, to 2 units in the last place or better (tests/unit/test_tersoff_kernels.c).
 *  Series of Taylor, argument reduction as in every textbook: J.-M. Muller, Elementary Functions, 3rd ed. (2016).
 *  The including file defines SIMD_WIDTH. */
#ifndef FORMS_TERSOFF_KERNELS_MATH_H
#define FORMS_TERSOFF_KERNELS_MATH_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "kernels/simd.h"

/* ln 2 in two parts: the first has 32 bits, so that its product with an exponent is exact */
static const double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
static const double log2_e = 0x1.71547652b82fep+0;
static const double round_shift = 0x1.8p52; /* adding it rounds to a whole number, which stands in the last bits */

static inline vec vmin(vec a, vec b) { return vselect(a < b, a, b); }
static inline vec vmax(vec a, vec b) { return vselect(a > b, a, b); }
static inline vec vroot(vec x) {
#if SIMD_WIDTH == 4 && defined(__AVX__)
  return (vec)_mm256_sqrt_pd((__m256d)x);
#else
  for (int i = 0; i < SIMD_WIDTH; i++) x[i] = sqrt(x[i]);
  return x;
#endif
}

/* Whether the condition holds in any lane. */
static inline bool vany(vec_mask condition) {
#if SIMD_WIDTH == 4 && defined(__AVX__)
  return _mm256_movemask_pd((__m256d)condition) != 0;
#else
  long any = 0;
  for (int i = 0; i < SIMD_WIDTH; i++) any |= condition[i];
  return any != 0;
#endif
}

/* a b - product, exact, product being a b rounded. Without a fused operation by splitting the factors (T. J. Dekker,
 * Numer. Math. 18, 224 (1971), doi:10.1007/BF01397083); factors between 1e-140 and 1e140, or zero. */
static inline vec product_error(vec a, vec b, vec product) {
#if SIMD_WIDTH == 4 && defined(__FMA__)
  return (vec)_mm256_fmsub_pd((__m256d)a, (__m256d)b, (__m256d)product);
#else
  const vec_mask upper = (vec_mask){0} - (1L << 27);
  vec ah = (vec)((vec_mask)a & upper), bh = (vec)((vec_mask)b & upper), al = a - ah, bl = b - bh;
  return (ah * bh - product) + ah * bl + al * bh + al * bl;
#endif
}

/* f - a b, rounded once. */
static inline vec residual(vec f, vec a, vec b) {
#if SIMD_WIDTH == 4 && defined(__FMA__)
  return (vec)_mm256_fnmadd_pd((__m256d)a, (__m256d)b, (__m256d)f);
#else
  vec product = a * b;
  return (f - product) - product_error(a, b, product);
#endif
}

/* exp(x + low), -708 <= x <= 709, low far below x. */
static inline vec vexp_sum(vec x, vec low) {
  vec shifted = x * log2_e + round_shift, n = shifted - round_shift;
  vec t = (x - n * ln2_high) - n * ln2_low + low, t2 = t * t, t4 = t2 * t2;
  /* sum over k up to 13 of t^k/k!, in pairs */
  vec p0 = t2 * 0.5, p1 = t * (1. / 6) + t2 * (1. / 24);
  vec p2 = (1. / 120 + t * (1. / 720)) + t2 * (1. / 5040 + t * (1. / 40320));
  vec p3 = (1. / 362880 + t * (1. / 3628800)) + t2 * (1. / 39916800 + t * (1. / 479001600));
  vec tail = p2 + t4 * (p3 + t4 * (1. / 6227020800.));
  vec sum = t + (p0 + t2 * (p1 + t2 * t * tail));
  vec_mask exponent = ((vec_mask)shifted) << 52;
  return (vec)((vec_mask)(1 + sum) + exponent);
}

static inline vec vexp(vec x) { return vexp_sum(vmin(vmax(x, vset(-708)), vset(709)), vset(0)); }

/* ln x of normal x above zero as a sum of two. */
static inline vec vlog(vec x, vec *low) {
  const vec_mask bits = (vec_mask)x, mantissa = (vec_mask){0} + 0xFFFFFFFFFFFFFL, one = (vec_mask)vset(1);
  vec m = (vec)((bits & mantissa) | one);
  /* exponent as a double: its bits behind those of 2^52 */
  const double shift = 0x1p52;
  vec e = (vec)((vec_mask)((vec_mask)vset(shift) | (vec_mask)((bits >> 52) & 0x7FF))) - (shift + 1023);
  vec_mask above = m > vset(0x1.6a09e667f3bcdp+0);
  m = vselect(above, 0.5 * m, m);
  e = vselect(above, e + 1, e);
  /* ln m = 2 artanh s, s = (m - 1)/(m + 1) in two parts */
  vec f = m - 1, d = m + 1, d_low = m - (d - 1), inverse = 1.0 / d, s = f * inverse;
  vec s_low = (residual(f, s, d) - s * d_low) * inverse, s2 = s * s;
  vec q = s2 * (2. / 23) + 2. / 21;
  q = q * s2 + 2. / 19;
  q = q * s2 + 2. / 17;
  q = q * s2 + 2. / 15;
  q = q * s2 + 2. / 13;
  q = q * s2 + 2. / 11;
  q = q * s2 + 2. / 9;
  q = q * s2 + 2. / 7;
  q = q * s2 + 2. / 5;
  q = q * s2 + 2. / 3;
  vec large = e * ln2_high, high = large + 2 * s;
  *low = ((large - high) + 2 * s) + (e * ln2_low + 2 * s_low + s * s2 * q);
  return high;
}

/* exp(exponent ln x), ln x as a sum of two, within the range of exp. */
static inline vec vpow_of(vec log_high, vec log_low, double exponent) {
  vec n = vset(exponent), high = n * log_high, low = product_error(n, log_high, high) + n * log_low;
  high = vmin(vmax(high, vset(-708)), vset(709));
  return vexp_sum(high, low);
}

/* sin(pi/2 x), -1 <= x <= 1 */
static inline vec vsin_half_turns(vec x) {
  vec u = x * 0x1.921fb54442d18p+0, u2 = u * u;
  vec p = vset(1 / 51090942171709440000.);
  p = p * u2 - 1 / 121645100408832000.;
  p = p * u2 + 1 / 355687428096000.;
  p = p * u2 - 1 / 1307674368000.;
  p = p * u2 + 1 / 6227020800.;
  p = p * u2 - 1 / 39916800.;
  p = p * u2 + 1 / 362880.;
  p = p * u2 - 1 / 5040.;
  p = p * u2 + 1 / 120.;
  p = p * u2 - 1 / 6.;
  return u + u * u2 * p;
}

#endif
