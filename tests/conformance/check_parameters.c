/* SPDX-License-Identifier: BSD-3-Clause */
/* What the reports and the fit see of a potential, and that its file holds all of it. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"

void draw_parameters(dftfit_potential *pot) {
  int n = dftfit_potential_nparameter(pot);
  double *theta = calloc((size_t)n + 1, sizeof *theta);
  random_state rng = {20240501};
  bool given = false;
  dftfit_potential_get(pot, theta);
  for (int k = 0; k < n; k++) given = given || theta[k] != 0;
  for (int k = 0; k < n && !given; k++) {
    dftfit_parameter p;
    dftfit_potential_parameter(pot, k, &p);
    theta[k] = fmin(fmax((2 * random_uniform(&rng) - 1) / fmax(p.prior, 1), p.lower), p.upper);
  }
  dftfit_potential_set(pot, theta);
  free(theta);
}

void check_parameters(dftfit_potential *pot) {
  const dftfit_form *form = dftfit_potential_form(pot);
  int n = dftfit_potential_nparameter(pot);
  double *theta = calloc((size_t)n + 1, sizeof *theta), *again = calloc((size_t)n + 1, sizeof *theta);
  dftfit_parameter *p = calloc((size_t)n + 1, sizeof *p);
  assert_true(strlen(form->name) > 0 && strlen(form->summary) > 0 && strlen(form->doi) > 0);
  assert_non_null(strchr(form->citation, '@'));
  dftfit_potential_get(pot, theta);
  for (int k = 0; k < n; k++) {
    dftfit_potential_parameter(pot, k, &p[k]);
    assert_true(strlen(p[k].name) > 0 && strlen(p[k].unit) > 0 && strlen(p[k].description) > 0);
    assert_true(p[k].lower <= theta[k] && theta[k] <= p[k].upper);
    assert_true(p[k].prior >= 0 && p[k].size >= 0);
    assert_true(p[k].start_lower <= p[k].start_upper && (p[k].prior > 0 || p[k].size > 0 || theta[k] != 0));
    for (int j = 0; j < k; j++) assert_string_not_equal(p[k].name, p[j].name);
    theta[k] = fmin(fmax(theta[k] * 1.0625, p[k].lower), p[k].upper);
  }
  dftfit_potential_set(pot, theta);
  dftfit_potential_get(pot, again);
  assert_memory_equal(theta, again, (size_t)n * sizeof *theta);
  free(theta);
  free(again);
  free(p);
}

static char *write_text(const dftfit_potential *pot) {
  dftfit_writer *w = dftfit_writer_create();
  dftfit_error err;
  const char *text;
  size_t length;
  assert_non_null(w);
  dftfit_potential_write(pot, (dftfit_node){NULL, 0}, w);
  if (dftfit_writer_finish(w, &text, &length, &err)) fail_msg("%s", err.message);
  char *copy = strdup(text);
  dftfit_writer_destroy(w);
  return copy;
}

void check_file_round_trip(dftfit_potential *pot) {
  dftfit_potential *copy;
  dftfit_error err;
  char *first = write_text(pot);
  if (dftfit_potential_parse("first.yaml", first, strlen(first), &copy, &err))
    fail_msg("line %d: %s", err.line, err.message);
  char *second = write_text(copy);
  assert_string_equal(first, second);
  cluster c = cluster_random(pot, 12, 11);
  outcome a = cluster_evaluate(pot, &c), b = cluster_evaluate(copy, &c);
  assert_memory_equal(&a, &b, sizeof a);
  dftfit_potential_destroy(copy);
  free(first);
  free(second);
}
