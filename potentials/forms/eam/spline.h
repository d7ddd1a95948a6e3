/* SPDX-License-Identifier: BSD-3-Clause */
/** The form eam as C2 splines, which a fit makes; eam_form.h holds the tables of files. docs/forms/eam.md, "Splines".
 *
 *  phi_ab and the densities stand on the same knots, so that what a linear term of F adds to phi lies in the space of
 *  phi: the term is a freedom of gauge without remainder, and F'(1) = 0 takes it away. */
#ifndef FORMS_EAM_SPLINE_H
#define FORMS_EAM_SPLINE_H

#include "dftfit/fit.h"
#include "forms/eam/embedding.h"
#include "forms/eam/kernels/kernels.h"
#include "forms/eam/table.h"
#include "functions/spline.h"

enum { EAM_SPLINE_DROPPED = 3 }; /* B-splines that do not vanish at the cutoff: their coefficients are zero */

/** Parameters, in this order: curvatures of phi [npair][n], eV/A^2; coefficients of the densities [ndensity][n], 1;
 *  curvatures of F [nelement][embedding.n], eV. */
typedef struct eam_spline {
  dftfit_header header;
  int npair;
  int ndensity; /* one per neighbour (alloy), or per host and neighbour (Finnis-Sinclair) */
  bool finnis_sinclair;
  int n;                                                   /* parameters of a function of distance: its intervals  */
  double inner[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* A, first knot */
  double bond[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];  /* A, between neighbours of the crystal where rho is 1    */
  dftfit_spline knots[DFTFIT_MAX_ELEMENTS * (DFTFIT_MAX_ELEMENTS + 1) / 2];
  eam_embedding embedding;
  double embedding_max; /* last knot of F */
  double *theta;        /* [npair*n + ndensity*n + nelement*embedding.n]                                           */
  double *start;        /* [ndensity*n] coefficients of the density where a fit starts                             */
  double *lattice;      /* [ndensity*n] what a unit coefficient adds to the norm                                   */
  double *phi;          /* [npair][n+3] B-spline coefficients, eV; made by set                                     */
  double *density;      /* [ndensity][n+3] the same, divided by the norm                                           */
  double norm[DFTFIT_MAX_ELEMENTS]; /* of the densities at each host; alloy: all the same                      */
  /* the same functions piece by piece, as they are evaluated; made by set */
  eam_pair_table pair[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [host][neighbour]                              */
  double *pair_piece;                                             /* what pair[].coefficient point into             */
  double *embedding_piece; /* [nelement][embedding.n+3][4] F: c0 c1 c2 c3, from where the piece begins              */
} eam_spline;

/** Index of the density that an atom of element `neighbour` gives at one of element `host`. */
static inline int eam_spline_density(const eam_spline *f, int host, int neighbour) {
  return f->finnis_sinclair ? host * f->header.nelement + neighbour : neighbour;
}
/** Host (-1: any) and neighbour of a density. */
static inline int eam_spline_host(const eam_spline *f, int density) {
  return f->finnis_sinclair ? density / f->header.nelement : -1;
}
static inline int eam_spline_neighbour(const eam_spline *f, int density) { return density % f->header.nelement; }
/** The knots that a density stands on. */
const dftfit_spline *dftfit_eam_spline_knots(const eam_spline *f, int density);
/** Where the second and third kind of parameters begin. */
static inline double *eam_spline_densities(const eam_spline *f) { return f->theta + (long)f->npair * f->n; }
static inline double *eam_spline_curvatures(const eam_spline *f) {
  return f->theta + (long)(f->npair + f->ndensity) * f->n;
}

dftfit_status dftfit_eam_spline_create(const dftfit_header *header, dftfit_node block, eam_spline **out,
                                       dftfit_error *err);
void dftfit_eam_spline_destroy(eam_spline *f); /* NULL is fine */
void dftfit_eam_spline_write(const eam_spline *f, dftfit_writer *w);
int dftfit_eam_spline_nparameter(const eam_spline *f);
void dftfit_eam_spline_parameter(const eam_spline *f, int k, dftfit_parameter *out);
void dftfit_eam_spline_get(const eam_spline *f, double *theta);
void dftfit_eam_spline_set(eam_spline *f, const double *theta);
size_t dftfit_eam_spline_scratch(const eam_spline *f, int nsite, int nrow);
/** The functions piece by piece; spline_pieces.c. allocate after the settings are read, fill after phi and
 *  density are made. */
dftfit_status dftfit_eam_spline_pieces_allocate(eam_spline *f, dftfit_error *err);
void dftfit_eam_spline_pieces_fill(eam_spline *f);
/** F(rho) of an element, eV, and its derivative. */
eam_value dftfit_eam_spline_embedding(const eam_spline *f, int element, double rho);
/** Derivatives with respect to every parameter; forms/eam/spline_jacobian.c. */
void dftfit_eam_spline_jacobian(const eam_spline *f, const dftfit_block *b, void *memory, const dftfit_row_sink *sink);

/** The mapping `eam:` of a potential file; spline_block.c. Settings into *f, whose header is set. */
dftfit_status dftfit_eam_spline_read_settings(eam_spline *f, dftfit_node block, dftfit_error *err);
/** Parameters into theta where the block has them; otherwise they stay. */
dftfit_status dftfit_eam_spline_read_parameters(eam_spline *f, dftfit_node block, dftfit_error *err);

/** The functions as tables of so many points (0: a good number), up to the one cutoff of all pairs; forms/
 *  spline_table.c. error: largest differences between the splines and LAMMPS's interpolation, halfway between
 *  points. Densities per host do not fit into tables without: DFTFIT_ERR_USAGE. On success the caller frees *out. */
dftfit_status dftfit_eam_spline_tabulate(const eam_spline *f, bool finnis_sinclair, int points, eam_table *out,
                                         dftfit_table_error *error, dftfit_error *err);

#endif
