/* SPDX-License-Identifier: BSD-3-Clause */
/** Small dense symmetric eigenproblems (tens of unknowns), for the construction of bases. No LAPACK here. */
#ifndef FORMS_ACE_EIGEN_H
#define FORMS_ACE_EIGEN_H

#include <stdbool.h>

/** Eigenvalues w [n], descending, and eigenvectors v [n][n] (row k belongs to w[k]) of the symmetric a [n][n], which is
 *  destroyed. Cyclic Jacobi rotations: every eigenvalue to rounding relative to the norm of a.
 *  Golub, Van Loan, Matrix Computations, section 8.5. */
void dftfit_eigen_symmetric(int n, double *a, double *w, double *v);

/** Generalised problem a x = w b x, b positive definite; both [n][n], destroyed. Rows of v are b-orthonormal.
 *  Returns false when b is not positive definite to working precision. */
bool dftfit_eigen_generalised(int n, double *a, double *b, double *w, double *v);

#endif
