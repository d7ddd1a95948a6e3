/* SPDX-License-Identifier: BSD-3-Clause */
/** The polynomials of one central element as a directed acyclic graph of products with shared factors.
 *
 *  Operands are numbered: 0 .. nbase-1 the atomic base, nbase + i the product node i = operand * operand, nbase +
 *  nnode + i the sum node i = sum c * base * base. A polynomial is rho = sum_i linear_c A_linear + sum_left left *
 *  (sum_right c * right):                        docs/forms/ace.md (12) the last product of every monomial is a
 *  leaf, never stored, and leaves with the same left operand share it. Sum nodes are what functions have in common,
 *  share.h. */
#ifndef FORMS_ACE_PROGRAM_H
#define FORMS_ACE_PROGRAM_H

#include <stdint.h>

#include "forms/ace/basis.h"

enum { ACE_MAX_DENSITIES = 8, ACE_MAX_FACTORS = 12 };

/** Monomials with coefficients: c * prod of the atomic base over factor [rank] of each, all of which belong to
 *  functions that have a parameter each; those of a function follow one another and have the same channels. */
typedef struct ace_terms {
  int nbase, nterm, width; /* operands; monomials; numbers per row of factor              */
  const int32_t *function; /* [nterm] from 0                                              */
  const signed char *rank; /* [nterm] 1 .. width                                          */
  const int32_t *factor;   /* [nterm][width] indices of the atomic base                   */
  const double *c;         /* [nterm]                                                     */
  const int32_t *channel;  /* [nbase] the same number for all m of one (mu, n, l)         */
} ace_terms;

typedef struct ace_program {
  int nbase, nnode, ndensity;
  int noperand;  /* nbase + nnode + nsum                                       */
  int32_t *node; /* [nnode][2] operands, each below nbase + its own number     */
  int nsum;
  int32_t *sum_first;     /* [nsum+1]                                              */
  int32_t (*sum_pair)[2]; /* [sum_first[nsum]] indices of the atomic base          */
  double *sum_c;          /* the same                                              */
  int nlinear;
  int32_t *linear;  /* [nlinear] base index                                       */
  double *linear_c; /* [ndensity][nlinear]                                        */
  int nleft, nleaf;
  int32_t *left;         /* [nleft] operand                                            */
  int32_t *leaf_first;   /* [nleft+1]                                                  */
  int32_t *leaf_right;   /* [nleaf] operand                                            */
  double *leaf_c;        /* [ndensity][nleaf]                                          */
  int nmap;              /* how coefficients follow from the parameters                */
  int32_t *map_function; /* [nmap] function (numbered from 0 within the element)       */
  int32_t *map_slot;     /* [nmap] leaf, or -1-i for linear i                           */
  double *map_c;         /* [nmap] slot += map_c * theta[map_function]                  */
} ace_program;

/** Compiles the monomials for ndensity sets of parameters, one polynomial each. */
dftfit_status dftfit_ace_program_create(const ace_terms *terms, int ndensity, ace_program *out, dftfit_error *err);
/** Channel of every index of the atomic base, [size], for ace_terms; the caller frees it. NULL: out of memory. */
int32_t *dftfit_ace_layout_channels(const ace_layout *layout);
/** Compiles the functions of central element z. */
dftfit_status dftfit_ace_program_of_basis(const ace_basis *basis, int z, ace_program *out, dftfit_error *err);
void dftfit_ace_program_free(ace_program *program);
/** Sets the coefficients of one density from theta [functions]. */
void dftfit_ace_program_set(ace_program *program, int density, const double *theta);
/** Drops what dftfit_ace_program_set needs: the coefficients stay as they are. */
void dftfit_ace_program_freeze(ace_program *program);

#endif
