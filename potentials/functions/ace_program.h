/* SPDX-License-Identifier: BSD-3-Clause */
/** The polynomials of one central element as a directed acyclic graph of products with shared factors.
 *
 *  Operands are numbered: 0 .. nbase-1 the atomic base, nbase + i the product node i = operand * operand. The energy is
 *      E = sum_i linear_c A_linear + sum_left left * (sum_right c * right):                       docs/forms/ace.md
 * (12) the last product of every monomial is a leaf, never stored, and leaves with the same left operand share it. */
#ifndef FUNCTIONS_ACE_PROGRAM_H
#define FUNCTIONS_ACE_PROGRAM_H

#include <stdint.h>

#include "functions/ace_basis.h"

typedef struct ace_program {
  int nbase, nnode;
  int32_t *node; /* [nnode][2] operands, each below nbase + its own number     */
  int nlinear;
  int32_t *linear;  /* [nlinear] base index                                       */
  double *linear_c; /* [nlinear]                                                  */
  int nleft, nleaf;
  int32_t *left;         /* [nleft] operand                                            */
  int32_t *leaf_first;   /* [nleft+1]                                                  */
  int32_t *leaf_right;   /* [nleaf] operand                                            */
  double *leaf_c;        /* [nleaf]                                                    */
  int nmap;              /* how coefficients follow from the parameters                */
  int32_t *map_function; /* [nmap] function (numbered from 0 within the element)       */
  int32_t *map_slot;     /* [nmap] leaf, or -1-i for linear i                           */
  double *map_c;         /* [nmap] slot += map_c * theta[map_function]                  */
} ace_program;

/** Compiles the functions of central element z. */
dftfit_status ace_program_create(const ace_basis *basis, int z, ace_program *out, dftfit_error *err);
void ace_program_free(ace_program *program);
/** Sets the coefficients from theta [functions of the element]. */
void ace_program_set(ace_program *program, const double *theta);

#endif
