/* SPDX-License-Identifier: BSD-3-Clause */
/** Backward elimination in a ridge problem.
 *
 *  With H = A^T A + lambda Gamma^2 and the minimum at theta, the least rise of |A theta - b|^2 + lambda |Gamma
 *  theta|^2
 *  for theta_k = 0, the other parameters free, is
 *      price_k = theta_k^2 / (H^-1)_kk,          theta <- theta - (H^-1)_k theta_k / (H^-1)_kk
 *  (B. Hassibi, D. G. Stork, Second order derivatives for network pruning: optimal brain surgeon, NIPS 5 (1993) 164;
 *  exact here, since the objective is quadratic). H^-1 = W W^T with rows w_k; without k the rows are those of W
 *  projected on the complement of w_k: Gram-Schmidt, O(p^2) for each parameter that goes, and H is never formed. */
#ifndef TRAINER_SOLVE_SELECTION_ELIMINATE_H
#define TRAINER_SOLVE_SELECTION_ELIMINATE_H

#include "solve/linear/ridge.h"

/** Drops count < p parameters one by one, each time the one with the least price/weight. theta [p]: the solution at
 *  lambda; afterwards that without those dropped. weight [p] positive, NULL: 1. dropped, price [count]: which, in the
 *  order in which they went, and what each raised the objective by. */
dftfit_status eliminate(const ridge *g, double lambda, double *theta, const double *weight, int count, int *dropped,
                        double *price, dftfit_error *err);

#endif
