/* SPDX-License-Identifier: BSD-3-Clause */
/* Checkpoints: the resumed search is the same as the whole one. With a folder as argument, prints results bit for bit,
 * for comparison between numbers of ranks, and resumes from checkpoints that the call before left there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search.h"

enum { MAX_SAVED = 2000 };
typedef struct recorder {
  int n, limit;
  char *text[MAX_SAVED];
  size_t length[MAX_SAVED];
} recorder;

static dftfit_status record(void *self, const char *text, size_t length, dftfit_error *err) {
  recorder *r = self;
  (void)err;
  assert_true(r->n < MAX_SAVED);
  r->text[r->n] = malloc(length);
  memcpy(r->text[r->n], text, length);
  r->length[r->n++] = length;
  return DFTFIT_OK;
}

static bool at_limit(void *self) {
  const recorder *r = self;
  return r->n >= r->limit;
}

static void same_bits(const nonlinear_fit *a, const nonlinear_fit *b, int n) {
  assert_int_equal(a->steps, b->steps);
  assert_int_equal(a->passes, b->passes);
  assert_int_equal(a->end, b->end);
  assert_int_equal(a->best, b->best);
  assert_memory_equal(&a->phi, &b->phi, sizeof a->phi);
  assert_memory_equal(a->linear.x, b->linear.x, (size_t)n * sizeof(double));
  assert_memory_equal(a->linear.deviation, b->linear.deviation, (size_t)n * sizeof(double));
}

/* from the checkpoint after every step the same answer, bit for bit; stopping there stops there */
static void test_resume(void **state) {
  (void)state;
  static const char *const names[] = {"Thurber", "MGH09", "Rosenbrock"};
  for (int q = 0; q < 6; q++) {
    const test_problem *p = problem_named(names[q % 3]);
    nonlinear_options o = plain;
    recorder saved = {.limit = MAX_SAVED};
    nonlinear_hooks hooks = {.self = &saved, .save = record, .stop = at_limit};
    rows_problem r;
    o.nstart = q % 2 ? 3 : 1;
    rows_problem_make(&r, p, p->start[0], q >= 3);
    nonlinear_fit whole = solve(&r, &o, &hooks);
    assert_false(whole.interrupted);
    assert_true(saved.n > 5);
    for (int k = 0; k < saved.n; k++) {
      nonlinear_fit fit;
      dftfit_error err = {0};
      dftfit_status status = nonlinear_solve(MPI_COMM_WORLD, &r.problem, &o, NULL, "checkpoint", saved.text[k],
                                             saved.length[k], &fit, &err);
      if (status) fail_msg("%s, checkpoint %d: %s", p->name, k, err.message);
      same_bits(&whole, &fit, p->n);
      nonlinear_fit_destroy(&fit);
    }
    recorder few = {.limit = 4};
    hooks.self = &few;
    nonlinear_fit stopped = solve(&r, &o, &hooks);
    assert_true(stopped.interrupted);
    assert_int_equal(few.n, 4);
    assert_int_equal(few.length[3], saved.length[3]);
    assert_memory_equal(few.text[3], saved.text[3], few.length[3]);
    nonlinear_fit_destroy(&stopped);
    nonlinear_fit_destroy(&whole);
    for (int k = 0; k < saved.n; k++) free(saved.text[k]);
    for (int k = 0; k < few.n; k++) free(few.text[k]);
  }
}

/* a damaged checkpoint is refused with its line */
static void test_damaged(void **state) {
  (void)state;
  const test_problem *p = problem_named("Bard");
  recorder saved = {.limit = 3};
  nonlinear_hooks hooks = {.self = &saved, .save = record, .stop = at_limit};
  rows_problem r;
  rows_problem_make(&r, p, p->start[0], true);
  nonlinear_fit fit = solve(&r, &plain, &hooks);
  char *text = saved.text[2];
  size_t length = saved.length[2];
  nonlinear_fit_destroy(&fit);
  for (size_t cut = 0; cut < length; cut += 7) {
    dftfit_error err = {0};
    assert_int_not_equal(nonlinear_solve(MPI_COMM_WORLD, &r.problem, &plain, NULL, "checkpoint", text, cut, &fit, &err),
                         DFTFIT_OK);
    assert_string_equal(err.input, "checkpoint");
    assert_true(strlen(err.message) > 0);
  }
  char *stage = strstr(text, "stage 1");
  assert_non_null(stage);
  stage[6] = '7';
  dftfit_error err = {0};
  assert_int_equal(nonlinear_solve(MPI_COMM_WORLD, &r.problem, &plain, NULL, "checkpoint", text, length, &fit, &err),
                   DFTFIT_ERR_VALUE);
  for (int k = 0; k < saved.n; k++) free(saved.text[k]);
}

static void print_fit(const char *name, const nonlinear_fit *fit) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank != 0) return;
  printf("%s %d %d %d %d %a", name, fit->best, fit->steps, fit->passes, fit->end, fit->phi);
  for (int k = 0; k < fit->nstart; k++) printf(" %a %d %d", fit->start[k].phi, fit->start[k].steps, fit->start[k].end);
  for (int j = 0; j < fit->linear.ncolumn; j++) printf(" %a %a", fit->linear.x[j], fit->linear.deviation[j]);
  printf("\n");
}

/** The text at path, or NULL; then that of saved goes there. On rank 0. */
static char *exchange(const char *path, const recorder *saved, size_t *length) {
  char *text = NULL;
  int half = saved->n / 2;
  FILE *file = fopen(path, "rb");
  if (file) {
    text = malloc(1 << 20);
    *length = fread(text, 1, 1 << 20, file);
    fclose(file);
  } else {
    *length = saved->length[half];
    text = memcpy(malloc(*length), saved->text[half], *length);
  }
  file = fopen(path, "wb");
  if (!file || fwrite(saved->text[half], 1, saved->length[half], file) != saved->length[half] || fclose(file))
    fail_msg("cannot write %s", path);
  return text;
}

/** All results as bits, and again from a checkpoint half-way, for comparison between numbers of ranks. */
static void print_bits(const char *folder) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  for (int k = 0; k < 2 * nproblems; k++) {
    rows_problem r;
    recorder saved = {.limit = MAX_SAVED + 1};
    nonlinear_hooks hooks = {.self = &saved, .save = record, .stop = at_limit};
    nonlinear_options o = plain;
    nonlinear_fit fit;
    dftfit_error err = {0};
    const test_problem *p = &problems[k / 2];
    char path[512], *text = NULL;
    size_t length = 0;
    rows_problem_make(&r, p, p->start[p->nstart - 1], k % 2);
    o.nstart = 5;
    o.seed = 1;
    fit = solve(&r, &o, &hooks);
    print_fit(p->name, &fit);
    nonlinear_fit_destroy(&fit);
    snprintf(path, sizeof path, "%s/checkpoint%d", folder, k);
    if (rank == 0) text = exchange(path, &saved, &length);
    if (nonlinear_solve(MPI_COMM_WORLD, &r.problem, &o, NULL, "checkpoint", text, length, &fit, &err))
      printf("%s\n", err.message);
    else
      print_fit("resumed", &fit);
    nonlinear_fit_destroy(&fit);
    free(text);
    for (int i = 0; i < saved.n; i++) free(saved.text[i]);
  }
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_resume), cmocka_unit_test(test_damaged)};
  MPI_Init(&argc, &argv);
  int failed = 0;
  if (argc > 1)
    print_bits(argv[1]);
  else
    failed = cmocka_run_group_tests(tests, NULL, NULL);
  MPI_Finalize();
  return failed;
}
