/* SPDX-License-Identifier: BSD-3-Clause */
/* dftfit fit: data, settings and form to a potential file. Every step ends with a vote of the ranks (or is collective
 * and votes inside), so an error on one ends all with one line. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/preset.h"
#include "assemble/prior.h"
#include "assemble/split.h"
#include "base/printed.h"
#include "base/progress.h"
#include "base/read_text.h"
#include "base/replace_file.h"
#include "base/vote.h"
#include "blas_kernels.h"
#include "commands/command.h"
#include "commands/fit_data.h"
#include "commands/fit_files.h"
#include "commands/fit_grade.h"
#include "commands/fit_restraint.h"
#include "commands/fit_search.h"
#include "commands/fit_select.h"
#include "commands/options.h"
#include "report/fit_findings.h"
#include "report/fit_summary.h"
#include "report/grade_table.h"
#include "report/seen_note.h"
#include "report/split_note.h"
#include "report/table.h"
#include "restraint/reference.h"
#include "restraint/structures.h"
#include "solve/selection/select.h"

typedef struct options {
  bool dry_run, path, resume, force;
  const char *csv, *parameters, *front, *file;
} options;

typedef struct session {
  MPI_Comm comm;
  int rank, nrank;
  options options;
  char *text;
  fit_config *config;
  dataset *set;
  data_origin *origin;
  fit_data data;
  seen seen; /* on rank 0 */
  dftfit_potential *potential;
  design design;
  linear_fit fit;
  nonlinear_fit search; /* of a form that is not linear; its linear part is moved to fit */
  restraint restraint;
  fit_grade grade;
  config_error *error[SET_COUNT];
  selected selected;
  char *front;              /* rank 0: text of the stages of a selection */
  bool no_cross_validation; /* a fold's solution cannot be evaluated */
} session;

static const option_row rows[] = {
    OPTION_FLAG(0, "dry-run", options, dry_run, "say what the fit will take in time and memory, and stop"),
    OPTION_FLAG(0, "path", options, path, "print score and evidence along the path of lambda"),
    OPTION_TEXT(0, "csv", "FILE", options, csv, "write the table of errors to FILE too, with all digits"),
    OPTION_TEXT(0, "parameters", "FILE", options, parameters,
                "write name, value, standard deviation and prior weight of every parameter to FILE"),
    OPTION_TEXT(0, "front", "FILE", options, front,
                "write the stages of a selection (solver.select) to FILE, with all digits"),
    OPTION_FLAG(0, "resume", options, resume,
                "go on with a fit that was interrupted (nonlinear forms; the answer is the same)"),
    OPTION_FLAG('f', "force", options, force, "replace files that exist; without it nothing is overwritten"),
    OPTION_END};
static const command_line line = {"fit", {rows}};

static void print_help(void) {
  printf("usage: dftfit fit [options] fit.yaml          (mpirun -np N dftfit fit ... gives the same answer)\n\n"
         "Fits a potential to DFT data as fit.yaml says, prints the table of errors, writes the potential file.\n\n");
  options_print(rows);
  printf("\nThe keys of fit.yaml are described in docs/fit.md.\n");
}

static int parse_options(int argc, char **argv, options *o, words *w) {
  int code = options_parse(&line, argc, argv, o, w);
  if (code || w->help) return code;
  if (w->n > 1) return command_usage("fit", "one fit file at a time; '%s' is a second one", w->word[1]);
  if (w->n < 1) return command_usage("fit", "no fit file given");
  o->file = w->word[0];
  return EXIT_SUCCESS;
}

