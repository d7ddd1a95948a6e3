/* SPDX-License-Identifier: BSD-3-Clause */
/** The function of the angle, g(cos theta), with its derivatives. docs/forms/tersoff.md, equations (7), (8) and (9).
 *  A further one needs: its name in tersoff_angular_kind, its numbers in the enumeration of terms.h and in
 *  dftfit_tersoff_value_used; value, slope and derivatives here; the vector version in forms/tersoff/kernels/angular.h; its key,
 *  bounds and checks in forms/tersoff/values.c, its start in forms/tersoff/start.c. */
#ifndef FORMS_TERSOFF_ANGULAR_H
#define FORMS_TERSOFF_ANGULAR_H

#include "forms/tersoff/terms.h"

/** Largest number of parameters of any of them. */
enum { TERSOFF_ANGULAR_PARAMETERS = TERSOFF_MOST_KNOTS };

/** The numbers of an entry that g is made of (TERSOFF_GAMMA, ...); returns how many. */
int dftfit_tersoff_angular_values(const tersoff_model *model, const int **values);
/** g; slope: along the cosine. */
tersoff_value dftfit_tersoff_angular(const tersoff_model *model, const tersoff_entry *p, double cosine);
/** Derivatives of g and of its slope with respect to these numbers, in the order of dftfit_tersoff_angular_values. */
void dftfit_tersoff_angular_derivatives(const tersoff_model *model, const tersoff_entry *p, double cosine,
                                        tersoff_value jet[TERSOFF_ANGULAR_PARAMETERS]);
/** The coefficients of a spline of as many knots as the model has that follows beta g of another kind; beta becomes 1.
 */
void dftfit_tersoff_angular_to_spline(tersoff_angular_kind from, const tersoff_model *model, tersoff_entry *p);

#endif
