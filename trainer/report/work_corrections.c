/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/work_corrections.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/replace_file.h"
#include "check/mistakes.h"
#include "dftfit/yaml.h"

enum { FORMULA = 64 };
static const char *const components[6] = {"xx", "yy", "zz", "yz", "xz", "xy"};
/* An offset is known to about a hundredth of a GPa; more digits would say nothing. */
static const double OFFSET_STEP = 1e-5; /* eV/A^3 */

static bool wrong_slope(const work_result *r, mistake *known) {
  if (r->verdict != WORK_SLOPE && r->verdict != WORK_ORDER) return false;
  return !work_slope_is_one(r) && mistake_find(r->test == WORK_STRESS ? UNIT_STRESS : UNIT_FORCE, r->slope, known);
}

static bool wrong_order(const work_result *r) { return r->verdict == WORK_ORDER; }
static bool wrong_offset(const work_result *r) { return r->verdict != WORK_SCATTER && work_has_offset(r); }

/* a group whose configurations have several compositions needs the composition, too */
static bool group_is_mixed(const work_report *report, const work_result *r) {
  for (int64_t i = 0; i < report->n; i++)
    if (report->result[i].class->group == r->class->group && report->result[i].class != r->class) return true;
  return false;
}

static void begin_entry(dftfit_writer *w, const dataset *set, const work_report *report, const work_result *r) {
  char formula[FORMULA];
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "group");
  dftfit_write_text(w, set->group[r->class->group].name);
  if (!group_is_mixed(report, r)) return;
  composition_formula(set, r->class->config[0], formula, sizeof formula);
  dftfit_write_text(w, "atoms");
  dftfit_write_text(w, formula);
}

static void write_order(dftfit_writer *w, const int order[3]) {
  int truth[6] = {0, 1, 2};
  for (int l = 0; l < 3; l++) truth[3 + order[l]] = 3 + l;
  dftfit_write_text(w, "stress_order");
  dftfit_write_seq_begin(w, true);
  for (int k = 0; k < 6; k++) dftfit_write_text(w, components[truth[k]]);
  dftfit_write_seq_end(w);
}

static void write_drop(dftfit_writer *w, const char *target) {
  dftfit_write_text(w, "drop");
  dftfit_write_seq_begin(w, true);
  dftfit_write_text(w, target);
  dftfit_write_seq_end(w);
}

/* the correction of all configurations of a class, if there is one */
static bool write_class(dftfit_writer *w, const dataset *set, const work_report *report, const work_result *r) {
  mistake known;
  const bool slope = wrong_slope(r, &known), scatter = r->verdict == WORK_SCATTER;
  if (!slope && !scatter && !wrong_order(r) && !wrong_offset(r)) return false;
  begin_entry(w, set, report, r);
  if (wrong_order(r)) write_order(w, r->order);
  if (slope) {
    dftfit_write_text(w, r->test == WORK_STRESS ? "stress_factor" : "force_factor");
    dftfit_write_double(w, known.factor);
  }
  if (wrong_offset(r)) {
    dftfit_write_text(w, "stress_offset");
    dftfit_write_double(w,
                        round(work_added_stress(r, slope ? known.factor : 1) / OFFSET_STEP) / round(1 / OFFSET_STEP));
  }
  if (scatter) write_drop(w, "energy");
  dftfit_write_map_end(w);
  return true;
}

/* single wrong energies */
static bool write_outliers(dftfit_writer *w, const dataset *set, const work_report *report, const work_result *r) {
  if (!r->noutlier) return false;
  begin_entry(w, set, report, r);
  dftfit_write_text(w, "configs");
  dftfit_write_seq_begin(w, true);
  for (int64_t i = 0; i < r->noutlier; i++) dftfit_write_int(w, (long)r->outlier[i]);
  dftfit_write_seq_end(w);
  write_drop(w, "energy");
  dftfit_write_map_end(w);
  return true;
}

/* order and sign of a group whose stress the work test could not judge */
static bool write_virial(dftfit_writer *w, const dataset *set, const work_report *report, const virial_result *v) {
  if ((!v->wrong_order && !v->wrong_sign && !v->wrong_forces) || work_judges_stress(report, v->group)) return false;
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "group");
  dftfit_write_text(w, set->group[v->group].name);
  if (v->wrong_order) write_order(w, v->order);
  if (v->wrong_sign) {
    dftfit_write_text(w, "stress_factor");
    dftfit_write_double(w, -1);
  }
  if (v->wrong_forces) {
    dftfit_write_text(w, "force_factor");
    dftfit_write_double(w, -1);
  }
  dftfit_write_map_end(w);
  return true;
}

dftfit_status work_corrections_write(const char *path, const dataset *set, const work_report *report,
                                     const virial_report *virial, int *n, dftfit_error *err) {
  const char *text;
  size_t length;
  dftfit_writer *w = dftfit_writer_create();
  DFTFIT_FAIL_IF(!w, err, DFTFIT_ERR_MEMORY, "out of memory for the corrections");
  *n = 0;
  dftfit_write_seq_begin(w, false);
  for (int64_t i = 0; i < report->n; i++) {
    *n += write_class(w, set, report, &report->result[i]);
    *n += write_outliers(w, set, report, &report->result[i]);
  }
  for (int i = 0; i < virial->n; i++) *n += write_virial(w, set, report, &virial->result[i]);
  dftfit_write_seq_end(w);
  dftfit_status status = dftfit_writer_finish(w, &text, &length, err);
  if (!status && *n) status = replace_file(path, text, length, err);
  dftfit_writer_destroy(w);
  return status;
}
