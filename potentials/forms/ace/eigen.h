/* SPDX-License-Identifier: BSD-3-Clause */
/** Small dense symmetric eigenproblems (tens of unknowns), for the construction of bases. No LAPACK here. */
#ifndef FORMS_ACE_EIGEN_H
#define FORMS_ACE_EIGEN_H

#include <stdbool.h>

/** Generalised problem a x = w b x, b positive definite; both [n][n], destroyed. Rows of v are b-orthonormal.
 *  Returns false when b is not positive definite to working precision. */
bool dftfit_eigen_generalised(int n, double *a, double *b, double *w, double *v);

#endif
