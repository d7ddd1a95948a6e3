/* SPDX-License-Identifier: BSD-3-Clause */
/** Statistics that a few wrong values do not spoil. */
#ifndef TRAINER_CHECK_ROBUST_H
#define TRAINER_CHECK_ROBUST_H

#include <stdbool.h>
#include <stdint.h>

/** Standard deviation of a normal distribution whose median absolute deviation is 1: 1/Phi^-1(3/4). */
#define ROBUST_SIGMA_PER_MAD 1.482602218505602

/** The q-quantile (0 .. 1) of n values, which are sorted in place; NaN for n = 0. Linear between order statistics. */
double robust_quantile(double *value, int64_t n, double q);
double robust_median(double *value, int64_t n);

enum { ROBUST_MAX_COLUMNS = 8 };

typedef struct robust_fit {
  double beta[ROBUST_MAX_COLUMNS], error[ROBUST_MAX_COLUMNS]; /* error: standard, NaN where n is too small */
  double sum_residual;                                        /* sum |y - x beta|                                 */
  double scatter;                                             /* median |y - x beta|                              */
} robust_fit;

/** Least absolute deviations: beta minimises sum_i |y_i - sum_k x_ik beta_k|, by iteratively reweighted least squares
 *  [P. Huber, Robust Statistics, Wiley 1981, section 7.8]. x [n*m], row after row, m <= ROBUST_MAX_COLUMNS; work [n].
 *  independent: how many of the n rows are independent of each other, for the standard errors. False: the columns
 *  depend on each other, or there are too few rows. */
bool robust_regress(int64_t n, int m, const double *x, const double *y, double independent, double *work,
                    robust_fit *out);

/** Pearson's correlation coefficient (not robust); NaN where one of the two does not vary. */
double correlation(int64_t n, const double *x, const double *y);

#endif
