/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/work_outliers.h"

#include <math.h>
#include <stdlib.h>

/* Far from the line: by so many times the scatter of all pairs, and by more than this, eV/atom: ten times what the
 * self-consistency of usual calculations leaves. */
static const double OUTLIER_SCATTERS = 12, OUTLIER_ENERGY = 0.005;
/* And by this fraction of the energy that the work accounts for, since trapezoids are no better than that. */
static const double OUTLIER_FRACTION = 0.3;
/* A configuration is judged by at least so many pairs. */
enum { OUTLIER_PAIRS = 2 };

typedef struct miss {
  int64_t config;
  double residual; /* eV/atom, absolute; 0: within what the trapezoid allows */
} miss;

static int compare_misses(const void *left, const void *right) {
  const miss *a = left, *b = right;
  if (a->config != b->config) return a->config < b->config ? -1 : 1;
  return a->residual < b->residual ? -1 : a->residual > b->residual;
}

static double residual(const work_pair *p, const work_result *r) {
  double expected = p->forces * (r->test == WORK_FORCES ? r->slope : 1);
  if (r->test == WORK_STRESS) {
    double work = p->normal;
    for (int l = 0; l < 3; l++) work += p->shear[r->order[l]][l];
    expected += r->slope * work + r->offset * p->dilation;
  }
  double off = fabs(p->energy - expected);
  return off > OUTLIER_FRACTION * fabs(expected) ? off / p->natom : 0;
}

static bool is_far(double r, const work_result *result) {
  return r > OUTLIER_SCATTERS * result->scatter && r > OUTLIER_ENERGY;
}

dftfit_status work_outliers_find(int64_t n, const work_pair *const *pair, work_result *result, dftfit_error *err) {
  if (result->verdict == WORK_UNDETERMINED || result->verdict == WORK_TOO_FEW) return DFTFIT_OK;
  miss *list = malloc(2 * (size_t)n * sizeof *list);
  result->outlier = malloc((size_t)result->nconfig * sizeof *result->outlier);
  if (!list || !result->outlier) {
    free(list);
    return dftfit_no_memory(err, "%lld pairs", (long long)n);
  }
  for (int64_t i = 0; i < n; i++) {
    double r = residual(pair[i], result);
    result->nmiss += is_far(r, result);
    list[2 * i] = (miss){pair[i]->a, r};
    list[2 * i + 1] = (miss){pair[i]->b, r};
  }
  qsort(list, 2 * (size_t)n, sizeof *list, compare_misses);
  for (int64_t i = 0, end; i < 2 * n; i = end) {
    for (end = i + 1; end < 2 * n && list[end].config == list[i].config;) end++;
    double median = list[i + (end - i - 1) / 2].residual;
    if (result->verdict != WORK_SCATTER && end - i >= OUTLIER_PAIRS && is_far(median, result))
      result->outlier[result->noutlier++] = list[i].config;
  }
  free(list);
  return DFTFIT_OK;
}
