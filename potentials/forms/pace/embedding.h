/* SPDX-License-Identifier: BSD-3-Clause */
/** Embedding functions of ML-PACE files, docs/forms/pace.md (10) to (12). */
#ifndef FORMS_PACE_EMBEDDING_H
#define FORMS_PACE_EMBEDDING_H

#include "forms/pace/model.h"

/** F = sum_p w_p f_p(rho_p), eV, for rho [ndensity]; slope [ndensity] = dF/drho_p. */
double dftfit_pace_embedding_at(const pace_embedding *e, const double *rho, double *slope);
/** Whether F is the density itself: one density, weight 1, exponent 1. */
bool dftfit_pace_embedding_plain(const pace_embedding *e);
/** Whether F is linear in every density. */
bool dftfit_pace_embedding_linear(const pace_embedding *e);

#endif
