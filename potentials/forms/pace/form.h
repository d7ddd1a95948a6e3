/* SPDX-License-Identifier: BSD-3-Clause */
/** An instance of the form pace: what a file of ML-PACE says, and what the kernels read. */
#ifndef FORMS_PACE_FORM_H
#define FORMS_PACE_FORM_H

#include "forms/ace/site.h"
#include "forms/pace/columns.h"
#include "forms/pace/core.h"
#include "forms/pace/model.h"

typedef struct pace_form {
  pace_model file;
  pace_columns columns;
  ace_model model;
  radial_table table[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [centre][neighbour]              */
  pace_core core[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];     /* [centre][neighbour]              */
  bool has_core[DFTFIT_MAX_ELEMENTS];                            /* any neighbour of that centre has */
  bool plain[DFTFIT_MAX_ELEMENTS];                               /* the energy is the density        */
  int continuity;
} pace_form;

/** Makes an instance of what *file says and takes it over; *file is emptied, also when it fails. */
dftfit_status dftfit_pace_form_create(pace_model *file, pace_form **out, dftfit_error *err);
/** Fills cutoffs and elements of a header. */
void dftfit_pace_form_header(const pace_model *file, dftfit_header *header);

/** Energy and gradients of site s with its core; the expansion gives the energy `expansion` (eV) and has its
 *  derivatives in column `lane` of w->adjoint. site.c */
void dftfit_pace_site_finish(const pace_form *f, const dftfit_block *b, int s, int lane, double expansion,
                             const ace_workspace *w, const dftfit_block_result *result);

/** The mapping `pace:` of a potential file; block.c. */
dftfit_status dftfit_pace_block_read(const dftfit_header *header, dftfit_node block, pace_model *file,
                                     dftfit_error *err);
void dftfit_pace_block_write(const pace_model *file, dftfit_writer *w);

#endif
