/* SPDX-License-Identifier: BSD-3-Clause */
/** Radial functions of one pair of elements as a table of quintic polynomials, docs/forms/ace.md (5).
 *  Value, slope and curvature are those of the functions at the nodes: the interpolant is twice continuously
 *  differentiable, and the energy and its derivatives are exactly consistent with each other. */
#ifndef FORMS_ACE_RADIAL_TABLE_H
#define FORMS_ACE_RADIAL_TABLE_H

#include <stdbool.h>

#include "forms/ace/radial.h"

enum { RADIAL_MAX_STRETCHES = 6, RADIAL_LEAST_STRETCH = 16 /* bins */, RADIAL_GROUP = 8 /* functions */ };

/** Bins of equal width from the end of the stretch before (0 for the first) to end. */
typedef struct radial_stretch {
  double end; /* A */
  int nbin;
  bool cubic;   /* value and slope only, as ML-PACE interpolates                    */
  bool to_zero; /* value and slope at end are taken as zero, whatever the functions */
} radial_stretch;

typedef struct radial_table {
  int nfunction, stride;                       /* stride: nfunction padded to a multiple of 8                   */
  int nbin;                                    /* of all stretches; one more bin of zeros follows for r >= rc   */
  double rc, inverse_width;                    /* A, 1/A: inverse_width is that of the first stretch            */
  int nstretch;                                /* stretches: bins of equal width each                           */
  double begin[RADIAL_MAX_STRETCHES];          /* A                                                             */
  double inverse_widths[RADIAL_MAX_STRETCHES]; /* 1/A                                                         */
  int first[RADIAL_MAX_STRETCHES + 1];         /* bins of stretch s: first[s] .. first[s+1]-1                   */
  /* [nbin+1][stride/8][6][8] coefficients of t^q, t = (r - begin)/width - bin, eight functions at a time: what a
   * distance needs is read from one end to the other */
  double *c;
} radial_table;

/** Functions to tabulate: value, slope and curvature of all of them at r, each [nfunction] (1, 1/A, 1/A^2). */
typedef struct radial_source {
  const void *self;
  int nfunction;
  void (*at)(const void *self, double r, double *value, double *slope, double *curvature);
} radial_source;

/** Bins over [0, rc) that resolve K terms. */
int dftfit_radial_table_bins(int K);
/** Tabulates the functions over stretches that follow one another and end at rc. At an inner end of a stretch the
 *  functions are taken from the inside of the stretch, so a derivative may jump there. Error of the interpolant:
 *  width^6 max|R^(6)| / 46080, of a cubic stretch width^4 max|R''''| / 384. */
dftfit_status dftfit_radial_table_create(const radial_source *source, int nstretch, const radial_stretch *stretch,
                                         radial_table *out, dftfit_error *err);
/** The functions c [nfunction][terms->count] of the form ace. */
dftfit_status dftfit_radial_table_of_terms(const radial_terms *terms, int nfunction, const double *c, radial_table *out,
                                           dftfit_error *err);
void dftfit_radial_table_free(radial_table *table);

#endif
