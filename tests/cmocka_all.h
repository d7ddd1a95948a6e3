/* SPDX-License-Identifier: BSD-3-Clause */
/** cmocka with what it needs before it, and comparisons of real numbers that NaN fails. */
#ifndef TESTS_CMOCKA_ALL_H
#define TESTS_CMOCKA_ALL_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** Fails unless |value - expected| <= tolerance. */
#define assert_close(value, expected, tolerance)                                                             \
  do {                                                                                                       \
    double close_v_ = (value), close_e_ = (expected), close_t_ = (tolerance);                                \
    if (!(fabs(close_v_ - close_e_) <= close_t_))                                                            \
      fail_msg("%s = %.17g, expected %.17g within %.3g (off by %.3g)", #value, close_v_, close_e_, close_t_, \
               close_v_ - close_e_);                                                                         \
  } while (0)

/** Fails unless value < bound. */
#define assert_below(value, bound)                                                                 \
  do {                                                                                             \
    double below_v_ = (value), below_b_ = (bound);                                                 \
    if (!(below_v_ < below_b_)) fail_msg("%s = %.6g, not below %.6g", #value, below_v_, below_b_); \
  } while (0)

#endif
