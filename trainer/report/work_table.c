/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/work_table.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "check/mistakes.h"
#include "dftfit/units.h"

enum { FORMULA = 24 };
static const char *const component[3] = {"yz", "xz", "xy"};
static const char *const verdicts[] = {[WORK_TOO_FEW] = "too few pairs",
                                       [WORK_UNDETERMINED] = "not determined",
                                       [WORK_GOOD] = "good",
                                       [WORK_NOISE] = "noise",
                                       [WORK_OUTLIERS] = "outliers",
                                       [WORK_OFFSET] = "offset",
                                       [WORK_ORDER] = "ORDER OF SHEAR",
                                       [WORK_SLOPE] = "SLOPE",
                                       [WORK_SCATTER] = "SCATTER"};

/* A slope that is off by so many of its errors, and by this much, is not 1, though no mistake of a unit or a sign. */
static const double SURE = 5, SLOPE_OFF = 0.03;

static const char *test_name(const work_result *r) { return r->test == WORK_STRESS ? "stress" : "forces"; }

static int name_width(const dataset *set, const work_report *report) {
  int width = 5;
  for (int64_t i = 0; i < report->n; i++) {
    int length = (int)strlen(set->group[report->result[i].class->group].name);
    if (length > width) width = length;
  }
  return width;
}

/* "value +- error" in 18 columns; "-" where there is no value */
static void print_with_error(FILE *to, double value, double error) {
  char text[64];
  int decimals = fabs(value) < 100 && fabs(value) > 0.1 ? 3 : 5;
  if (isnan(value))
    snprintf(text, sizeof text, "-");
  else if (isnan(error))
    snprintf(text, sizeof text, "%.*g", decimals + 1, value);
  else
    snprintf(text, sizeof text, "%.*g +- %.2g", decimals + 1, value, error);
  fprintf(to, " %18s", text);
}

/* GPa, with as many decimals as differences of energies can tell */
static void print_offset(FILE *to, const work_result *r) {
  char text[64] = "-";
  if (!isnan(r->offset_error))
    snprintf(text, sizeof text, "%.3f +- %.2g", r->offset * DFTFIT_GPA_PER_EV_A3,
             r->offset_error * DFTFIT_GPA_PER_EV_A3);
  fprintf(to, " %18s", text);
}

static void print_line(FILE *to, const dataset *set, const work_result *r, int width) {
  char formula[FORMULA];
  composition_formula(set, r->class->config[0], formula, sizeof formula);
  fprintf(to, "%-*s %-12s %-6s %7lld %7lld", width, set->group[r->class->group].name, formula, test_name(r),
          (long long)r->npair, (long long)r->nconfig);
  if (r->verdict == WORK_TOO_FEW) {
    fprintf(to, " %18s %18s %6s %8s %8s", "-", "-", "-", "-", "-");
  } else {
    print_with_error(to, r->slope, r->slope_error);
    print_offset(to, r);
    fprintf(to, " %6.3f %8.3f %8.3f", r->correlation, 1000 * r->scatter, 1000 * r->size);
  }
  fprintf(to, "  %s\n", verdicts[r->verdict]);
}

void work_table_print(FILE *to, const dataset *set, const work_report *report) {
  const int width = name_width(set, report);
  fprintf(to,
          "\nwork test: differences of energies against the work of stress and of forces, between configurations\n"
          "that are almost the same (docs/data-checks.md). Slope 1 is right; scatter and size: medians, meV/atom\n");
  fprintf(to, "%-*s %-12s %-6s %7s %7s %18s %18s %6s %8s %8s  %s\n", width, "group", "atoms", "test", "pairs",
          "configs", "slope", "offset, GPa", "corr.", "scatter", "size", "verdict");
  for (int64_t i = 0; i < report->n; i++) print_line(to, set, &report->result[i], width);
  if (report->n == 0) fprintf(to, "no two configurations are near enough to each other: nothing could be tested\n");
}

