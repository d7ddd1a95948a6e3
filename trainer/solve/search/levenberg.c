/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/search/levenberg.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/search/bounded.h"

#define SQUARE(x) ((x) * (x))

/* A step that yields less than this share of what the model promised is not taken (J. J. More). */
#define GAIN_ACCEPTED 1e-4
/* First damping, relative to the scaled normal matrix, whose diagonal is 1: a start that may be poor, but is no guess
 * in the dark (K. Madsen, H. B. Nielsen, O. Tingleff, Methods for Non-Linear Least Squares Problems, DTU 2004). */
#define FIRST_DAMPING 1e-3
#define FIRST_FACTOR 2.0

const char *levenberg_end_text(int end) {
  static const char *const text[] = {
      "not ended",
      "the gradient vanishes",
      "the step vanishes",
      "the reduction vanishes",
      "the residual vanishes",
      "the most steps were made",
      "the model is not finite at the start",
  };
  return text[end];
}

dftfit_status levenberg_create(levenberg *l, const problem *p, double tolerance, int most_steps, dftfit_error *err) {
  size_t n = (size_t)p->ncolumn + 1;
  *l = (levenberg){.p = p, .tolerance = tolerance, .most_steps = most_steps};
  triangle_create(&l->r, p->ncolumn + 1);
  l->x = calloc(8 * n, sizeof(double));
  l->eliminated = calloc(n, sizeof *l->eliminated);
  if (!l->x || !l->eliminated) {
    levenberg_destroy(l);
    return dftfit_no_memory(err, "the search in %d unknowns", p->ncolumn);
  }
  l->z = l->x + n;
  l->y = l->z + n;
  l->scale = l->y + n;
  l->work = l->scale + n;
  for (int j = 0; j < p->ncolumn; j++) {
    l->eliminated[j] = j < p->ncomposition || problem_is_linear(p) || p->linear_columns[j];
    l->mixed = l->mixed || (l->eliminated[j] && j >= p->ncomposition);
  }
  return DFTFIT_OK;
}

void levenberg_destroy(levenberg *l) {
  triangle_destroy(&l->r);
  free(l->x);
  free(l->eliminated);
  l->x = NULL;
  l->eliminated = NULL;
}

void levenberg_begin(levenberg *l, const double *x) {
  for (int j = 0; j < l->p->ncolumn; j++) {
    l->y[j] = fmin(fmax(x[j], l->p->lower[j]), l->p->upper[j]);
    l->scale[j] = 0;
  }
  triangle_destroy(&l->r);
  l->mu = FIRST_DAMPING;
  l->factor = FIRST_FACTOR;
  l->steps = 0;
  l->first_phi = -1;
  l->pass = PASS_FIRST;
  l->end = END_NOT_YET;
}

/* the numbers that are not arrays, in the order in which they are packed */
enum { PACKED_REALS = 6, PACKED_INTEGERS = 4, PACKED_ARRAYS = 4 };

int levenberg_size(const problem *p) { return PACKED_ARRAYS * p->ncolumn + PACKED_REALS + PACKED_INTEGERS; }

void levenberg_pack(const levenberg *l, double *to) {
  const double *const array[PACKED_ARRAYS] = {l->x, l->z, l->y, l->scale};
  const double number[PACKED_REALS + PACKED_INTEGERS] = {l->phi,    l->first_phi, l->mu,   l->factor, l->predicted,
                                                         l->cosine, l->steps,     l->pass, l->end,    l->exact};
  for (int k = 0; k < PACKED_ARRAYS; k++, to += l->p->ncolumn) memcpy(to, array[k], (size_t)l->p->ncolumn * sizeof *to);
  memcpy(to, number, sizeof number);
}

void levenberg_unpack(levenberg *l, const double *from) {
  double *const array[PACKED_ARRAYS] = {l->x, l->z, l->y, l->scale};
  double *const real[PACKED_REALS] = {&l->phi, &l->first_phi, &l->mu, &l->factor, &l->predicted, &l->cosine};
  int *const integer[PACKED_INTEGERS] = {&l->steps, &l->pass, &l->end, &l->exact};
  for (int k = 0; k < PACKED_ARRAYS; k++, from += l->p->ncolumn)
    memcpy(array[k], from, (size_t)l->p->ncolumn * sizeof *from);
  for (int k = 0; k < PACKED_REALS; k++) *real[k] = *from++;
  for (int k = 0; k < PACKED_INTEGERS; k++) *integer[k] = (int)*from++;
  triangle_destroy(&l->r);
  triangle_create(&l->r, l->p->ncolumn + 1);
}

static double start_of(const levenberg *l, int j) { return l->p->start ? l->p->start[j] : 0; }
static double penalty_of(const levenberg *l, int j) { return sqrt(l->lambda) * l->p->prior[j]; }