static dftfit_status use_preset(session *s, dftfit_error *err) {
  const char *text;
  bool asked = s->config->select.kind != SELECT_NONE, selects;
  DFTFIT_TRY(preset_expand(s->config, s->set, &text, err));
  if (s->rank == 0) printf("What the preset stands for:\n%s\n", text);
  selects = s->config->select.kind != SELECT_NONE && !asked;
  if (s->rank == 0 && selects)
    printf("and beside it, unless given otherwise, solver: {select: {cost: %g}}\n", s->config->select.cost);
  if (s->rank == 0)
    printf("%ssolver: {prior_force: %g}\n", selects ? "and " : "and beside it ", s->config->prior_force);
  if (s->rank == 0 && s->config->restraint.on) puts("and restraint: on");
  if (s->rank == 0) putchar('\n');
  return dftfit_potential_from_node(s->config->potential, &s->potential, err);
}

static dftfit_status prepare(session *s, dftfit_error *err) {
  const fit_files files = {s->options.file, s->options.csv, s->options.parameters, s->options.front, s->options.force};
  size_t length;
  DFTFIT_TRY(vote(s->comm, blas_reserve(err), err));
  DFTFIT_TRY(read_text(s->comm, s->options.file, &s->text, &length, err));
  dftfit_status status = fit_config_parse(s->options.file, s->text, length, &s->config, err);
  if (!status) status = reference_possible(s->config, err);
  bool preset = !status && preset_named(s->config); /* then the potential waits for the data */
  if (!status && !preset) status = dftfit_potential_from_node(s->config->potential, &s->potential, err);
  if (!status && s->rank == 0 && !s->options.dry_run) status = fit_files_check(&files, s->config, err);
  DFTFIT_TRY(vote(s->comm, status, err));
  DFTFIT_TRY(vote(s->comm, load_datasets(s->config->ndata, s->config->data, &s->set, &s->origin, err), err));
  DFTFIT_TRY(fit_data_prepare(s->comm, s->config, s->options.file, s->set, &s->data, err));
  if (preset) DFTFIT_TRY(vote(s->comm, use_preset(s, err), err));
  status = design_create(&s->design, s->config, s->potential, s->set, NULL, err);
  if (!status && problem_is_linear(&s->design.problem))
    status = fit_search_not_needed(s->config, dftfit_potential_form(s->potential)->name, s->options.resume, err);
  if (!status && !problem_is_linear(&s->design.problem)) status = fit_search_only(s->config, err);
  if (!status && s->config->grade) status = active_sets_possible(&s->design, err);
  if (!status) status = fit_select_possible(s->config, &s->design, err);
  if (!status && s->options.front && s->config->select.kind == SELECT_NONE)
    status = dftfit_fail(err, DFTFIT_ERR_USAGE, "%s: --front needs `select` under `solver`", s->options.file);
  return vote(s->comm, status, err);
}

static dftfit_status forecast_first(session *s, dftfit_error *err) {
  forecast f;
  dftfit_status status = DFTFIT_OK;
  if (s->rank == 0) {
    status = seen_find(&s->design, &s->seen, err);
    if (!status)
      status = forecast_make(&s->design, s->nrank, s->config->nfold > 1, restraint_count(s->config, &s->design),
                             STRUCTURE_ATOMS, &f, err);
    if (!status) forecast_print(stdout, &f, &s->design, s->nrank);
    if (!status) seen_note_print(stdout, &s->seen, dftfit_potential_header(s->potential));
    if (!status) status = split_note_print(stdout, s->config, s->set, s->data.copies, s->design.fold_of, err);
    fflush(stdout);
  }
  return vote(s->comm, status, err);
}

/** Predictions by the code that runs in MD: left-out configurations with the solution of their fold. */
static dftfit_status measure_left_out(session *s, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  for (int f = 0; f < s->config->nfold && s->config->nfold > 1; f++) {
    design_apply(&s->design, s->fit.fold_x + (size_t)f * (size_t)s->fit.ncolumn);
    status = errors_measure(s->comm, &s->design.model, s->design.fold_of, f, s->error[SET_CROSS_VALIDATION], err);
    /* a step of the linearised problem may lead where a form that is not linear has no finite value */
    s->no_cross_validation =
        s->no_cross_validation || (status == DFTFIT_ERR_NUMERIC && !problem_is_linear(&s->design.problem));
    if (status && !s->no_cross_validation) return status;
  }
  return DFTFIT_OK;
}

