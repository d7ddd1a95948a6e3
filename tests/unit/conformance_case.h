/* SPDX-License-Identifier: BSD-3-Clause */
/** The potentials of the conformance test, for unit tests of what is inside of them. */
#ifndef TESTS_UNIT_CONFORMANCE_CASE_H
#define TESTS_UNIT_CONFORMANCE_CASE_H

#include <stdio.h>

#include "cmocka_all.h"
#include "dftfit/fit.h"

/** Reads tests/conformance/cases/<name>; the test fails where that is refused. */
static inline dftfit_potential *read_case(const char *name) {
  char path[1024];
  dftfit_potential *pot;
  dftfit_error err;
  snprintf(path, sizeof path, "%s/tests/conformance/cases/%s", DFTFIT_SOURCE_DIR, name);
  if (dftfit_potential_read(path, &pot, &err)) fail_msg("%s", err.message);
  return pot;
}

#endif