/** Phi of the model r at x, taken at y. */
static double objective(const levenberg *l, const triangle *r, const double *x, const double *y) {
  int n = l->p->ncolumn;
  double *extended = l->work;
  for (int j = 0; j < n; j++) extended[j] = y[j] - x[j];
  extended[n] = -1;
  double sum = triangle_norm2(r, extended, extended + n + 1);
  for (int j = 0; j < n; j++) sum += SQUARE(penalty_of(l, j) * (y[j] - start_of(l, j)));
  return sum;
}

/** Folds the rows weight_j (y_j - centre_j) into out, a system in y - x. */
static dftfit_status fold_diagonal(const levenberg *l, const double *weight, const double *centre, const double *x,
                                   triangle *out, triangle_work *w, dftfit_error *err) {
  int n = l->p->ncolumn, m = 0;
  double *rows = calloc((size_t)n * (size_t)(n + 1) + 1, sizeof *rows);
  if (!rows) return dftfit_no_memory(err, "a step of %d unknowns", n);
  for (int j = 0; j < n; j++) {
    if (weight[j] == 0) continue;
    rows[(size_t)j * (size_t)n + (size_t)m] = weight[j];
    rows[(size_t)n * (size_t)n + (size_t)m++] = weight[j] * (centre[j] - x[j]);
  }
  dftfit_status status = m ? triangle_fold(out, m, rows, n, w, err) : DFTFIT_OK;
  free(rows);
  return status;
}

/** out = (r; prior; sqrt(mu) D) about x. */
static dftfit_status augment(const levenberg *l, const triangle *r, const double *x, double mu, triangle *out,
                             dftfit_error *err) {
  int n = l->p->ncolumn;
  double *weight = l->work, *centre = l->work + n;
  triangle_work w;
  DFTFIT_TRY(triangle_copy(out, r, 1, err));
  dftfit_status status = triangle_work_create(&w, n + 1, err);
  if (status) return status;
  for (int j = 0; j < n; j++) {
    weight[j] = penalty_of(l, j);
    centre[j] = start_of(l, j);
  }
  if (l->lambda > 0) status = fold_diagonal(l, weight, centre, x, out, &w, err);
  for (int j = 0; j < n; j++) weight[j] = l->eliminated[j] ? 0 : sqrt(mu) * l->scale[j];
  if (mu > 0 && !status) status = fold_diagonal(l, weight, l->z, x, out, &w, err);
  triangle_work_destroy(&w);
  return status;
}

/** Minimises over all unknowns within lower and upper. */
static dftfit_status minimise(const levenberg *l, const triangle *r, const double *x, double mu, const double *lower,
                              const double *upper, double *y, dftfit_error *err) {
  triangle system;
  triangle_create(&system, l->p->ncolumn + 1);
  dftfit_status status = augment(l, r, x, mu, &system, err);
  if (!status) status = bounded_solve(&system, l->p->ncomposition, x, lower, upper, y, err);
  triangle_destroy(&system);
  return status;
}

/** z: x with the eliminated unknowns at their best. */
static dftfit_status project(const levenberg *l, const triangle *r, const double *x, double *z, dftfit_error *err) {
  int n = l->p->ncolumn;
  double *lower = l->work + 2 * (n + 1), *upper = lower + n + 1;
  for (int j = 0; j < n; j++) {
    lower[j] = l->eliminated[j] ? l->p->lower[j] : x[j];
    upper[j] = l->eliminated[j] ? l->p->upper[j] : x[j];
  }
  return minimise(l, r, x, 0, lower, upper, z, err);
}

/** y, r become the point where the search stands, z and phi with them. */
static dftfit_status adopt(levenberg *l, triangle *r, dftfit_error *err) {
  int n = l->p->ncolumn;
  triangle_destroy(&l->r);
  l->r = *r;
  triangle_create(r, n + 1);
  memcpy(l->x, l->y, (size_t)n * sizeof(double));
  for (int j = 0; j < n; j++) {
    double sum = SQUARE(penalty_of(l, j));
    for (int i = 0; i <= j; i++) sum += SQUARE(l->r.r[(size_t)j * (size_t)l->r.capacity + (size_t)i]);
    l->scale[j] = sqrt(sum);
    if (!(l->scale[j] > 0)) l->scale[j] = 1;
  }
  DFTFIT_TRY(project(l, &l->r, l->x, l->z, err));
  l->phi = objective(l, &l->r, l->x, l->z);
  return DFTFIT_OK;
}

