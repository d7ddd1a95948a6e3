/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/search/bounded.h"

#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum side { FREE, AT_LOWER, AT_UPPER, HELD } side;

typedef struct active_set {
  int n, ld;
  const double *r;           /* [ld*(n+1)] */
  double *low, *high;        /* [n] bounds on d = y - x                                        */
  double *d, *wanted, *rest; /* [n] feasible point; solution of the free ones; R d - b           */
  double *scale;             /* [n] norms of the columns                                        */
  double *matrix, *rhs;      /* [n*n], [n] the free columns                                     */
  int *column, *pivot;       /* [n] */
  side *at;                  /* [n] */
  bool *back;                /* [n] freed in vain since the last step                            */
} active_set;

static const double *column_of(const active_set *s, int j) { return s->r + (size_t)j * (size_t)s->ld; }

static dftfit_status allocate(active_set *s, dftfit_error *err) {
  size_t n = (size_t)s->n;
  s->low = aligned_doubles(7 * n);
  s->matrix = aligned_doubles(n * n);
  s->column = calloc(2 * n, sizeof *s->column);
  s->at = calloc(n, sizeof *s->at);
  s->back = calloc(n, sizeof *s->back);
  if (!s->low || !s->matrix || !s->column || !s->at || !s->back)
    return dftfit_no_memory(err, "a step of %d unknowns", s->n);
  s->high = s->low + n;
  s->d = s->high + n;
  s->wanted = s->d + n;
  s->rest = s->wanted + n;
  s->scale = s->rest + n;
  s->rhs = s->scale + n;
  s->pivot = s->column + n;
  return DFTFIT_OK;
}

static void release(active_set *s) {
  free(s->low);
  free(s->matrix);
  free(s->column);
  free(s->at);
  free(s->back);
}

static void prepare(active_set *s, int ncommon, const double *x, const double *lower, const double *upper) {
  double common = 0;
  for (int j = 0; j < s->n; j++) {
    double sum = 0;
    for (int i = 0; i <= j; i++) sum += column_of(s, j)[i] * column_of(s, j)[i];
    s->scale[j] = sqrt(sum);
    if (j < ncommon) common = fmax(common, s->scale[j]);
    s->low[j] = lower[j] - x[j];
    s->high[j] = upper[j] - x[j];
    s->at[j] = lower[j] == upper[j] ? HELD : FREE;
    s->d[j] = fmin(fmax(0, s->low[j]), s->high[j]);
  }
  for (int j = 0; j < s->n; j++) {
    if (j < ncommon) s->scale[j] = common;
    if (!(s->scale[j] > 0)) s->scale[j] = 1;
  }
}

/** rest = R d - b */
static void update_rest(active_set *s) {
  for (int i = 0; i < s->n; i++) s->rest[i] = -column_of(s, s->n)[i];
  for (int j = 0; j < s->n; j++)
    for (int i = 0; i <= j; i++) s->rest[i] += column_of(s, j)[i] * s->d[j];
}

/** wanted: the free unknowns that minimise, the others where they are. */
static dftfit_status solve_free(active_set *s, dftfit_error *err) {
  int n = s->n, k = 0, rank;
  memcpy(s->wanted, s->d, (size_t)n * sizeof(double));
  for (int i = 0; i < n; i++) s->rhs[i] = column_of(s, n)[i];
  for (int j = 0; j < n; j++) {
    const double *from = column_of(s, j);
    if (s->at[j] == FREE) {
      double *to = s->matrix + (size_t)k * (size_t)n;
      for (int i = 0; i < n; i++) to[i] = from[i] / s->scale[j];
      s->pivot[k] = 0;
      s->column[k++] = j;
    } else {
      for (int i = 0; i <= j; i++) s->rhs[i] -= from[i] * s->d[j];
    }
  }
  if (k == 0) return DFTFIT_OK;
  int info = LAPACKE_dgelsy(LAPACK_COL_MAJOR, n, k, 1, s->matrix, n, s->rhs, n, s->pivot, n * DBL_EPSILON, &rank);
  if (info) return dftfit_fail(err, DFTFIT_ERR_NUMERIC, "LAPACK's dgelsy returned %d for a step", info);
  for (int i = 0; i < k; i++) s->wanted[s->column[i]] = s->rhs[i] / s->scale[s->column[i]];
  return DFTFIT_OK;
}

