/* SPDX-License-Identifier: BSD-3-Clause */
/** Pieces of fit.yaml that cases for `dftfit fit` are made of. */
#ifndef TESTS_ERRORS_FIT_TEXT_H
#define TESTS_ERRORS_FIT_TEXT_H

#define FIT "fit -f fit.yaml"
#define HEAD "data: good.h5\noutput: out.yaml\n"
#define POTENTIAL "potential:\n  form: pair\n  elements: [Si]\n  cutoff: 4\n  pair: {knots: 6}\n"
#define SIGMA "weights:\n  sigma: {energy: 0.01, force: 0.1, stress: 0.1}\n"
#define SOLVER "solver: {lambda: 1e-3}\n"

#endif
