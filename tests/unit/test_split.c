/* SPDX-License-Identifier: BSD-3-Clause */
/* Splits, folds, leaves, and the settings they come from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/leaves.h"
#include "assemble/split.h"
#include "cmocka_all.h"

static const double position[2][3] = {{0, 0, 0}, {1, 1, 1}};
static const char symbol[2][4] = {"Si", "Si"};

/** Three runs: 50 and 10 configurations of group md from two sources, 30 of group strain; and 1 of group lone. */
static dataset *make_set(void) {
  dataset *set = dataset_create();
  dftfit_error err = {0};
  const struct {
    int n;
    const char *group, *source;
  } run[] = {{50, "md", "a.xyz"}, {30, "strain", "a.xyz"}, {10, "md", "b.xyz"}, {1, "lone", "a.xyz"}};
  for (int r = 0; r < 4; r++)
    for (int i = 0; i < run[r].n; i++) {
      dataset_config c = {.natom = 2,
                          .symbol = symbol,
                          .position = position,
                          .cell = {9, 0, 0, 0, 9, 0, 0, 0, 9},
                          .pbc = {1, 1, 1},
                          .energy = 1,
                          .stress = {0},
                          .group = run[r].group,
                          .source = run[r].source};
      assert_int_equal(dataset_append(set, &c, &err), DFTFIT_OK);
    }
  return set;
}

static const char head[] = "data: d.h5\noutput: o.yaml\npotential: {form: pair}\n";

static dftfit_status parse(const char *more, fit_config **out, dftfit_error *err) {
  char text[1024];
  snprintf(text, sizeof text, "%s%s", head, more);
  return fit_config_parse("some/where/fit.yaml", text, strlen(text), out, err);
}

static int *split(const char *more, const dataset *set) {
  fit_config *config;
  dftfit_error err = {0};
  int *fold_of = calloc((size_t)set->nconfig, sizeof *fold_of);
  assert_int_equal(parse(more, &config, &err), DFTFIT_OK);
  assert_int_equal(split_create(config, set, fold_of, &err), DFTFIT_OK);
  fit_config_destroy(config);
  return fold_of;
}

static int count(const int *fold_of, int from, int upto, int which) {
  int n = 0;
  for (int c = from; c < upto; c++) n += fold_of[c] == which;
  return n;
}

static int changes(const int *fold_of, int from, int upto) {
  int n = 0;
  for (int c = from + 1; c < upto; c++) n += fold_of[c] != fold_of[c - 1];
  return n;
}

static void test_folds(void **state) {
  (void)state;
  dataset *set = make_set();
  int *fold_of = split("folds: {count: 5, seed: 3}\n", set), *again = split("folds: {count: 5, seed: 3}\n", set);
  int *other = split("folds: {count: 5, seed: 4}\n", set);
  for (int f = 0; f < 5; f++) {
    assert_int_equal(count(fold_of, 0, 50, f), 10); /* every group is spread evenly */
    assert_int_equal(count(fold_of, 50, 80, f), 6);
    assert_int_equal(count(fold_of, 80, 90, f), 2);
  }
  assert_int_equal(changes(fold_of, 0, 50), 4); /* in blocks that are contiguous */
  assert_int_equal(changes(fold_of, 50, 80), 4);
  assert_memory_equal(fold_of, again, (size_t)set->nconfig * sizeof *fold_of);
  assert_memory_not_equal(fold_of, other, (size_t)set->nconfig * sizeof *fold_of);
  free(fold_of);
  free(again);
  free(other);
  fold_of = split("folds: {count: 20}\n", set); /* more folds than the short run has configurations: each by itself */
  assert_int_equal(changes(fold_of, 80, 90), 9);
  for (int f = 0; f < 20; f++) assert_true(count(fold_of, 80, 90, f) < 2);
  free(fold_of);
  dataset_destroy(set);
}

static void test_holdout(void **state) {
  (void)state;
  dataset *set = make_set();
  int *fold_of = split("holdout: {fraction: 0.1, seed: 1}\nfolds: {count: 2}\n", set);
  assert_int_equal(count(fold_of, 0, 91, SPLIT_HOLDOUT), 9);
  assert_int_equal(count(fold_of, 0, 50, SPLIT_HOLDOUT), 5);
  assert_int_equal(count(fold_of, 50, 80, SPLIT_HOLDOUT), 3);
  assert_int_not_equal(fold_of[90], SPLIT_HOLDOUT); /* never a whole run */
  for (int c = 0; c < 50; c += 10) assert_int_equal(count(fold_of, c, c + 10, SPLIT_HOLDOUT), 1); /* five windows */
  free(fold_of);
  fold_of = split("holdout: {fraction: 0.5, seed: 1}\nfolds: {count: 2}\n", set);
  assert_true(changes(fold_of, 0, 50) <= 2 * 5 + 6); /* each of them contiguous; and those of the folds */
  free(fold_of);
  fold_of = split("holdout: {groups: [strain]}\nexclude: [lone]\nfolds: {count: 2}\n", set);
  assert_int_equal(count(fold_of, 50, 80, SPLIT_HOLDOUT), 30);
  assert_int_equal(fold_of[90], SPLIT_EXCLUDED);
  assert_int_equal(count(fold_of, 0, 91, SPLIT_HOLDOUT), 30);
  free(fold_of);
  dataset_destroy(set);
}

