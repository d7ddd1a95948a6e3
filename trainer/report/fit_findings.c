/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/fit_findings.h"

#include <math.h>
#include <stdlib.h>

#include "check/robust.h"

enum { NAMED = 8, LEAST_CONFIGS = 8 };
/* Smaller residuals are of no account: eV/atom, eV/A. */
static const double LEAST_ENERGY = 0.005, LEAST_FORCE = 0.1;

/* One number of each configuration that trains; NaN: not known. */
typedef double residual(const config_error *e);

static double energy_of(const config_error *e) { return e->kind[TARGET_ENERGY].n > 0 ? e->signed_energy : NAN; }

static double force_of(const config_error *e) {
  const error_sum *f = &e->kind[TARGET_FORCE];
  return f->n > 0 ? sqrt(f->square / f->n) : NAN;
}

typedef struct spread {
  double median, deviation;
  int64_t n;
} spread;

/* value [nconfig] for work */
static spread measure(const dataset *set, const int *fold_of, const config_error *error, residual *of, double *value) {
  spread s = {0};
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (fold_of[c] < 0 || isnan(of(&error[c]))) continue;
    value[s.n++] = of(&error[c]);
  }
  s.median = robust_median(value, s.n);
  for (int64_t i = 0; i < s.n; i++) value[i] = fabs(value[i] - s.median);
  s.deviation = ROBUST_SIGMA_PER_MAD * robust_median(value, s.n);
  return s;
}

static int name_single(FILE *to, const dataset *set, const int *fold_of, const config_error *error, residual *of,
                       const spread *s, double least, double factor, const char *what, const char *unit) {
  int n = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    const double r = fold_of[c] < 0 ? NAN : of(&error[c]) - s->median;
    if (!(fabs(r) > fmax(least, FINDING_DEVIATIONS * s->deviation))) continue;
    if (n++ < NAMED)
      fprintf(to, "  configuration %lld (group %s): %s %+.4g %s, %.0f robust deviations of all\n", (long long)c,
              set->group[set->config_group[c]].name, what, factor * of(&error[c]), unit, fabs(r) / s->deviation);
  }
  if (n > NAMED) fprintf(to, "  and %d more with such a residual\n", n - NAMED);
  return n;
}

/* groups whose energies are off together; sum [3*ngroup] for work */
static int name_groups(FILE *to, const dataset *set, const int *fold_of, const config_error *error, const spread *s,
                       double *sum) {
  int found = 0;
  for (int g = 0; g < 3 * set->ngroup; g++) sum[g] = 0;
  for (int64_t c = 0; c < set->nconfig; c++) {
    const double r = fold_of[c] < 0 ? NAN : energy_of(&error[c]);
    if (isnan(r) || fabs(r - s->median) > FINDING_DEVIATIONS * s->deviation) continue; /* single ones are named */
    double *of = sum + (ptrdiff_t)3 * set->config_group[c];
    of[0] += 1;
    of[1] += r;
    of[2] += r * r;
  }
  for (int g = 0; g < set->ngroup; g++) {
    const double n = sum[3 * g], mean = sum[3 * g + 1] / n, square = sum[3 * g + 2] / n - mean * mean;
    const double deviation = sqrt(fmax(square, 0) / (n - 1));
    if (n < LEAST_CONFIGS || n > 0.8 * (double)s->n) continue;
    if (!(fabs(mean) > FINDING_ERRORS * deviation && fabs(mean) > fmax(0.5 * s->deviation, 1e-3))) continue;
    fprintf(to,
            "  group %s: its energies are %+.2f meV/atom off on average, in %.0f configurations (standard error %.2f): "
            "it contradicts the others, or the form cannot make both\n",
            set->group[g].name, 1000 * mean, n, 1000 * deviation);
    found++;
  }
  return found;
}

int fit_findings_print(FILE *to, const dataset *set, const int *fold_of, const config_error *error) {
  double *value = malloc(((size_t)set->nconfig + 1) * sizeof *value);
  double *sum = malloc((3 * (size_t)set->ngroup + 1) * sizeof *sum);
  int n = 0;
  if (value && sum) {
    fputs("Findings in the residuals of the training data:\n", to);
    const spread e = measure(set, fold_of, error, energy_of, value);
    if (e.n >= LEAST_CONFIGS) {
      n += name_single(to, set, fold_of, error, energy_of, &e, LEAST_ENERGY, 1000, "energy", "meV/atom");
      n += name_groups(to, set, fold_of, error, &e, sum);
    }
    const spread f = measure(set, fold_of, error, force_of, value);
    if (f.n >= LEAST_CONFIGS)
      n += name_single(to, set, fold_of, error, force_of, &f, LEAST_FORCE, 1, "RMSE of the forces", "eV/A");
    if (!n) fputs("  none\n", to);
  } else {
    n = -1;
  }
  free(value);
  free(sum);
  return n;
}

void beyond_groups_print(FILE *to, bool by_group, int nfold) {
  if (by_group)
    fputs("Beyond its groups: each line of cross-validation is of a potential that has never seen the group\n", to);
  else if (nfold > 1)
    fputs("Beyond its groups: not measured; cross-validation leaves out parts of groups (`folds: {by: group}` leaves "
          "out each as a whole)\n",
          to);
  else
    fputs("Beyond its groups: not measured (`folds: {by: group}` leaves out each as a whole)\n", to);
}
