/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/score.h"

#include <float.h>
#include <math.h>

double score_part(double rss, double rows, double balance, bool own_scale) {
  double expected = balance * balance * rows;
  if (!isfinite(rss)) return INFINITY; /* a lambda that is too small for the rounding of a fold */
  if (!own_scale || expected == 0) return rss;
  return expected * (1 + log(fmax(rss / expected, DBL_MIN)));
}

double lambda_between(const double *lambda, const double *score) {
  double curvature = score[0] - 2 * score[1] + score[2];
  if (!(curvature > 0)) return lambda[1];
  double shift = 0.5 * (score[0] - score[2]) / curvature; /* beyond a neighbour the parabola says nothing */
  return lambda[1] * pow(lambda[2] / lambda[1], fmax(-1, fmin(1, shift)));
}

path_end path_end_at(int n, int best) {
  if (best == 0) return PATH_LARGEST;
  return best + 1 == n ? PATH_SMALLEST : PATH_INSIDE;
}

static double total(const score_path *s, int l) {
  double sum = 0;
  for (int f = 0; f < s->nfold; f++) sum += s->score[l * s->nfold + f];
  return sum;
}

/** Whether the score at l is above that at best by no more than the standard error of the difference. */
static bool as_good(const score_path *s, int l, int best) {
  double rise = total(s, l) - total(s, best), n = s->nfold, sum = 0;
  if (!isfinite(rise)) return false;
  for (int f = 0; f < s->nfold; f++) {
    double d = s->score[l * s->nfold + f] - s->score[best * s->nfold + f] - rise / n;
    sum += d * d;
  }
  return rise <= sqrt(sum * n / (n - 1));
}

score_choice score_choose(const score_path *s) {
  int best = 0, chosen, from, upto;
  for (int l = 1; l < s->nlambda; l++)
    if (total(s, l) < total(s, best)) best = l;
  from = upto = chosen = best;
  while (from > 0 && as_good(s, from - 1, best)) from--;
  while (s->evidence && upto + 1 < s->nlambda && as_good(s, upto + 1, best)) upto++;
  if (!s->evidence) chosen = from;
  for (int l = from; l <= upto && s->evidence; l++)
    if (s->evidence[l] > s->evidence[chosen]) chosen = l;
  score_choice out = {s->lambda[chosen], chosen, path_end_at(s->nlambda, best)};
  if (chosen == best && out.end == PATH_INSIDE) {
    const double score[] = {total(s, best - 1), total(s, best), total(s, best + 1)};
    out.lambda = lambda_between(s->lambda + best - 1, score);
  } else if (chosen > from && chosen < upto) {
    const double against[] = {-s->evidence[chosen - 1], -s->evidence[chosen], -s->evidence[chosen + 1]};
    out.lambda = lambda_between(s->lambda + chosen - 1, against);
  }
  return out;
}
