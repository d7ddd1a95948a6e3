/* SPDX-License-Identifier: BSD-3-Clause */
/** From products of complex atomic bases to polynomials of real ones: docs/forms/pace.md (9).
 *
 *  With A_lm = (-1)^m (a_lm + i a_l,-m)/sqrt(2), A_l,-m = (a_lm - i a_l,-m)/sqrt(2) (m > 0), A_l0 = a_l0, the sum
 *  sum_q c_q Re prod_t A is a polynomial with real coefficients; equal monomials of all functions are one. */
#ifndef FORMS_PACE_TERMS_H
#define FORMS_PACE_TERMS_H

#include "forms/ace/program.h"
#include "forms/pace/columns.h"

/** Compiles the functions of central element z. */
dftfit_status dftfit_pace_program_create(const pace_model *model, const pace_columns *columns, int z, ace_program *out,
                                         dftfit_error *err);

#endif
