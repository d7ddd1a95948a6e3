/* SPDX-License-Identifier: BSD-3-Clause */
/* dftfit eval: a potential against the DFT targets of a data file. */
#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/outputs.h"
#include "base/printed.h"
#include "base/read_text.h"
#include "base/vote.h"
#include "commands/command.h"
#include "commands/options.h"
#include "data/still.h"
#include "report/dump.h"
#include "report/grade_list.h"
#include "report/split_note.h"
#include "report/table.h"

typedef struct options {
  bool shift, csv, force;
  const char *potential, *data, *dump, *parity, *grade;
  int ngroup;
  const char **group; /* [ngroup] */
  int ntrain;
  const char **train; /* [ntrain] */
} options;

typedef struct session {
  MPI_Comm comm;
  int rank;
  options options;
  char *text;
  dftfit_potential *potential;
  dataset *set;
  model model;
  int *fold_of;                /* [nconfig] 0: asked for, -1: not */
  int *unseen;                 /* [nconfig] the same, without those that repeat training data; NULL: not asked */
  int64_t copies[KIN_DEGREES]; /* of training data, among those asked for */
  int64_t own[KIN_DEGREES];    /* of each other */
  config_error *error;
  double shift; /* eV/atom */
} session;

static int take_group(void *self, char *value) {
  options *o = self;
  o->group[o->ngroup++] = value;
  return EXIT_SUCCESS;
}

static int take_train(void *self, char *value) {
  options *o = self;
  o->train[o->ntrain++] = value;
  return EXIT_SUCCESS;
}

static const option_row rows[] = {
    OPTION_CALL(0, "group", "NAME", take_group, "only this group (may be given again)"),
    OPTION_CALL(0, "train", "DATA", take_train,
                "the data that the potential was fitted to (may be given again): how many configurations\n"
                "repeat one of them, and the errors without these"),
    OPTION_FLAG(0, "shift", options, shift, "remove the mean difference of the energies per atom first, and print it"),
    OPTION_FLAG(0, "csv", options, csv, "comma-separated values with all digits instead of the table"),
    OPTION_TEXT(0, "dump", "FILE", options, dump,
                "energy, stress (eV/A^3; xx yy zz yz xz xy) and forces of every configuration, 17 digits"),
    OPTION_TEXT(0, "parity", "FILE", options, parity,
                "columns target, group, DFT, model of every target, for a parity plot"),
    OPTION_TEXT(0, "grade", "FILE", options, grade,
                "the extrapolation grade of every configuration (of potentials that were fitted with grade: on)"),
    OPTION_FLAG('f', "force", options, force, "replace files that exist; without it nothing is overwritten"),
    OPTION_END};
static const command_line line = {"eval", {rows}};

static void print_help(void) {
  printf("usage: dftfit eval [options] potential.yaml data.h5\n\n"
         "Prints MAE and RMSE of energies (meV/atom), forces (eV/A) and stresses (GPa) per group and in all.\n"
         "Energies are compared with the reference energies of the potential file as they are.\n\n");
  options_print(rows);
}

static int parse_options(int argc, char **argv, options *o, words *w) {
  int code = options_parse(&line, argc, argv, o, w);
  if (code || w->help) return code;
  if (w->n > 2)
    return command_usage("eval", "two files are expected, a potential and a data file; '%s' is a third", w->word[2]);
  if (w->n < 2) return command_usage("eval", "a potential file and a data file are expected");
  o->potential = w->word[0];
  o->data = w->word[1];
  return EXIT_SUCCESS;
}

static dftfit_status select_groups(session *s, dftfit_error *err) {
  const dataset *set = s->set;
  s->fold_of = calloc((size_t)set->nconfig + 1, sizeof *s->fold_of);
  s->error = calloc((size_t)set->nconfig + 1, sizeof *s->error);
  if (!s->fold_of || !s->error) return dftfit_no_memory(err, "%lld configurations", (long long)set->nconfig);
  for (int64_t c = 0; c < set->nconfig && s->options.ngroup; c++) s->fold_of[c] = -1;
  for (int i = 0; i < s->options.ngroup; i++) {
    bool found = false;
    for (int64_t c = 0; c < set->nconfig; c++) {
      if (strcmp(set->group[set->config_group[c]].name, s->options.group[i])) continue;
      s->fold_of[c] = 0;
      found = true;
    }
    if (!found)
      return dftfit_fail_at(err, DFTFIT_ERR_VALUE, set->path, 0, 0, "has no group '%s' (dftfit info lists the groups)",
                            s->options.group[i]);
  }
  return DFTFIT_OK;
}