static dftfit_status allocate_errors(session *s, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  for (int k = 0; k < SET_COUNT && !status; k++) {
    s->error[k] = calloc((size_t)s->set->nconfig + 1, sizeof **s->error);
    if (!s->error[k]) status = dftfit_no_memory(err, "the errors of %lld configurations", (long long)s->set->nconfig);
  }
  return vote(s->comm, status, err);
}

/** Selection. What was left out is predicted by the parameters that were selected without it, by the potential that has
 *  all; then the others are taken out of it. data: t without the restraint. */
static dftfit_status thin_out(session *s, const triangles *t, const triangles *data, const linear_options *o,
                              dftfit_error *err) {
  fit_selection chosen = {0};
  dftfit_status status =
      fit_select_walk(s->comm, s->config, s->options.front ? &s->front : NULL, data, &s->design, &s->fit, &chosen, err);
  if (!status)
    status = select_restrain(s->comm, &s->design.problem, t, &s->fit, &chosen.path, chosen.chosen, s->fit.fold_x, err);
  if (!status) status = measure_left_out(s, err);
  if (!status) status = fit_select_take(s->comm, s->config, o, t, &chosen, &s->design, &s->fit, &s->selected, err);
  fit_selection_destroy(&chosen);
  return status;
}

/** Weights and selection are those of the data alone: with a restraint functions would be kept for its structures. What
 *  is selected is then solved with it. Without the restraint nothing but lambda keeps the functions from holes where
 *  there are no data, which no fold shows: the path is the short one. */
static dftfit_status solve_selecting(session *s, const triangles *t, const linear_options *o, dftfit_error *err) {
  triangles data = *t;
  linear_options first = *o;
  first.short_path = true;
  triangle_create(&data.restraint, t->n);
  DFTFIT_TRY(linear_solve(s->comm, &s->design.problem, &data, &first, &s->fit, err));
  return thin_out(s, t, &data, o, err);
}

static dftfit_status solve_triangles(session *s, const triangles *t, const linear_options *o, dftfit_error *err) {
  bool any = false;
  for (int k = 0; k < t->nfold * TARGET_CLASSES; k++) any = any || t->rows[k] > 0;
  DFTFIT_FAIL_IF(!any, err, DFTFIT_ERR_USAGE, "%s: no target is left to fit: all are off, or absent from the data",
                 s->options.file);
  if (s->config->select.kind != SELECT_NONE) return solve_selecting(s, t, o, err);
  return linear_solve(s->comm, &s->design.problem, t, o, &s->fit, err);
}

static dftfit_status solve_linear(session *s, const linear_options *o, dftfit_error *err) {
  progress shown;
  triangles t;
  accumulate_watch watch = {&shown, progress_update};
  progress_begin(&shown, "derivatives and QR", s->rank == 0);
  dftfit_status status = accumulate(s->comm, &s->design.problem, &watch, &t, err);
  progress_end(&shown);
  DFTFIT_TRY(status);
  triangles_norms2(&t, TARGET_FORCE, s->design.force2);
  prior_by_forces(&s->design, s->config->prior_force);
  status = solve_triangles(s, &t, o, err);
  triangles_destroy(&t);
  return status;
}

static dftfit_status solve(session *s, dftfit_error *err) {
  linear_options o = {.lambda = s->config->lambda_value, .nlambda = s->config->nlambda};
  o.choice = s->config->lambda == LAMBDA_CV         ? CHOOSE_CROSS_VALIDATION
             : s->config->lambda == LAMBDA_EVIDENCE ? CHOOSE_EVIDENCE
                                                    : CHOOSE_GIVEN;
  for (int k = 0; k < TARGET_KINDS; k++) weights_options(s->config, k, &o.estimated[k], &o.sigma[k]);
  if (problem_is_linear(&s->design.problem)) return solve_linear(s, &o, err);
  DFTFIT_TRY(fit_search(s->comm, s->config, s->origin, &s->design.problem, &o, s->options.resume, s->options.force,
                        &s->search, err));
  s->fit = s->search.linear;
  s->search.linear = (linear_fit){0};
  return DFTFIT_OK;
}

