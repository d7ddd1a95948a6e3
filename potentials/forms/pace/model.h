/* SPDX-License-Identifier: BSD-3-Clause */
/** What a file of ML-PACE (.yace, .ace) holds, as it stands there: radial functions per ordered pair of elements, an
 *  embedding per element, expansion functions with complex harmonics. docs/forms/pace.md;
 *  Y. Lysogorskiy et al., npj Comput. Mater. 7, 97 (2021). */
#ifndef FORMS_PACE_MODEL_H
#define FORMS_PACE_MODEL_H

#include <stdbool.h>

#include "forms/ace/program.h"

enum {
  PACE_MAX_DENSITIES = ACE_MAX_DENSITIES,
  PACE_MAX_RANK = 12,
  PACE_MAX_L = 12,
  PACE_MAX_TERMS = 64,
  PACE_MAX_BINS = 200000
};

typedef enum pace_basis { PACE_CHEB_EXP_COS, PACE_CHEB_POW, PACE_CHEB_LINEAR, PACE_SBESSEL, PACE_BASES } pace_basis;
typedef enum pace_inner { PACE_INNER_DENSITY, PACE_INNER_DISTANCE, PACE_INNER_ZBL, PACE_INNERS } pace_inner;

/** Names in files, in the order of the enumerations. */
extern const char *const dftfit_pace_basis_name[PACE_BASES], *const dftfit_pace_inner_name[PACE_INNERS];

/** Radial functions of the neighbours of one element around centres of one element. */
typedef struct pace_bond {
  pace_basis basis;
  int nradial, lmax, nbasis;        /* n = 1 .. nradial, l = 0 .. lmax, k = 1 .. nbasis                       */
  double lambda;                    /* 1, parameter of the basis                                              */
  double cutoff, width;             /* A: rc, and width of the outer switch of ChebExpCos and of the zbl core */
  double inner_cutoff, inner_width; /* A                                                                      */
  double core, core_decay;          /* prefactor (eV A; zbl: 1) and decay (1/A^2) of the repulsive core       */
  double *c;                        /* [nradial][lmax+1][nbasis]: R_nl = sum_k c g_k                          */
} pace_bond;

typedef struct pace_embedding {
  int ndensity;
  bool shifted_scaled; /* FinnisSinclairShiftedScaled; else FinnisSinclair */
  double weight[PACE_MAX_DENSITIES], exponent[PACE_MAX_DENSITIES]; /* eV, 1 */
  double core_cutoff, core_width; /* eV: where the core switches the expansion off    */
} pace_embedding;

/** One expansion function: sum_q c_q Re prod_t A_{mu_t n_t l_t m_qt}, for every density. */
typedef struct pace_function {
  int rank, nterm;
  signed char mu[PACE_MAX_RANK], n[PACE_MAX_RANK], l[PACE_MAX_RANK]; /* n from 1 */
  signed char *m;                                                    /* [nterm][rank]     */
  double *c;                                                         /* [nterm][ndensity] */
} pace_function;

typedef struct pace_model {
  int nelement;
  char element[DFTFIT_MAX_ELEMENTS][4];
  double spline_width; /* A, of the bins of ML-PACE's tables */
  pace_inner inner;
  pace_embedding embedding[DFTFIT_MAX_ELEMENTS];
  pace_bond bond[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [centre][neighbour] */
  int nfunction, first[DFTFIT_MAX_ELEMENTS + 1];             /* functions of element z: first[z] .. first[z+1]-1 */
  pace_function *function;                                   /* [nfunction] */
  int capacity;
} pace_model;

void dftfit_pace_model_free(pace_model *model);
/** A new function at the end of those of the last element, with room for nterm terms. */
dftfit_status dftfit_pace_model_add(pace_model *model, int rank, int nterm, int ndensity, pace_function **out,
                                    dftfit_error *err);
/** Everything that does not depend on the format: NULL, or what is wrong with the bond, embedding or function. Text
 *  that does not fit in `text` [size] is cut. */
const char *dftfit_pace_bond_problem(const pace_bond *bond, pace_inner inner, double spline_width, char *text,
                                     int size);
const char *dftfit_pace_embedding_problem(const pace_embedding *embedding, char *text, int size);
const char *dftfit_pace_function_problem(const pace_model *model, const pace_function *f, char *text, int size);

#endif
