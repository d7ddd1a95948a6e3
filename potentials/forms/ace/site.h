/* SPDX-License-Identifier: BSD-3-Clause */
/** From the neighbours of a site to its atomic base, and from the derivatives with respect to that back to gradients:
 *  what the forms ace and pace have in common. docs/forms/ace.md (5), (6), (13) */
#ifndef FORMS_ACE_SITE_H
#define FORMS_ACE_SITE_H

#include "dftfit/form.h"
#include "forms/ace/harmonics.h"
#include "forms/ace/kernels/kernels.h"
#include "forms/ace/program.h"
#include "forms/ace/radial_table.h"

enum {
  ACE_MAX_SITES = 16, /* lanes of central atoms at most */
  ACE_KEPT = 1 << 17  /* doubles: what radial functions are kept in; more does not stay in a second-level cache */
};

typedef struct ace_model {
  int nelement;
  const ace_kernels *kernels;
  ace_layout layout;
  int ncolumn; /* radial functions of every pair, padded to a multiple of 8 */
  harmonics_constants harmonics;
  const double
      *channel; /* [nelement][nelement] weight of each element in each channel, borrowed; NULL: they are the same */
  bool split;   /* the kernels densities and adjoint are used, which need room for sums */
  const radial_table *table[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [centre][neighbour], borrowed */
  ace_program program[DFTFIT_MAX_ELEMENTS];
} ace_model;

/** Kernels and constants of the harmonics for the layout, which is set. */
void dftfit_ace_model_prepare(ace_model *m);
void dftfit_ace_model_free(ace_model *m);

/** Arrays of the scratch; per row: radial functions, slopes, harmonics and their gradients, gradient of a function. */
typedef struct ace_workspace {
  double *work;                             /* of the kernels                                        */
  double *R, *dR, *S, *fx, *fy, *fz, *g[3]; /* [..][rows], for the jacobian only: of one site        */
  double *value, *adjoint;                  /* [operands][width]                                     */
  double *rho, *slope, *sums;               /* densities, dE/drho [densities][width]; kernels/kernels.h  */
  double *weight;                           /* [layout.per_element] or [layout.size]                 */
  double *kept;                             /* [up to ACE_KEPT] radial functions of the sites of a group */
  double *kept_of[ACE_MAX_SITES];           /* where those of each lane stand; NULL: not kept        */
} ace_workspace;

/** Lays the arrays out from base on (NULL: only counts), those of rows for nrow of them; returns the bytes. */
size_t dftfit_ace_lay_out(const ace_model *m, int nrow, char *base, ace_workspace *w);

/** Neighbours of one segment of a block. */
static inline ace_rows ace_rows_of(const dftfit_block *b, int segment) {
  int first = b->first[segment], n = b->first[segment + 1] - first;
  return (ace_rows){n, n, b->dx + first, b->dy + first, b->dz + first, b->r + first};
}

/** Atomic base of site s into column `lane` of w->value. */
void dftfit_ace_site_base(const ace_model *m, const dftfit_block *b, int s, int lane, const ace_workspace *w);
/** Weights of default channels, [channel][element]: the first is 1 for all elements, the others are orthogonal to it and
 *  to each other, with a mean square of 1. */
void dftfit_ace_channels_default(int nelement, double *channel);
/** Turns the atomic base of the elements in w->value into that of the channels, for all lanes. */
void dftfit_ace_to_channels(const ace_model *m, const ace_workspace *w);
/** Turns derivatives with respect to channels in w->adjoint into derivatives with respect to elements. */
void dftfit_ace_from_channels(const ace_model *m, const ace_workspace *w);
/** Radial functions, slopes, harmonics and their gradients of all neighbours of site s. */
void dftfit_ace_site_rows(const ace_model *m, const dftfit_block *b, int s, const ace_workspace *w);
/** G_ij of site s from factor * dE/dA in column `lane` of w->adjoint. */
void dftfit_ace_site_gradient(const ace_model *m, const dftfit_block *b, int s, int lane, double factor,
                              const ace_workspace *w, const dftfit_block_result *result);

/** Calls evaluate for the sites of the block, at most as many of one element at a time as there are lanes. */
typedef void (*ace_group_evaluator)(const void *self, const dftfit_block *b, int n, const int *site,
                                    const ace_workspace *w, const dftfit_block_result *result);
void dftfit_ace_for_groups(const ace_model *m, const void *self, ace_group_evaluator evaluate, const dftfit_block *b,
                           void *memory, const dftfit_block_result *result);

#endif