static dftfit_status check_bounds(const session *s, dftfit_error *err) {
  const problem *p = &s->design.problem;
  for (int k = 0; k < p->ncolumn; k++)
    if (s->fit.x[k] < p->lower[k] || s->fit.x[k] > p->upper[k])
      return dftfit_fail(err, DFTFIT_ERR_NUMERIC, "the fit puts %s at %g, outside its bounds %g .. %g", p->name[k],
                         s->fit.x[k], p->lower[k], p->upper[k]);
  return DFTFIT_OK;
}

/** Left-out configurations, unless a selection has done them, then all with the solution of all, which the potential is
 *  left with. */
static dftfit_status measure(session *s, dftfit_error *err) {
  if (!s->selected.kept) DFTFIT_TRY(measure_left_out(s, err));
  design_apply(&s->design, s->fit.x);
  for (int f = 0; f < s->config->nfold; f++)
    DFTFIT_TRY(errors_measure(s->comm, &s->design.model, s->design.fold_of, f, s->error[SET_TRAIN], err));
  return errors_measure(s->comm, &s->design.model, s->design.fold_of, SPLIT_HOLDOUT, s->error[SET_HOLDOUT], err);
}

static dftfit_status print_tables(const session *s, FILE *to, table_style style, fit_record *r, dftfit_error *err) {
  int last = s->config->nfold - 1;
  table_heading(to, style);
  for (int k = 0; k < SET_COUNT; k++) {
    if (k == SET_CROSS_VALIDATION && (s->config->nfold == 1 || s->no_cross_validation)) continue;
    int from = k == SET_HOLDOUT ? SPLIT_HOLDOUT : 0, upto = k == SET_HOLDOUT ? SPLIT_HOLDOUT : last;
    DFTFIT_TRY(table_print(to, style, error_set_name[k], s->set, s->design.fold_of, from, upto, s->error[k],
                           r->errors[k], err));
  }
  return DFTFIT_OK;
}

typedef struct csv_table {
  const session *session;
  fit_record *record;
} csv_table;

static dftfit_status print_csv(void *self, FILE *to, dftfit_error *err) {
  csv_table *table = self;
  return print_tables(table->session, to, TABLE_CSV, table->record, err);
}

/** Rank 0: the potential, as it is known by now. */
static dftfit_status write_potential(const session *s, const fit_record *r, dftfit_error *err) {
  DFTFIT_TRY(fit_record_write(r, s->config->output, err));
  if (r->search) fit_search_done(s->config);
  return DFTFIT_OK;
}

/** Rank 0: the tables, and the potential before anything that can fail. */
static dftfit_status report(session *s, fit_record *r, dftfit_error *err) {
  DFTFIT_TRY(check_bounds(s, err));
  fit_summary_print(stdout, r);
  if (s->options.path) fit_path_print(stdout, r);
  if (s->no_cross_validation)
    printf(
        "Note: no line for cross-validation: without one of the folds the linearised problem ends where the potential "
        "is not finite\n");
  DFTFIT_TRY(print_tables(s, stdout, TABLE_TEXT, r, err));
  beyond_groups_print(stdout, s->config->folds_by_group, s->config->nfold);
  DFTFIT_FAIL_IF(fit_findings_print(stdout, s->set, s->design.fold_of, s->error[SET_TRAIN]) < 0, err, DFTFIT_ERR_MEMORY,
                 "out of memory for the findings");
  fflush(stdout);
  return write_potential(s, r, err);
}

/** Collective. Where the grade fails, the potential without it is there. */
static dftfit_status add_grade(session *s, const fit_record *r, dftfit_error *err) {
  dftfit_status status = fit_grade_make(s->comm, s->config, &s->design, &s->fit, &s->grade, err);
  if (!status && s->rank == 0) {
    grade_table_print(stdout, dftfit_potential_header(s->potential), &s->grade.sets, &s->grade.calibration);
    status = write_potential(s, r, err);
  }
  status = vote(s->comm, status, err);
  if (status && s->rank == 0) printf("Wrote %s, without extrapolation grades\n", s->config->output);
  return status;
}

