/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/mistakes.h"
#include "check/pairs.h"
#include "check/work_outliers.h"

/* A line that explains less than LEAST_EXPLAINED of the energies is none; less than WELL_EXPLAINED: they scatter. */
static const double LEAST_EXPLAINED = 0.3, WELL_EXPLAINED = 0.8;
/* Where less is explained than that, but half of the pairs are nearer to the line than this fraction of their usual
 * energy, the others are outliers and not noise. */
static const double NOISY = 0.2;
/* Another order of the shear components is believed when it leaves this fraction of what the stored one leaves. */
static const double ORDER_GAIN = 0.5;
/* Orders that differ by less than this fraction in what they leave are not told apart. */
static const double ORDER_TIE = 0.02;
/* A slope with a larger standard error than this is not one: the offset is then fitted with slope 1. */
static const double SLOPE_ERROR = 0.15;
/* An offset counts from this on, eV/A^3 (0.1 GPa = 1 kbar), from so many standard errors, and from this fraction of the
 * stress that does the work. */
static const double LEAST_OFFSET = 6.2e-4, OFFSET_ERRORS = 4, OFFSET_FRACTION = 0.02;
/* What differs less than this has nothing to explain: the digits that energies are printed with, eV/atom. What differs
 * less than ENERGY_NOISE and is not explained is the noise of usual calculations. */
static const double ENERGY_DIGITS = 1e-6, ENERGY_NOISE = 5e-4;

static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};

/* the rows of one test of one class */
typedef struct rows {
  int64_t n, nconfig;
  const work_pair **pair; /* [n]                                                         */
  double *y;              /* [n] what the work should be, eV/atom; weighted              */
  double *x;              /* [n][2] work, dilation, an atom; weighted                     */
  double *weight;         /* [n] */
  double *work;           /* [n]                                                         */
} rows;

static double stress_work(const work_pair *p, const int order[3]) {
  double sum = p->normal;
  for (int l = 0; l < 3; l++) sum += p->shear[order[l]][l];
  return sum;
}

static double wanted(const work_pair *p, work_test test) {
  return (test == WORK_STRESS ? p->energy - p->forces : p->energy) / p->natom;
}

/* Pairs with much work have large errors of the trapezoid, in proportion: weight 1/(median |y| + |y|), which also keeps
 * a few absurd energies from deciding. Returns the median. */
static double weigh(rows *r, work_test test) {
  for (int64_t i = 0; i < r->n; i++) r->work[i] = fabs(wanted(r->pair[i], test));
  double median = robust_median(r->work, r->n);
  for (int64_t i = 0; i < r->n; i++) {
    double sum = median + fabs(wanted(r->pair[i], test));
    r->weight[i] = sum > 0 ? 1 / sum : 1;
  }
  return median;
}

static void fill(rows *r, work_test test, const int order[3], int columns) {
  for (int64_t i = 0; i < r->n; i++) {
    const work_pair *p = r->pair[i];
    const double w = r->weight[i];
    r->y[i] = w * wanted(p, test);
    r->x[i * columns] = w * (test == WORK_STRESS ? stress_work(p, order) : p->forces) / p->natom;
    if (columns == 2) r->x[i * columns + 1] = w * p->dilation / p->natom;
  }
}

/* the line through the work of the stress in this order and the dilation; the latter alone, at slope 1, where the two
 * are too much alike */
static bool stress_line(rows *r, const int order[3], robust_fit *fit, bool *slope_known) {
  fill(r, WORK_STRESS, order, 2);
  *slope_known = robust_regress(r->n, 2, r->x, r->y, (double)(r->nconfig - 1), r->work, fit) &&
                 !(fit->error[0] > SLOPE_ERROR * fmax(1, fabs(fit->beta[0])));
  if (*slope_known) return true;
  robust_fit one;
  for (int64_t i = 0; i < r->n; i++) {
    r->y[i] -= r->x[2 * i];
    r->x[i] = r->x[2 * i + 1];
  }
  if (!robust_regress(r->n, 1, r->x, r->y, (double)(r->nconfig - 1), r->work, &one)) {
    fill(r, WORK_STRESS, order, 1); /* volumes do not change at all */
    *slope_known = robust_regress(r->n, 1, r->x, r->y, (double)(r->nconfig - 1), r->work, fit);
    fit->beta[1] = 0;
    fit->error[1] = NAN;
    return *slope_known;
  }
  *fit = (robust_fit){.beta = {1, one.beta[0]}, .error = {NAN, one.error[0]}};
  fit->sum_residual = one.sum_residual;
  return true;
}

