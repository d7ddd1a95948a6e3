/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit info: what is in a data file, and what looks wrong in it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/outputs.h"
#include "blas_kernels.h"
#include "check/composition.h"
#include "check/coverage.h"
#include "check/virial.h"
#include "check/work.h"
#include "commands/command.h"
#include "commands/options.h"
#include "data/dataset.h"
#include "data/survey.h"
#include "report/coverage_table.h"
#include "report/data_findings.h"
#include "report/data_picture.h"
#include "report/data_summary.h"
#include "report/virial_table.h"
#include "report/work_corrections.h"
#include "report/work_table.h"

enum { LIST_LENGTH = 8 }; /* configurations that a finding names, unless --full is given */

typedef struct info_options {
  const char *path, *corrections, *picture;
  bool full, check, force;
} info_options;

static const option_row rows[] = {
    OPTION_FLAG(0, "check", info_options, check,
                "also test energies, forces and stresses against each other: units, signs, orders,\n"
                "Pulay stress (docs/data-checks.md)"),
    OPTION_TEXT(0, "corrections", "FILE", info_options, corrections,
                "also write what that test calls for, for `dftfit data correct`"),
    OPTION_TEXT(0, "picture", "FILE.svg", info_options, picture,
                "also draw energies against volumes, forces, and shortest distances"),
    OPTION_FLAG('f', "force", info_options, force, "replace files that exist; without it nothing is overwritten"),
    OPTION_FLAG(0, "full", info_options, full, "name every configuration of a finding, not only the first few"),
    OPTION_END};
static const command_line line = {"info", {rows}};

static void print_help(void) {
  printf(
      "usage: dftfit info data.h5 [options]\n\n"
      "Describes a data file: groups, ranges of the targets, shortest distance per pair of elements, and what looks\n"
      "wrong: missing targets, forces that do not sum to zero, configurations that repeat others. Configurations are\n"
      "counted from 0, as in the file.\n\n");
  options_print(rows);
}

static int parse_arguments(int argc, char **argv, info_options *o, words *w) {
  int code = options_parse(&line, argc, argv, o, w);
  if (code || w->help) return code;
  if (w->n != 1) return command_usage("info", "give one data file; there are %d", w->n);
  o->path = w->word[0];
  return EXIT_SUCCESS;
}

static dftfit_status check_work(const info_options *o, const dataset *set, const composition_table *table, int64_t most,
                                dftfit_error *err) {
  work_report report;
  virial_report virial;
  int n = 0;
  DFTFIT_TRY(virial_report_create(set, &virial, err));
  dftfit_status status = work_report_create(set, table, &report, err);
  if (!status) {
    work_table_print(stdout, set, &report);
    virial_table_print(stdout, set, &virial, &report);
    work_findings_print(stdout, set, &report, most);
    if (o->corrections) {
      status = work_corrections_write(o->corrections, set, &report, &virial, &n, err);
      if (!status && n)
        printf("\nwrote %s: %d corrections, for dftfit data correct; look through it first\n", o->corrections, n);
      else if (!status)
        printf("\nnothing to correct: %s is not written\n", o->corrections);
    }
    work_report_destroy(&report);
  }
  virial_report_destroy(&virial);
  return status;
}

static dftfit_status show_coverage(const info_options *o, const dataset *set, const survey *s,
                                   const composition_table *table, dftfit_error *err) {
  coverage cover;
  DFTFIT_TRY(coverage_create(set, table, &cover, err));
  dftfit_status status = coverage_table_print(set, &cover, err);
  if (!status && o->picture) status = data_picture_write(o->picture, set, s, &cover, err);
  coverage_destroy(&cover);
  return status;
}

static dftfit_status describe(const info_options *o, const dataset *set, const composition_table *table,
                              dftfit_error *err) {
  const int64_t most = o->full ? set->nconfig : LIST_LENGTH;
  survey *s;
  DFTFIT_TRY(survey_create(set, &s, err));
  dftfit_status status = data_summary_print(set, s, err);
  if (!status) status = show_coverage(o, set, s, table, err);
  if (!status) status = data_findings_print(set, s, table, most, err);
  survey_destroy(s);
  if (!status && (o->check || o->corrections)) status = check_work(o, set, table, most, err);
  return status;
}

static dftfit_status run(const info_options *o, dftfit_error *err) {
  dataset *set;
  DFTFIT_TRY(outputs_check((const char *[]){o->corrections, o->picture}, 2, &o->path, 1, o->force, err));
  if (o->check || o->corrections) DFTFIT_TRY(blas_reserve(err));
  DFTFIT_TRY(dataset_read(o->path, &set, err));
  composition_table table;
  dftfit_status status = composition_table_create(set, &table, err);
  if (!status) {
    status = describe(o, set, &table, err);
    composition_table_destroy(&table);
  }
  dataset_destroy(set);
  return status;
}

int command_info(int argc, char **argv) {
  if (!command_prints()) return EXIT_SUCCESS; /* the work of one rank */
  info_options o = {0};
  dftfit_error err = {0};
  words w;
  int code = parse_arguments(argc, argv, &o, &w);
  if (code) return code;
  if (w.help)
    print_help();
  else if (run(&o, &err))
    code = command_failed(&err);
  return code;
}
