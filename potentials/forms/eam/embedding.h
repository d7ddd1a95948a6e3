/* SPDX-License-Identifier: BSD-3-Clause */
/** Embedding energies as C2 cubic splines, linear in their curvatures at uniform knots. docs/forms/eam.md, (8) to (10)
 */
#ifndef FORMS_EAM_EMBEDDING_H
#define FORMS_EAM_EMBEDDING_H

/** F(rho) = sum_k m_k I_k(rho), k = 0 .. n-1. I_k'' is the hat function of knot k h, so m_k = F''(k h), eV. All I_k
 *  have I_k(0) = 0 and I_k'(1) = 0. One interval below the first and above the last knot the curvature has come down
 *  to zero; from there on F is a straight line. */
typedef struct eam_embedding {
  int n;       /* knots, at least 2                         */
  double step; /* h > 0; (n-1) h is the last knot, above 1 */
} eam_embedding;

typedef struct eam_curve {
  double value, slope, curvature;
} eam_curve;

/** I_k at rho, any real number. */
eam_curve dftfit_eam_embedding_basis(const eam_embedding *e, int k, double rho);
/** F at rho for curvatures m [n]. */
eam_curve dftfit_eam_embedding_at(const eam_embedding *e, const double *m, double rho);

#endif