static void choose_order(rows *r, work_result *out, robust_fit *best, bool *slope_known) {
  robust_fit fit[6];
  bool known[6], good[6];
  int chosen = 0;
  for (int k = 0; k < 6; k++) good[k] = stress_line(r, orders[k], &fit[k], &known[k]);
  for (int k = 1; k < 6; k++)
    if (good[k] && (!good[chosen] || fit[k].sum_residual < (1 - ORDER_TIE) * fit[chosen].sum_residual)) chosen = k;
  if (chosen && good[0] && fit[chosen].sum_residual > ORDER_GAIN * fit[0].sum_residual) chosen = 0;
  for (int k = 0; k < 6; k++)
    if (k != chosen && good[k] && fit[k].sum_residual < (1 + ORDER_TIE) * fit[chosen].sum_residual)
      out->order_open = true;
  memcpy(out->order, orders[chosen], sizeof out->order);
  *best = fit[chosen];
  *slope_known = known[chosen] && good[chosen];
}

/* median |work of the stress / change of volume|: the pressure that the pairs are under, eV/A^3 */
static double usual_pressure(rows *r) {
  int64_t n = 0;
  for (int64_t i = 0; i < r->n; i++)
    if (fabs(r->pair[i]->dilation) > 0) r->work[n++] = fabs(r->pair[i]->normal / r->pair[i]->dilation);
  return n ? robust_median(r->work, n) : 0;
}

bool work_judges_stress(const work_report *report, int group) {
  for (int64_t i = 0; i < report->n; i++) {
    const work_result *r = &report->result[i];
    if (r->class->group == group && r->test == WORK_STRESS && r->verdict >= WORK_GOOD) return true;
  }
  return false;
}

bool work_has_offset(const work_result *r) {
  return r->explained >= LEAST_EXPLAINED && fabs(r->offset) > LEAST_OFFSET &&
         fabs(r->offset) > OFFSET_ERRORS * r->offset_error && fabs(r->offset) > OFFSET_FRACTION * r->pressure;
}

static work_verdict judge(const work_result *r, bool slope_known) {
  static const int stored[3] = {0, 1, 2};
  mistake known;
  if (r->size < ENERGY_DIGITS) return WORK_UNDETERMINED;
  if (!(r->explained >= LEAST_EXPLAINED)) return r->size > ENERGY_NOISE ? WORK_SCATTER : WORK_UNDETERMINED;
  if (!slope_known && !(r->offset_error < LEAST_OFFSET)) return WORK_UNDETERMINED;
  if (memcmp(r->order, stored, sizeof stored)) return WORK_ORDER;
  if (!work_slope_is_one(r)) {
    bool named = mistake_find(r->test == WORK_STRESS ? UNIT_STRESS : UNIT_FORCE, r->slope, &known);
    return named || r->explained >= WELL_EXPLAINED ? WORK_SLOPE : WORK_SCATTER;
  }
  if (work_has_offset(r)) return WORK_OFFSET;
  if (r->explained >= WELL_EXPLAINED) return WORK_GOOD;
  return r->scatter > NOISY * r->size ? WORK_NOISE : WORK_OUTLIERS;
}

bool work_slope_is_one(const work_result *r) {
  return fabs(r->slope - 1) <= WORK_SLOPE_TOLERANCE + 2 * fmax(r->slope_error, 0);
}

double work_added_stress(const work_result *r, double factor) { return r->offset * factor / r->slope; }

static void describe(rows *r, const robust_fit *fit, work_result *out) {
  double total = 0;
  out->slope = fit->beta[0];
  out->slope_error = fit->error[0];
  out->offset = fit->beta[1];
  out->offset_error = fit->error[1];
  fill(r, out->test, out->order, 1);
  for (int64_t i = 0; i < r->n; i++) total += fabs(r->y[i]);
  out->explained = total > 0 ? 1 - fit->sum_residual / total : NAN;
  for (int64_t i = 0; i < r->n; i++) {
    double offset = out->offset * r->pair[i]->dilation / r->pair[i]->natom;
    r->x[i] = r->x[i] / r->weight[i] + offset / out->slope;
    r->y[i] /= r->weight[i];
    r->work[i] = fabs(r->y[i] - out->slope * r->x[i]);
  }
  out->scatter = robust_median(r->work, r->n);
  out->correlation = correlation(r->n, r->x, r->y);
}

