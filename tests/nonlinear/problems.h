/* SPDX-License-Identifier: BSD-3-Clause */
/** Non-linear least-squares problems of the literature, with their solutions, as problems of the trainer: every row
 *  is a configuration, rows are dealt to several leaves. */
#ifndef TESTS_NONLINEAR_PROBLEMS_H
#define TESTS_NONLINEAR_PROBLEMS_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

enum { MAX_UNKNOWNS = 8, MAX_STARTS = 2 };

typedef struct test_problem {
  const char *name, *source;
  int n, m;
  bool linear[MAX_UNKNOWNS]; /* unknowns that the model is linear in */
  int nstart;
  double start[MAX_STARTS][MAX_UNKNOWNS];
  bool far[MAX_STARTS]; /* a start so far away that only elimination gets home */
  double solution[MAX_UNKNOWNS];
  double deviation[MAX_UNKNOWNS]; /* standard deviations with sigma^2 = sum/(m - n); 0: not known */
  double sum;                     /* of squares at the solution */
  double relative;                /* accuracy to be reached in the unknowns */
  double absolute;
  /** value and gradient [n] of row i, target 0 unless target gives it. */
  void (*row)(int i, const double *x, double *value, double *gradient);
  const double *target; /* [m] or NULL */
} test_problem;

extern const test_problem problems[];
extern const int nproblems;
const test_problem *problem_named(const char *name);

/** A problem of the trainer made of p. eliminate: its linear unknowns are said to be so. */
typedef struct rows_problem {
  problem problem;
  const test_problem *source;
  double prior[MAX_UNKNOWNS], lower[MAX_UNKNOWNS], upper[MAX_UNKNOWNS], start[MAX_UNKNOWNS];
  int leaf_fold[4];
  double leaf_cost[4];
  int evaluations; /* of leaves */
} rows_problem;

void rows_problem_make(rows_problem *r, const test_problem *p, const double *start, bool eliminate);

#endif