/** Rank 0: the files that were asked for besides the potential. One that fails does not keep the others from being
 *  written; the first failure is returned. */
static dftfit_status write_others(const session *s, fit_record *r, dftfit_error *err) {
  dftfit_error later;
  dftfit_status status[3] = {DFTFIT_OK}, first = DFTFIT_OK;
  printf("Wrote %s\n", s->config->output);
  if (s->options.csv) first = status[0] = replace_printed(s->options.csv, print_csv, &(csv_table){s, r}, err);
  if (s->options.parameters)
    status[1] = fit_files_parameters(s->options.parameters, &s->design.problem, &s->fit, first ? &later : err);
  if (!first) first = status[1];
  if (s->options.front) status[2] = replace_file(s->options.front, s->front, strlen(s->front), first ? &later : err);
  return first ? first : status[2];
}

static dftfit_status run(session *s, dftfit_error *err) {
  double start = seconds_now(), folded, solved, measured;
  DFTFIT_TRY(prepare(s, err));
  DFTFIT_TRY(forecast_first(s, err));
  if (s->options.dry_run) return DFTFIT_OK;
  DFTFIT_TRY(allocate_errors(s, err));
  folded = seconds_now();
  if (s->config->restraint.on) DFTFIT_TRY(fit_restraint_make(s->comm, s->config, &s->design, &s->restraint, err));
  DFTFIT_TRY(solve(s, err));
  solved = seconds_now();
  DFTFIT_TRY(measure(s, err));
  measured = seconds_now();
  fit_record r = {.config = s->config,
                  .design = &s->design,
                  .origin = s->origin,
                  .fit = &s->fit,
                  .selected = s->selected,
                  .wrong = s->data.wrong,
                  .nwrong = s->data.nwrong,
                  .seen = &s->seen};
  if (!problem_is_linear(&s->design.problem)) r.search = &s->search;
  DFTFIT_TRY(vote(s->comm, s->rank == 0 ? report(s, &r, err) : DFTFIT_OK, err));
  if (s->config->grade) DFTFIT_TRY(add_grade(s, &r, err));
  DFTFIT_TRY(vote(s->comm, s->rank == 0 ? write_others(s, &r, err) : DFTFIT_OK, err));
  if (s->rank > 0) return DFTFIT_OK;
  printf("Took %.1f s: fit %.1f s, errors %.1f s", seconds_now() - start, solved - folded, measured - solved);
  if (s->config->grade) printf(", grade %.1f s", seconds_now() - measured);
  putchar('\n');
  return DFTFIT_OK;
}

static void finish(session *s) {
  for (int k = 0; k < SET_COUNT; k++) free(s->error[k]);
  linear_fit_destroy(&s->fit);
  nonlinear_fit_destroy(&s->search);
  fit_grade_destroy(&s->grade);
  design_destroy(&s->design);
  restraint_destroy(&s->restraint);
  dftfit_potential_destroy(s->potential);
  if (s->set) dataset_destroy(s->set);
  free(s->origin);
  fit_data_clear(&s->data);
  free(s->front);
  fit_config_destroy(s->config);
  free(s->text);
}

int command_fit(int argc, char **argv) {
  session s = {.comm = MPI_COMM_WORLD};
  dftfit_error err;
  words w;
  int code = parse_options(argc, argv, &s.options, &w);
  if (code) return code;
  if (w.help) {
    if (command_prints()) print_help();
    return EXIT_SUCCESS;
  }
  MPI_Comm_rank(s.comm, &s.rank);
  MPI_Comm_size(s.comm, &s.nrank);
  dftfit_status status = run(&s, &err);
  finish(&s);
  return status ? command_failed(&err) : EXIT_SUCCESS;
}