static dftfit_status add_all(kin_search *k, const dataset *set, dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++) DFTFIT_TRY(kin_search_add(k, set, c, err));
  return DFTFIT_OK;
}

/* Marks the configurations that are like one of the first ntrain of the search, and counts. */
static dftfit_status mark_unseen(session *s, const kin *list, int64_t ntrain, dftfit_error *err) {
  s->unseen = malloc(((size_t)s->set->nconfig + 1) * sizeof *s->unseen);
  DFTFIT_FAIL_IF(!s->unseen, err, DFTFIT_ERR_MEMORY, "out of memory for the copies");
  for (int64_t c = 0; c < s->set->nconfig; c++) {
    const kin *one = &list[ntrain + c];
    const bool seen = one->first < ntrain;
    s->unseen[c] = s->fold_of[c] || seen ? -1 : 0;
    if (!s->fold_of[c]) s->copies[seen ? one->degree : KIN_NONE]++;
  }
  return DFTFIT_OK;
}

static dftfit_status find_seen(session *s, kin_search *k, dftfit_error *err) {
  int64_t ntrain = 0;
  for (int i = 0; i < s->options.ntrain; i++) {
    dataset *train;
    DFTFIT_TRY(dataset_read(s->options.train[i], &train, err));
    ntrain += train->nconfig;
    dftfit_status status = add_all(k, train, err);
    dataset_destroy(train);
    DFTFIT_TRY(status);
  }
  DFTFIT_TRY(add_all(k, s->set, err));
  return mark_unseen(s, kin_search_list(k), ntrain, err);
}

/* Copies within the data, and of the training data where these were named: rank 0 alone. */
static dftfit_status find_copies(session *s, dftfit_error *err) {
  DFTFIT_TRY(kin_find(s->set, s->own, err));
  if (!s->options.ntrain) return DFTFIT_OK;
  kin_search *k = kin_search_create();
  DFTFIT_FAIL_IF(!k, err, DFTFIT_ERR_MEMORY, "out of memory for the copies");
  dftfit_status status = find_seen(s, k, err);
  kin_search_destroy(k);
  return status;
}

static dftfit_status prepare(session *s, dftfit_error *err) {
  size_t length;
  const options *o = &s->options;
  DFTFIT_TRY(vote(s->comm,
                  s->rank ? DFTFIT_OK
                          : outputs_check((const char *[]){o->dump, o->parity, o->grade}, 3,
                                          (const char *[]){o->potential, o->data}, 2, o->force, err),
                  err));
  DFTFIT_TRY(read_text(s->comm, s->options.potential, &s->text, &length, err));
  dftfit_status status = dftfit_potential_parse(s->options.potential, s->text, length, &s->potential, err);
  if (!status) status = dataset_read(s->options.data, &s->set, err);
  if (!status) status = select_groups(s, err);
  if (!status) status = model_create(&s->model, s->potential, s->set, err);
  if (!status && s->rank == 0) status = find_copies(s, err);
  DFTFIT_TRY(vote(s->comm, status, err));
  return still_find(s->comm, s->set, err);
}

/** Takes the mean of model - dft off the energies; returns it. */
static double remove_mean_shift(session *s) {
  double sum = 0, n = 0;
  for (int64_t c = 0; c < s->set->nconfig; c++) {
    if (s->fold_of[c] || isnan(s->error[c].signed_energy)) continue;
    sum += s->error[c].signed_energy;
    n++;
  }
  double mean = n > 0 ? sum / n : 0;
  for (int64_t c = 0; c < s->set->nconfig; c++) {
    if (s->fold_of[c] || isnan(s->error[c].signed_energy)) continue;
    double rest = s->error[c].signed_energy - mean;
    s->error[c].kind[TARGET_ENERGY] = (error_sum){fabs(rest), rest * rest, 1};
  }
  return mean;
}

static dftfit_status print_predictions(session *s, FILE *to, bool parity, dftfit_error *err) {
  if (parity) parity_heading(to);
  for (int64_t c = 0; c < s->set->nconfig; c++) {
    if (s->fold_of[c]) continue;
    DFTFIT_TRY(model_evaluate(&s->model, c, err));
    if (parity)
      parity_config(to, &s->model, c, s->shift);
    else
      dump_config(to, &s->model, c);
  }
  return DFTFIT_OK;
}