static void run_test(rows *r, work_result *out) {
  static const int stored[3] = {0, 1, 2};
  robust_fit fit = {.error = {NAN, NAN}};
  bool slope_known;
  memcpy(out->order, stored, sizeof stored);
  out->size = weigh(r, out->test);
  if (out->test == WORK_STRESS) {
    choose_order(r, out, &fit, &slope_known);
  } else {
    fill(r, WORK_FORCES, stored, 1);
    slope_known = robust_regress(r->n, 1, r->x, r->y, (double)(r->nconfig - 1), r->work, &fit);
  }
  describe(r, &fit, out);
  out->pressure = usual_pressure(r) * fabs(out->slope);
  out->verdict = judge(out, slope_known);
}

static int compare_index(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return a < b ? -1 : a > b;
}

/* distinct configurations in the pairs */
static int64_t count_configs(const rows *r, int64_t *scratch) {
  int64_t distinct = 0;
  for (int64_t i = 0; i < r->n; i++) {
    scratch[2 * i] = r->pair[i]->a;
    scratch[2 * i + 1] = r->pair[i]->b;
  }
  qsort(scratch, (size_t)(2 * r->n), sizeof *scratch, compare_index);
  for (int64_t i = 0; i < 2 * r->n; i++) distinct += i == 0 || scratch[i] != scratch[i - 1];
  return distinct;
}

static dftfit_status test_pairs(const work_pairs *pairs, const composition_class *class, work_test test, rows *r,
                                int64_t *scratch, work_report *out, dftfit_error *err) {
  r->n = 0;
  for (int64_t i = 0; i < pairs->n; i++)
    if (pairs->pair[i].strained == (test == WORK_STRESS)) r->pair[r->n++] = &pairs->pair[i];
  if (r->n == 0) return DFTFIT_OK;
  work_result *memory = realloc(out->result, (size_t)(out->n + 1) * sizeof *memory);
  DFTFIT_FAIL_IF(!memory, err, DFTFIT_ERR_MEMORY, "out of memory for the results of the work test");
  out->result = memory;
  work_result *result = &out->result[out->n++];
  *result = (work_result){.class = class, .test = test, .npair = r->n, .order = {0, 1, 2}};
  result->nconfig = r->nconfig = count_configs(r, scratch);
  result->slope = result->slope_error = result->offset = result->offset_error = result->correlation = NAN;
  if (r->n < WORK_LEAST_PAIRS || r->nconfig < WORK_LEAST_CONFIGS) return DFTFIT_OK;
  run_test(r, result);
  return work_outliers_find(r->n, r->pair, result, err);
}

static dftfit_status test_class(const dataset *set, const composition_class *class, work_report *out,
                                dftfit_error *err) {
  work_pairs pairs = {0};
  dftfit_status status = DFTFIT_OK;
  for (int64_t i = 0, same; i < class->n && !status; i += same) {
    same = composition_same_order(set, class->n - i, class->config + i);
    status = work_pairs_find(set, same, class->config + i, &pairs, err);
  }
  const size_t n = (size_t)pairs.n + 1;
  rows r = {.pair = malloc(n * sizeof *r.pair),
            .y = malloc(n * sizeof *r.y),
            .x = malloc(2 * n * sizeof *r.x),
            .weight = malloc(n * sizeof *r.weight),
            .work = malloc(n * sizeof *r.work)};
  int64_t *scratch = malloc(2 * n * sizeof *scratch);
  if (!status && (!r.pair || !r.y || !r.x || !r.weight || !r.work || !scratch))
    status = dftfit_no_memory(err, "%zu pairs", n);
  for (int test = 0; test < WORK_TESTS && !status; test++)
    status = test_pairs(&pairs, class, (work_test)test, &r, scratch, out, err);
  free(r.pair);
  free(r.y);
  free(r.x);
  free(r.weight);
  free(r.work);
  free(scratch);
  work_pairs_destroy(&pairs);
  return status;
}

dftfit_status work_report_create(const dataset *set, const composition_table *table, work_report *out,
                                 dftfit_error *err) {
  *out = (work_report){0};
  for (int64_t k = 0; k < table->n; k++) {
    dftfit_status status = test_class(set, &table->entry[k], out, err);
    if (status) {
      work_report_destroy(out);
      return status;
    }
  }
  return DFTFIT_OK;
}

void work_report_destroy(work_report *r) {
  for (int64_t i = 0; i < r->n; i++) free(r->result[i].outlier);
  free(r->result);
  *r = (work_report){0};
}
