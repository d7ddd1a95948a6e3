/* SPDX-License-Identifier: BSD-3-Clause */
/** How the tests call the search. */
#ifndef TESTS_NONLINEAR_SEARCH_H
#define TESTS_NONLINEAR_SEARCH_H

#include <mpi.h>

#include "cmocka_all.h"
#include "problems.h"
#include "solve/search/nonlinear.h"

static const nonlinear_options plain = {
    .weights = {.choice = CHOOSE_GIVEN, .nlambda = 3}, .most_steps = 500, .nstart = 1, .tolerance = 1e-14};

static inline nonlinear_fit solve(rows_problem *r, const nonlinear_options *o, const nonlinear_hooks *hooks) {
  nonlinear_fit fit;
  dftfit_error err = {0};
  dftfit_status status = nonlinear_solve(MPI_COMM_WORLD, &r->problem, o, hooks, "", NULL, 0, &fit, &err);
  if (status) fail_msg("%s: %s", r->source->name, err.message);
  return fit;
}

#endif
