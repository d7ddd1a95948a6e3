/* SPDX-License-Identifier: BSD-3-Clause */
/** What the basis functions of one central element have in common, docs/forms/ace.md (16).
 *
 *  A function of rank 3 or more is taken apart into sums over pairs of the atomic base and the products of the
 *  factors
 *  that remain,   B = sum_b V_b (sum_a M_ab A_a1 A_a2).   The vector M_ab of one b is a pattern times a number;
 *  functions that differ only in the radial functions of what remains have the same patterns, since the couplings do
 *  not know the radial functions. */
#ifndef FORMS_ACE_SHARE_H
#define FORMS_ACE_SHARE_H

#include "forms/ace/program.h"

enum { SHARE_MAX_REST = COUPLING_MAX_RANK - 2 };

/** One b of a function: scale * prod_t A_{rest t} * pattern. */
typedef struct share_part {
  int32_t rest[SHARE_MAX_REST]; /* indices of the atomic base, ascending; as many as the rank less two */
  int32_t pattern;
  double scale;
} share_part;

typedef struct ace_share {
  int npattern;
  int32_t *first;     /* [npattern+1] entries of each pattern  */
  int32_t (*pair)[2]; /* [entries] a: indices of the atomic base, ascending  */
  double *c;          /* [entries] the largest of a pattern is 1 */
  int nfunction;
  int32_t *part_first; /* [nfunction+1]; no parts: the function is better left as it is */
  share_part *part;
} ace_share;

/** Takes the functions of the terms apart, whose terms follow one another function by function, in the way that costs
 *  fewest multiplications. */
dftfit_status dftfit_ace_share_create(const ace_terms *terms, ace_share *out, dftfit_error *err);
void dftfit_ace_share_free(ace_share *share);

#endif
