/* SPDX-License-Identifier: BSD-3-Clause */
/** How well left-out rows are predicted, and the lambda that this chooses. docs/fit.md, (2), (2') and "Lambda". */
#ifndef TRAINER_SOLVE_LINEAR_SCORE_H
#define TRAINER_SOLVE_LINEAR_SCORE_H

#include <stdbool.h>

/** Where on the path something is best. At an end there is no best value, only a direction in which it gets better. */
typedef enum path_end { PATH_INSIDE, PATH_LARGEST, PATH_SMALLEST } path_end;

/** Part of one class of one fold in the score: rows with the sum of squares rss, of which balance^2 a row is
 *  expected. own_scale: the sum is of one kind of target, whose scale is one of the unknowns, (2'). INFINITY where rss is not finite. */
double score_part(double rss, double rows, double balance, bool own_scale);

/** Scores along a path of lambda, descending and evenly spaced in its logarithm. */
typedef struct score_path {
  int nlambda, nfold;
  const double *lambda;   /* [nlambda]       */
  const double *score;    /* [nlambda*nfold] part of each fold */
  const double *evidence; /* [nlambda] log; NULL: it does not count */
} score_path;

typedef struct score_choice {
  double lambda;
  int nearest;  /* point of the path      */
  path_end end; /* of the least score     */
} score_choice;

/** Of the lambdas that predict as well as the best one - the score is above the least by no more than the standard
 *  error, over folds, of the difference - the one with the largest evidence, or without evidence the largest. The
 *  minimum of a parabola through a point and its neighbours is taken, where these count, too. */
score_choice score_choose(const score_path *s);

/** The minimum of the parabola in log lambda through three scores, the middle one the least; lambda [3] evenly spaced
 *  in its logarithm. */
double lambda_between(const double *lambda, const double *score);
/** End or inside: entry `best` of a path of n. */
path_end path_end_at(int n, int best);

#endif