static void print_outliers(FILE *to, const work_result *r, int64_t most) {
  if (!r->noutlier) return;
  fprintf(to, "    energies that do not go with those of their neighbours: configuration%s",
          r->noutlier > 1 ? "s" : "");
  for (int64_t i = 0; i < r->noutlier && i < most; i++) fprintf(to, " %lld", (long long)r->outlier[i]);
  if (r->noutlier > most) fprintf(to, " and %lld more (--full names them)", (long long)(r->noutlier - most));
  fprintf(to, "\n");
}

static void print_slope(FILE *to, const work_result *r) {
  mistake known;
  if (work_slope_is_one(r)) return;
  if (mistake_find(r->test == WORK_STRESS ? UNIT_STRESS : UNIT_FORCE, r->slope, &known))
    fprintf(to, "    the energies want the %s %.5g times as large: %s\n", test_name(r), r->slope, known.text);
  else
    fprintf(to, "    the energies want the %s %.5g times as large, which no sign and no unit explains\n", test_name(r),
            r->slope);
}

static bool is_surely_not_one(const work_result *r) {
  return r->verdict >= WORK_GOOD && work_slope_is_one(r) && fabs(r->slope - 1) > fmax(SLOPE_OFF, SURE * r->slope_error);
}

static void print_finding(FILE *to, const dataset *set, const work_result *r, int64_t most) {
  char formula[FORMULA];
  composition_formula(set, r->class->config[0], formula, sizeof formula);
  fprintf(to, "  %s (%s), %s:\n", set->group[r->class->group].name, formula, test_name(r));
  if (r->verdict == WORK_SCATTER)
    fprintf(
        to,
        "    neighbours differ by %.3g meV/atom, and by %.3g from the work of the %s: energies or %s are not usable\n",
        1000 * r->size, 1000 * r->scatter, test_name(r), test_name(r));
  if (r->nmiss && (r->verdict == WORK_SCATTER || r->verdict == WORK_OUTLIERS))
    fprintf(to, "    %lld of %lld pairs are far off the line\n", (long long)r->nmiss, (long long)r->npair);
  if (r->verdict == WORK_NOISE)
    fprintf(to, "    energies scatter by %.3g meV/atom about the work; neighbours differ by %.3g\n", 1000 * r->scatter,
            1000 * r->size);
  if (r->verdict == WORK_ORDER) {
    int truth[3];
    for (int l = 0; l < 3; l++) truth[r->order[l]] = l;
    fprintf(to, "    the shear components stand in another order: what is stored as yz xz xy is %s %s %s%s\n",
            component[truth[0]], component[truth[1]], component[truth[2]],
            r->order_open ? " (the strains leave other orders open)" : "");
  }
  if (r->verdict == WORK_SLOPE || r->verdict == WORK_ORDER) print_slope(to, r);
  if (is_surely_not_one(r))
    fprintf(to,
            "    the slope, %.3f +- %.2g, is not 1: the %s and the energies differ by %.0f %%, too little for a unit "
            "or a sign\n",
            r->slope, r->slope_error, test_name(r), 100 * fabs(r->slope - 1));
  const double added = work_added_stress(r, work_slope_is_one(r) ? 1 : r->slope);
  if (work_has_offset(r))
    fprintf(
        to,
        "    %+.3f GPa on the diagonal make the stress the derivative of the energy (Pulay stress of a finite basis)\n",
        added * DFTFIT_GPA_PER_EV_A3);
  print_outliers(to, r, most);
}

void work_findings_print(FILE *to, const dataset *set, const work_report *report, int64_t most) {
  fprintf(to, "\nfindings of the work test\n");
  for (int64_t i = 0; i < report->n; i++) {
    const work_result *r = &report->result[i];
    if (r->verdict >= WORK_NOISE || r->noutlier || is_surely_not_one(r)) print_finding(to, set, r, most);
  }
  fprintf(to, "  end of findings\n");
}
