/* SPDX-License-Identifier: BSD-3-Clause */
/** An instance of the form eam: splines (spline.h), or the tables, and what the kernels read. */
#ifndef FORMS_EAM_FORM_H
#define FORMS_EAM_FORM_H

#include "forms/eam/kernels/kernels.h"
#include "forms/eam/table.h"

typedef struct eam_form {
  struct eam_spline *spline; /* NULL: tables, otherwise these are empty */
  eam_table table;
  double *coefficient;    /* what pair[].coefficient point into           */
  double *embedding_node; /* [nelement][nrho][2] F, its slope per interval */
  double inverse_drho;
  eam_pair_table pair[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* [host][neighbour]                */
  int continuity; /* of phi and density, at the cutoff and inside; -1: they jump at the cutoff */
  const eam_kernels *kernels;
} eam_form;

/** Makes an instance that owns the arrays of *table, which is emptied, also when it fails. */
dftfit_status dftfit_eam_form_create(const dftfit_header *header, eam_table *table, eam_form **out, dftfit_error *err);

/** The mapping `eam:` of a potential file; block.c. */
dftfit_status dftfit_eam_block_read(const dftfit_header *header, dftfit_node block, eam_table *table,
                                    dftfit_error *err);
void dftfit_eam_block_write(const eam_table *table, const dftfit_header *header, dftfit_writer *w);

/** `densities: alloy` or `finnis-sinclair`, read and written. */
dftfit_status dftfit_eam_block_read_densities(dftfit_node block, bool *finnis_sinclair, dftfit_error *err);
void dftfit_eam_block_write_densities(dftfit_writer *w, bool finnis_sinclair);
/** mapping[element] of every element and of no other, as nodes of that kind. */
dftfit_status dftfit_eam_block_require_elements(dftfit_node mapping, const dftfit_header *header, dftfit_node_kind kind,
                                                dftfit_node *out, dftfit_error *err);

#endif
