/* SPDX-License-Identifier: BSD-3-Clause */
/** Rotation- and reflection-invariant couplings of products of real spherical harmonics, docs/forms/ace.md (8)-(11).
 *
 *  A product of factors S_{l_1 m_1} ... S_{l_v m_v} is coupled along a chain: l_1 with l_2 to L_2, L_2 with l_3 to
 *  L_3, ... and L_{v-1} = l_v with l_v to zero. Sum l_t must be even, else the invariant changes sign under
 *  reflection. Generalised Clebsch-Gordan coefficients: Yutsis, Levinson, Vanagas, The theory of angular momentum
 *  (1962);
 *  their use in the expansion: Drautz, Phys. Rev. B 99, 014104 (2019). */
#ifndef FORMS_ACE_COUPLING_H
#define FORMS_ACE_COUPLING_H

#include <stdbool.h>

#include "dftfit/status.h"

enum { COUPLING_MAX_RANK = 6, COUPLING_MAX_L = 12 };

/** An invariant polynomial: sum_q c_q prod_t S_{l_t m_qt}. */
typedef struct coupling {
  int rank, nterm;
  signed char *m; /* [nterm][rank] */
  double *c;      /* [nterm]       */
} coupling;

void dftfit_coupling_free(coupling *k);
/** Adds c to the term with tuple m [rank], keeping the terms sorted; there is room for one more. */
void dftfit_coupling_add_term(coupling *k, const signed char *m, double c);
/** Sorts the m of factors that are the same (as in dftfit_coupling_chain). */
void dftfit_coupling_canonical(int rank, const bool *same, signed char *m);

/** Number of intermediate momenta that a chain of this rank leaves free: L_2 .. L_{rank-2}. */
int dftfit_coupling_free_momenta(int rank);

/** Whether the chain obeys all triangle rules and the parity rule. */
bool dftfit_coupling_allowed(int rank, const int *l, const int *intermediate);

/** The invariant of one chain, symmetrised over factors that are the same: same [rank], same[t] true when factor t
 *  is the same object (element, n, l) as factor t-1, same[0] false. Terms whose tuples differ only by exchange of
 *  such factors are merged, the m of same factors ascending. Normalised to unit norm (dftfit_coupling_dot with itself).
 *  nterm is 0 when symmetrisation leaves nothing. */
dftfit_status dftfit_coupling_chain(int rank, const int *l, const int *intermediate, const bool *same, coupling *out,
                                    dftfit_error *err);

/** Scalar product of two invariants of the same factors, in the norm of symmetric tensors. */
double dftfit_coupling_dot(const coupling *a, const coupling *b, const bool *same);

/** Adds scale times the same polynomial to out, in complex harmonics Y_lm of the convention of docs/forms/ace.md (7):
 *      sum_q c_q Re prod_t Y_{l_t m_qt},  sum_t m_t = 0, one of each pair of tuples m, -m.
 *  out has room for real->nterm * 2^rank more terms. */
void dftfit_coupling_add_complex(const coupling *real, const bool *same, double scale, coupling *out);

#endif