static dftfit_status print_dump(void *self, FILE *to, dftfit_error *err) {
  return print_predictions(self, to, false, err);
}

static dftfit_status print_parity(void *self, FILE *to, dftfit_error *err) {
  return print_predictions(self, to, true, err);
}

static bool has_target(const session *s) {
  for (int64_t c = 0; c < s->set->nconfig; c++)
    for (int k = 0; k < TARGET_KINDS && s->fold_of[c] == 0; k++)
      if (s->error[c].kind[k].n > 0) return true;
  return false;
}

static dftfit_status print_grades(void *self, FILE *to, dftfit_error *err) {
  session *s = self;
  dftfit_active_set *sets;
  DFTFIT_TRY(active_sets_beside(s->potential, s->options.potential, &sets, err));
  dftfit_status status = grade_list_print(to, stdout, &s->model, sets, s->fold_of, err);
  dftfit_active_set_destroy(sets);
  return status;
}

static void print_copies(const session *s) {
  const int64_t seen = s->copies[KIN_IDENTICAL] + s->copies[KIN_ALIKE] + s->copies[KIN_NEAR];
  kin_note_print(stdout, s->own, s->set->nconfig, ": they count as often as they come");
  if (s->unseen && !seen) printf("No configuration repeats one of the training data\n");
  if (s->unseen && seen)
    printf("%lld of %lld configurations repeat one of the training data; those of the set 'unseen' do not\n",
           (long long)seen, (long long)(seen + s->copies[KIN_NONE]));
}

/** Rank 0 alone. */
static dftfit_status report(session *s, dftfit_error *err) {
  table_style style = s->options.csv ? TABLE_CSV : TABLE_TEXT;
  table_heading(stdout, style);
  DFTFIT_TRY(table_print(stdout, style, "data", s->set, s->fold_of, 0, 0, s->error, NULL, err));
  if (s->unseen) DFTFIT_TRY(table_print(stdout, style, "unseen", s->set, s->unseen, 0, 0, s->error, NULL, err));
  if (!s->options.csv) print_copies(s);
  if (!has_target(s) && !s->options.csv)
    printf("No configuration has a target: there is nothing to compare (--dump writes what the potential gives, "
           "--grade how far it extrapolates)\n");
  if (s->options.shift && !s->options.csv) printf("Mean energy difference removed: %.3f meV/atom\n", 1000 * s->shift);
  if (s->options.dump) DFTFIT_TRY(replace_printed(s->options.dump, print_dump, s, err));
  if (s->options.parity) DFTFIT_TRY(replace_printed(s->options.parity, print_parity, s, err));
  if (s->options.grade) DFTFIT_TRY(replace_printed(s->options.grade, print_grades, s, err));
  return DFTFIT_OK;
}

static dftfit_status run(session *s, dftfit_error *err) {
  DFTFIT_TRY(prepare(s, err));
  DFTFIT_TRY(errors_measure(s->comm, &s->model, s->fold_of, 0, s->error, err));
  if (s->options.shift) s->shift = remove_mean_shift(s);
  return vote(s->comm, s->rank == 0 ? report(s, err) : DFTFIT_OK, err);
}

static void finish(session *s) {
  model_destroy(&s->model);
  if (s->set) dataset_destroy(s->set);
  dftfit_potential_destroy(s->potential);
  free(s->fold_of);
  free(s->unseen);
  free(s->error);
  free(s->text);
}

int command_eval(int argc, char **argv) {
  session s = {.comm = MPI_COMM_WORLD,
               .options.group = calloc((size_t)argc, sizeof(char *)),
               .options.train = calloc((size_t)argc, sizeof(char *))};
  dftfit_error err;
  words w = {0};
  int code = s.options.group && s.options.train ? parse_options(argc, argv, &s.options, &w) : EXIT_FAILURE;
  if (!code && w.help) {
    if (command_prints()) print_help();
  } else if (!code) {
    MPI_Comm_rank(s.comm, &s.rank);
    if (run(&s, &err)) code = command_failed(&err);
    finish(&s);
  }
  free(s.options.group);
  free(s.options.train);
  return code;
}