/* 40 files of one configuration each: a run; what is alike is on one side, whatever its group or source */
static void test_single_files(void **state) {
  (void)state;
  char source[40][32];
  dataset *set = dataset_create();
  dftfit_error err = {0};
  for (int i = 0; i < 40; i++) {
    snprintf(source[i], sizeof source[i], "calc_%d", i);
    dataset_config c = {.natom = 2,
                        .symbol = symbol,
                        .position = position,
                        .cell = {9, 0, 0, 0, 9, 0, 0, 0, 9},
                        .pbc = {1, 1, 1},
                        .energy = i % 7,
                        .stress = {0},
                        .group = i < 30 ? "most" : "rest",
                        .source = source[i]};
    assert_int_equal(dataset_append(set, &c, &err), DFTFIT_OK);
  }
  set->like = malloc(40 * sizeof *set->like);
  for (int i = 0; i < 40; i++) set->like[i] = i >= 25 && i < 35 ? i % 5 : i;
  int *fold_of = split("holdout: {fraction: 0.2}\nfolds: {count: 3}\n", set);
  const int held = count(fold_of, 0, 40, SPLIT_HOLDOUT);
  assert_true(held >= 4 && held <= 14);
  for (int i = 0; i < 40; i++) assert_int_equal(fold_of[i], fold_of[set->like[i]]);
  free(fold_of);
  fold_of = split("holdout: {groups: [rest]}\nfolds: {count: 3}\n", set);
  assert_int_equal(count(fold_of, 0, 40, SPLIT_HOLDOUT), 10);
  for (int i = 0; i < 30; i++) /* none that is like one of `rest` trains */
    assert_int_equal(fold_of[i] == SPLIT_EXCLUDED, i < 5 || i >= 25);
  free(fold_of);
  dataset_destroy(set);
}

static void test_empty_holdout(void **state) {
  (void)state;
  dataset *set = make_set();
  fit_config *c;
  int fold_of[91];
  dftfit_error err = {0};
  assert_int_equal(parse("holdout: {fraction: 0.001}\n", &c, &err), DFTFIT_OK);
  assert_int_equal(split_create(c, set, fold_of, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "holds none out"));
  fit_config_destroy(c);
  dataset_destroy(set);
}

/* energies of which one part of the run is low and the other high: windows have of both, in their proportion */
static void test_representative(void **state) {
  (void)state;
  dataset *set = make_set();
  for (int64_t c = 0; c < set->nconfig; c++) set->energy[c] = c < 10 ? 2 : c < 50 ? 100 + (double)c : 3;
  for (int seed = 1; seed < 20; seed++) {
    char text[80];
    representation r;
    dftfit_error err = {0};
    snprintf(text, sizeof text, "holdout: {fraction: 0.1, seed: %d}\nfolds: {count: 2}\n", seed);
    int *fold_of = split(text, set);
    assert_int_equal(count(fold_of, 0, 10, SPLIT_HOLDOUT), 1);
    assert_int_equal(hold_out_judge(set, fold_of, &r, &err), DFTFIT_OK);
    assert_int_equal(r.group, 0);
    assert_true(r.distance < 0.35);
    assert_int_equal(r.without, 1);
    free(fold_of);
  }
  int *fold_of = split("holdout: {fraction: 0.1, split: random}\nfolds: {count: 2}\n", set);
  assert_int_equal(count(fold_of, 0, 91, SPLIT_HOLDOUT), 9);
  free(fold_of);
  dataset_destroy(set);
}

static void test_folds_by_group(void **state) {
  (void)state;
  dataset *set = make_set();
  fit_config *c;
  int fold_of[91];
  dftfit_error err = {0};
  assert_int_equal(parse("folds: {by: group}\nexclude: [strain]\n", &c, &err), DFTFIT_OK);
  assert_int_equal(split_folds(c, set, &err), DFTFIT_OK);
  assert_int_equal(c->nfold, 2);
  assert_int_equal(split_create(c, set, fold_of, &err), DFTFIT_OK);
  assert_int_equal(count(fold_of, 0, 90, 0), 60);
  assert_int_equal(fold_of[90], 1);
  fit_config_destroy(c);
  dataset_destroy(set);
}

static void test_leaves(void **state) {
  (void)state;
  dataset *set = make_set();
  int *fold_of = split("holdout: {groups: [lone]}\nfolds: {count: 3}\n", set), seen[91] = {0};
  leaves l;
  dftfit_error err = {0};
  assert_int_equal(leaves_create(set, fold_of, 3, 10, 20, &l, &err), DFTFIT_OK);
  assert_int_equal(l.first[0], 0);
  assert_int_equal(l.first[l.n], 90);
  for (int i = 0; i < l.n; i++) {
    if (i) assert_true(l.fold[i] >= l.fold[i - 1]);
    double cost = 0;
    for (int64_t k = l.first[i]; k < l.first[i + 1]; k++) {
      assert_int_equal(fold_of[l.config[k]], l.fold[i]);
      seen[l.config[k]]++;
      cost += config_cost(2, 10, 20);
    }
    assert_close(l.cost[i], cost, 1e-9 * cost);
  }
  for (int c = 0; c < 90; c++) assert_int_equal(seen[c], 1);
  assert_int_equal(seen[90], 0);
  leaves_destroy(&l);
  free(fold_of);
  dataset_destroy(set);
}