/** Largest cosine between the residual at z and the column of a searched unknown that is free to move. */
static double largest_cosine(const levenberg *l) {
  int n = l->p->ncolumn, ld = l->r.capacity;
  double *rest = l->work, largest = 0;
  for (int i = 0; i <= n; i++) rest[i] = -l->r.r[(size_t)n * (size_t)ld + (size_t)i];
  for (int j = 0; j < n; j++)
    for (int i = 0; i <= j; i++) rest[i] += l->r.r[(size_t)j * (size_t)ld + (size_t)i] * (l->z[j] - l->x[j]);
  for (int j = 0; j < n; j++) {
    double g = SQUARE(penalty_of(l, j)) * (l->z[j] - start_of(l, j)), norm = SQUARE(penalty_of(l, j));
    for (int i = 0; i <= j; i++) {
      double r = l->r.r[(size_t)j * (size_t)ld + (size_t)i];
      g += r * rest[i];
      norm += r * r;
    }
    bool held = (l->z[j] <= l->p->lower[j] && g >= 0) || (l->z[j] >= l->p->upper[j] && g <= 0);
    if (!l->eliminated[j] && !held && norm > 0) largest = fmax(largest, fabs(g) / sqrt(norm * l->phi));
  }
  return largest;
}

static void again(levenberg *l) {
  memcpy(l->y, l->z, (size_t)l->p->ncolumn * sizeof(double));
  l->pass = PASS_AGAIN;
}

/** Ends, unless the derivatives are not those at z: then a pass there decides. */
static void end_or_again(levenberg *l, levenberg_end end) {
  if (l->exact)
    l->end = (int)end;
  else
    again(l);
}

/** The step from where the search stands, or an end. */
static dftfit_status propose(levenberg *l, dftfit_error *err) {
  int n = l->p->ncolumn;
  double step = 0, size = 0;
  if (l->phi <= SQUARE(DBL_EPSILON) * l->first_phi) {
    l->end = END_EXACT;
    return DFTFIT_OK;
  }
  l->cosine = largest_cosine(l);
  if (l->cosine <= l->tolerance) {
    end_or_again(l, END_GRADIENT);
    return DFTFIT_OK;
  }
  if (l->steps >= l->most_steps) {
    l->end = END_STEPS;
    return DFTFIT_OK;
  }
  DFTFIT_TRY(minimise(l, &l->r, l->x, l->mu, l->p->lower, l->p->upper, l->y, err));
  l->predicted = l->phi - objective(l, &l->r, l->x, l->y);
  for (int j = 0; j < n; j++) {
    if (l->eliminated[j]) continue;
    step += SQUARE(l->scale[j] * (l->y[j] - l->z[j]));
    size += SQUARE(l->scale[j] * l->z[j]);
  }
  l->pass = PASS_TRIAL;
  if (step <= SQUARE(l->tolerance) * size)
    end_or_again(l, END_STEP);
  else if (!(l->predicted > 0)) /* rounding is all that is left */
    end_or_again(l, END_REDUCTION);
  return DFTFIT_OK;
}

static void refuse(levenberg *l) {
  if (!l->exact) {
    again(l);
    return;
  }
  l->mu *= l->factor;
  l->factor *= FIRST_FACTOR;
}

/** The pass at a trial point: step taken or refused, damping. */
static dftfit_status judge(levenberg *l, triangle *system, dftfit_error *err) {
  double *z = NULL, before = l->phi, after = INFINITY, here = INFINITY;
  l->steps++;
  if (system) {
    z = malloc((size_t)l->p->ncolumn * sizeof *z);
    if (!z) return dftfit_no_memory(err, "a step");
    dftfit_status status = project(l, system, l->y, z, err);
    if (!status) {
      here = objective(l, system, l->y, l->y);
      after = objective(l, system, l->y, z);
    }
    free(z);
    if (status) return status;
  }
  double actual = before - after, gain = actual / l->predicted;
  if (!(gain > GAIN_ACCEPTED)) {
    bool small = fabs(actual) <= l->tolerance * before && l->predicted <= l->tolerance * before;
    if (small)
      end_or_again(l, END_REDUCTION);
    else
      refuse(l);
    return DFTFIT_OK;
  }
  bool from_exact = l->exact;
  l->mu *= fmax(1.0 / 3, 1 - pow(2 * gain - 1, 3));
  l->factor = FIRST_FACTOR;
  DFTFIT_TRY(adopt(l, system, err));
  l->exact = !l->mixed || here - after <= l->tolerance * after;
  if (actual <= l->tolerance * before && l->predicted <= l->tolerance * before) {
    if (from_exact)
      l->end = END_REDUCTION;
    else
      again(l);
  }
  return DFTFIT_OK;
}

dftfit_status levenberg_take(levenberg *l, triangle *system, dftfit_error *err) {
  if (l->pass == PASS_TRIAL) {
    DFTFIT_TRY(judge(l, system, err));
  } else if (!system) {
    l->end = END_FAILED;
  } else {
    bool first = l->pass == PASS_FIRST;
    DFTFIT_TRY(adopt(l, system, err));
    l->pass = PASS_TRIAL;
    l->exact = !first || !l->mixed;
    if (first) l->first_phi = objective(l, &l->r, l->x, l->x);
    if (!l->exact) again(l);
  }
  if (l->end == END_NOT_YET && l->pass == PASS_TRIAL) DFTFIT_TRY(propose(l, err));
  if (system) triangle_destroy(system);
  return DFTFIT_OK;
}
