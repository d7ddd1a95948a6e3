/* SPDX-License-Identifier: BSD-3-Clause */
/** Basis functions of the atomic cluster expansion: which there are, and what polynomials of the atomic base they are.
 *
 *  Atomic base of a central atom, per neighbour element mu: A_{mu n l m} = sum_j R_n(r_ij) S_lm(d_ij / r_ij).
 *  A basis function of rank (correlation order) v is an invariant combination of products of v of them,
 *      B = sum_q c_q prod_t A_{mu_t n_t l_t m_qt},                                      docs/forms/ace.md (6), (11)
 *  with the couplings of coupling.h. */
#ifndef FORMS_ACE_BASIS_H
#define FORMS_ACE_BASIS_H

#include <stdint.h>

#include "dftfit/form.h"
#include "forms/ace/coupling.h"

enum { ACE_MAX_N = 30 };

/** One basis function by its quantum numbers. Functions that are generated have their factors in the
 *  order of (l, n, mu), so that functions which differ only in their elements are coupled alike. */
typedef struct ace_function {
  signed char rank;
  signed char element;               /* of the central atom                                */
  signed char mu[COUPLING_MAX_RANK]; /* elements of the neighbours, or species channels    */
  signed char n[COUPLING_MAX_RANK];  /* from 1                                             */
  signed char l[COUPLING_MAX_RANK];
  signed char L[COUPLING_MAX_RANK - 3]; /* intermediate momenta, dftfit_coupling_free_momenta(rank)  */
} ace_function;

/** Where A_{mu n l m} stands in an array: n contiguous within (mu, l, m), numbered from 1 among those that occur
 *  with l. Borrows column. */
typedef struct ace_layout {
  int nelement, lmax;
  int n_of_l[COUPLING_MAX_L + 1]; /* radial functions that occur with l                 */
  int offset[COUPLING_MAX_L + 1]; /* of l, within an element                            */
  int per_element, size;          /* size = nelement * per_element                      */
  const int32_t *column;          /* radial function of channel (l, n): those of l = 0 first, n_of_l[l] of each l */
} ace_layout;

static inline int ace_layout_index(const ace_layout *a, int mu, int n, int l, int m) {
  return mu * a->per_element + a->offset[l] + (m + l) * a->n_of_l[l] + n - 1;
}

/** Limits on the functions of one rank, as in the settings of a fit. */
typedef struct ace_order {
  int n_max, l_max; /* n <= n_max, l <= l_max; n_max 0: no function of this rank                     */
  double degree;    /* sum_t [n_t^power + (l_weight l_t)^power] <= degree                            */
  double power;     /* 0 is 1: the total degree                                                      */
  double species;   /* what a factor of a label above 0 adds to that sum; 0 where labels are elements     */
} ace_order;

typedef struct ace_basis {
  ace_layout layout;
  int32_t *column;                      /* what the layout borrows; radial functions do not depend on l      */
  int nradial;                          /* radial functions that occur                                        */
  signed char radial[ACE_MAX_N];        /* [nradial] their n, ascending; the columns of the tables are these  */
  signed char column_of[ACE_MAX_N + 1]; /* column of each n, -1: it does not occur                           */
  signed char channel[COUPLING_MAX_L + 1][ACE_MAX_N + 1]; /* number of n among those that occur with l, or -1 */
  int nfunction;
  ace_function *function;             /* [nfunction] those of element 0 first, then 1, ...     */
  int first[DFTFIT_MAX_ELEMENTS + 1]; /* functions of element z: first[z] .. first[z+1]-1       */
  /* polynomials: terms of function k are term_first[k] .. term_first[k+1]-1 */
  int *term_first;     /* [nfunction+1]                                          */
  double *coefficient; /* [nterm]                                                */
  int32_t *factor;     /* [nterm][COUPLING_MAX_RANK] indices of the atomic base   */
} ace_basis;

/** All functions that the limits of orders [norder] (rank 1 first) allow for nelement elements, linearly dependent ones
 *  left out. basis->function, nfunction and first are filled. */
dftfit_status dftfit_ace_basis_generate(int nelement, int norder, const ace_order *order, double l_weight,
                                        ace_basis *basis, dftfit_error *err);

/** Limits order [norder] that allow the smoothest functions, up to size per central element; docs/forms/ace.md (15).
 *  Too small a size for that order is DFTFIT_ERR_VALUE. */
dftfit_status dftfit_ace_basis_limits(int nelement, int norder, int size, double l_weight, double species,
                                      ace_order *order, dftfit_error *err);

/** Fills layout and polynomials from the functions. A function whose coupling vanishes is an error naming its index. */
dftfit_status dftfit_ace_basis_expand(int nelement, ace_basis *basis, dftfit_error *err);

void dftfit_ace_basis_free(ace_basis *basis);

/** Index of A_{mu n l m}, which occurs in the functions. */
static inline int ace_basis_index(const ace_basis *b, int mu, int n, int l, int m) {
  return ace_layout_index(&b->layout, mu, 1 + b->channel[l][n], l, m);
}

/** Which factors of a function are the same as the one before: same [rank]. */
void dftfit_ace_function_same(const ace_function *f, bool *same);

#endif