static void test_settings(void **state) {
  (void)state;
  fit_config *c;
  dftfit_error err = {0};
  assert_int_equal(parse("weights: {sigma: {energy: 0.002, stress: off}, groups: {md: {force: 0.3, energy: off}}}\n"
                         "solver: {lambda: 0.5}\n",
                         &c, &err),
                   DFTFIT_OK);
  assert_string_equal(c->data[0], "some/where/d.h5");
  assert_string_equal(c->output, "some/where/o.yaml");
  assert_int_equal(c->sigma[TARGET_ENERGY].kind, SIGMA_VALUE);
  assert_close(c->sigma[TARGET_ENERGY].value, 0.002, 0);
  assert_int_equal(c->sigma[TARGET_FORCE].kind, SIGMA_AUTO);
  assert_int_equal(c->sigma[TARGET_STRESS].kind, SIGMA_OFF);
  assert_int_equal(c->group_sigma[0].sigma[TARGET_ENERGY].kind, SIGMA_OFF);
  assert_int_equal(c->group_sigma[0].sigma[TARGET_STRESS].kind, SIGMA_UNSET);
  assert_int_equal(c->lambda, LAMBDA_VALUE);
  assert_int_equal(c->nfold, 5); /* sigma auto needs folds */
  fit_config_destroy(c);
  assert_int_equal(parse("weights: {sigma: {energy: 1, force: 1, stress: 1}}\nsolver: {lambda: evidence}\n", &c, &err),
                   DFTFIT_OK);
  assert_int_equal(c->nfold, 1);
  fit_config_destroy(c);
}

/* every bad setting is an error at its line */
static void test_bad_settings(void **state) {
  (void)state;
  const struct {
    const char *text, *expected;
  } bad[] = {{"weigths: {}\n", "weights"},
             {"exclude: liquid\n", "list"},
             {"holdout: {fraction: 1.5}\n", "1.5"},
             {"holdout: {fraction: 0.1, groups: [a]}\n", "either"},
             {"holdout: {seed: 1}\n", "either"},
             {"weights: {sigma: {energy: -1}}\n", "-1"},
             {"weights: {sigma: {energy: some}}\n", "some"},
             {"weights: {sigma: {forces: 1}}\n", "force"},
             {"weights: {groups: {md: {energy: auto}}}\n", "auto"},
             {"weights: {groups: {md: 3}}\n", "mapping"},
             {"folds: {count: 1}\n", "2 folds"},
             {"folds: {count: 1000}\n", "1000"},
             {"folds: 5\n", "mapping"},
             {"folds: {by: source}\n", "source"},
             {"folds: {by: group, count: 3}\n", "count"},
             {"holdout: {fraction: 0.1, split: lot}\n", "lot"},
             {"solver: {lambda: best}\n", "best"},
             {"solver: {lambda: -2}\n", "-2"},
             {"solver: {lambdas: 1}\n", "1"}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    fit_config *c;
    dftfit_error err = {0};
    if (!parse(bad[i].text, &c, &err)) fail_msg("accepted: %s", bad[i].text);
    if (!strstr(err.message, bad[i].expected))
      fail_msg("%s: message '%s' lacks '%s'", bad[i].text, err.message, bad[i].expected);
    assert_int_equal(err.line, 4);
    assert_string_equal(err.input, "some/where/fit.yaml");
  }
}

static void test_unknown_group(void **state) {
  (void)state;
  dataset *set = make_set();
  fit_config *c;
  int fold_of[91];
  dftfit_error err = {0};
  assert_int_equal(parse("exclude: [lone,\n  strian]\n", &c, &err), DFTFIT_OK);
  assert_int_equal(split_create(c, set, fold_of, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(err.line, 5);
  assert_non_null(strstr(err.message, "strian"));
  assert_non_null(strstr(err.message, "md, strain, lone"));
  fit_config_destroy(c);
  assert_int_equal(parse("exclude: [lone, md, strain]\n", &c, &err), DFTFIT_OK);
  assert_int_equal(split_create(c, set, fold_of, &err), DFTFIT_ERR_USAGE);
  fit_config_destroy(c);
  dataset_destroy(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_single_files),   cmocka_unit_test(test_empty_holdout),
                                     cmocka_unit_test(test_representative), cmocka_unit_test(test_folds_by_group),
                                     cmocka_unit_test(test_folds),          cmocka_unit_test(test_holdout),
                                     cmocka_unit_test(test_leaves),         cmocka_unit_test(test_settings),
                                     cmocka_unit_test(test_bad_settings),   cmocka_unit_test(test_unknown_group)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
