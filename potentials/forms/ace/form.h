/* SPDX-License-Identifier: BSD-3-Clause */
/** The instance of form `ace`, shared by ace.c (evaluation) and settings.c (reading and writing). */
#ifndef FORMS_ACE_FORM_H
#define FORMS_ACE_FORM_H

#include "dftfit/form.h"
#include "forms/ace/radial.h"
#include "forms/ace/site.h"

enum { ACE_MAX_PAIRS = DFTFIT_MAX_ELEMENTS * (DFTFIT_MAX_ELEMENTS + 1) / 2 };

typedef struct ace_form {
  int nelement;
  char element[DFTFIT_MAX_ELEMENTS][4];
  double l_weight;       /* weight of l in the total degree                                */
  double smoothness;     /* exponent of the prior, docs/forms/ace.md (14)                   */
  double order_weight;   /* its factor for each further correlation order                 */
  bool mixed;            /* functions are of species channels, channels.c, not of elements */
  double species_weight; /* what a factor that tells elements apart adds to the roughness of a function    */
  double channel[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [channel][element]                          */
  int nradial; /* radial functions of every pair, the largest n                  */
  int nterm;   /* radial terms                                                   */
  double lambda;
  double inner_radius[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS],
      inner_width[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
  bool inner;       /* whether there is an inner cutoff                               */
  double *radial_c; /* [pairs][nradial][nterm]                                        */
  radial_table table[ACE_MAX_PAIRS];
  ace_basis basis;
  ace_model model;
  double *theta; /* [basis.nfunction] eV                                           */
} ace_form;

/** Reads the block into f (zeroed): settings or a complete potential; everything but tables and programs. */
dftfit_status dftfit_ace_read(ace_form *f, const dftfit_header *header, dftfit_node block, dftfit_error *err);
/** The tables of the radial functions that occur, one for each pair. */
dftfit_status dftfit_ace_make_tables(ace_form *f, const dftfit_header *header, dftfit_error *err);
/** The model's pointers to the tables, which lie in f. */
void dftfit_ace_point_at_tables(ace_form *f);
/** Everything that is evaluated, from the functions and radial coefficients. */
dftfit_status dftfit_ace_assemble(ace_form *f, const dftfit_header *header, dftfit_error *err);
void dftfit_ace_release(ace_form *f); /* all but the struct itself */
void dftfit_ace_write(const void *self, const dftfit_header *header, dftfit_writer *w);
/** Prior weight of a function, docs/forms/ace.md (14); prior.c. */
double dftfit_ace_prior(const ace_form *f, const ace_function *a);
/** The same of form.h; subset.c. */
double dftfit_ace_cost(const void *self, const bool *keep, double neighbours, double *share);
dftfit_status dftfit_ace_reduce(void *self, const dftfit_header *header, const bool *keep, dftfit_error *err);

#endif
