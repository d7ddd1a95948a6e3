/* SPDX-License-Identifier: BSD-3-Clause */
/** The checks, one function each; they may change the parameters of pot. */
#ifndef CONFORMANCE_CHECKS_H
#define CONFORMANCE_CHECKS_H

#include "dftfit/fit.h"

#define CHECK(name) void check_##name(dftfit_potential *pot);
#include "checks.def"
#undef CHECK

/** Parameters for a case that gives only settings: random, smaller where the prior says so. */
void draw_parameters(dftfit_potential *pot);

#endif