/** Goes from d towards wanted as far as the bounds allow. True: all the way. */
static bool move(active_set *s) {
  double way = 1;
  for (int j = 0; j < s->n; j++) {
    double change = s->wanted[j] - s->d[j];
    if (s->at[j] != FREE || change == 0) continue;
    double room = (change > 0 ? s->high[j] : s->low[j]) - s->d[j];
    if (fabs(change) > fabs(room)) way = fmin(way, room / change);
  }
  bool whole = true;
  for (int j = 0; j < s->n; j++) {
    double change = s->wanted[j] - s->d[j];
    if (s->at[j] != FREE || change == 0) continue;
    double room = (change > 0 ? s->high[j] : s->low[j]) - s->d[j];
    if (fabs(change) > fabs(room) && room / change <= way) {
      s->at[j] = change > 0 ? AT_UPPER : AT_LOWER;
      s->d[j] = change > 0 ? s->high[j] : s->low[j];
      whole = false;
    } else {
      s->d[j] += way * change;
    }
  }
  return whole;
}

/** The unknown at a bound that would reduce the sum most by leaving it; -1: none. */
static int most_eager(const active_set *s, double length) {
  int best = -1;
  double largest = s->n * DBL_EPSILON * length;
  for (int j = 0; j < s->n; j++) {
    if (s->at[j] == FREE || s->at[j] == HELD || s->back[j]) continue;
    double g = 0;
    for (int i = 0; i <= j; i++) g += column_of(s, j)[i] * s->rest[i];
    g *= (s->at[j] == AT_LOWER ? -1 : 1) / s->scale[j];
    if (g > largest) {
      largest = g;
      best = j;
    }
  }
  return best;
}

/** Every turn leaves the sum of squares as it is or lower, so the point is worth having even where the turns run out.
 */
static dftfit_status iterate(active_set *s, dftfit_error *err) {
  enum { TURNS_PER_UNKNOWN = 4 };
  double length = 0;
  int freed = -1;
  for (int i = 0; i < s->n; i++) length += column_of(s, s->n)[i] * column_of(s, s->n)[i];
  length = sqrt(length);
  for (int turn = 0; turn < TURNS_PER_UNKNOWN * (s->n + 1); turn++) {
    side from = freed >= 0 && s->d[freed] == s->low[freed] ? AT_LOWER : AT_UPPER;
    DFTFIT_TRY(solve_free(s, err));
    double change = freed >= 0 ? s->wanted[freed] - s->d[freed] : 0;
    if (freed >= 0 && (from == AT_LOWER ? change <= 0 : change >= 0)) { /* rounding: it stays at its bound */
      s->at[freed] = from;
      s->back[freed] = true;
    } else {
      bool whole = move(s);
      for (int j = 0; j < s->n; j++) s->back[j] = false;
      freed = -1;
      if (!whole) continue;
    }
    update_rest(s);
    freed = most_eager(s, length);
    if (freed < 0) break;
    s->at[freed] = FREE;
  }
  return DFTFIT_OK;
}

dftfit_status bounded_solve(const triangle *system, int ncommon, const double *x, const double *lower,
                            const double *upper, double *y, dftfit_error *err) {
  active_set s = {.n = system->n - 1, .ld = system->capacity, .r = system->r};
  dftfit_status status = allocate(&s, err);
  if (!status) {
    prepare(&s, ncommon, x, lower, upper);
    status = iterate(&s, err);
  }
  for (int j = 0; j < s.n && !status; j++) {
    if (s.d[j] == s.low[j])
      y[j] = lower[j];
    else if (s.d[j] == s.high[j])
      y[j] = upper[j];
    else
      y[j] = fmin(fmax(x[j] + s.d[j], lower[j]), upper[j]);
  }
  release(&s);
  return status;
}
