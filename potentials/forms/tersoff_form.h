/* SPDX-License-Identifier: BSD-3-Clause */
/** An instance of the form tersoff: an entry per triple of elements, and which of its numbers are fitted. */
#ifndef FORMS_TERSOFF_FORM_H
#define FORMS_TERSOFF_FORM_H

#include "dftfit/form.h"
#include "functions/tersoff_terms.h"
#include "kernels/tersoff_kernels.h"

/** A fitted number: of one entry, or the same number of two entries (A and lambda1 of a pair of unlike elements, which
 *  the energy holds only as a sum over both ends of the bond). */
typedef struct tersoff_parameter {
  int entry, twin; /* twin: -1, or the other entry */
  int value;       /* TERSOFF_GAMMA, ...; TERSOFF_BETA stands for ln beta */
  double lower, upper;
} tersoff_parameter;

typedef struct tersoff_form {
  int nelement;
  char element[DFTFIT_MAX_ELEMENTS][4];
  tersoff_switch kind;
  double longest;               /* largest cutoff, A */
  tersoff_entry *entry;         /* [nelement][nelement][nelement]: host i, bond to j, third atom k */
  double *log_beta;             /* [nelement^3] what beta is the exponential of; fits search there */
  int (*place)[TERSOFF_VALUES]; /* [nelement^3] index of the parameter that a number belongs to, -1: none */
  tersoff_parameter *parameter;
  int nparameter;
  const tersoff_kernels *kernels;
} tersoff_form;

static inline int tersoff_triple(int nelement, int i, int j, int k) { return (i * nelement + j) * nelement + k; }

/** An instance with room for its entries, all zero. */
dftfit_status tersoff_form_allocate(const dftfit_header *header, tersoff_switch kind, tersoff_form **out,
                                    dftfit_error *err);
/** To be called when the entries are set: lists the parameters. */
dftfit_status tersoff_form_finish(tersoff_form *f, dftfit_error *err);
void tersoff_form_destroy(void *self);
/** Largest R + D over all uses of a pair of elements: what the cutoff of that pair must be. A */
double tersoff_form_reach(const tersoff_form *f, int a, int b);
/** What is wrong with the numbers of an entry, or NULL. bond: whether j and k are alike. */
const char *tersoff_entry_problem(const tersoff_entry *p, bool bond);
/** "Si-Si-C" */
void tersoff_triple_name(const char name[][4], int nelement, int triple, char out[16]);
/** Names of the numbers of an entry, in the order of TERSOFF_M ...; NULL-terminated. */
extern const char *const tersoff_value_names[TERSOFF_VALUES + 1];

/** forms/tersoff_parameters.c */
int tersoff_form_nparameter(const void *self);
void tersoff_form_parameter(const void *self, int k, dftfit_parameter *out);
void tersoff_form_get(const void *self, double *theta);
void tersoff_form_set(void *self, const double *theta);
/** forms/tersoff_evaluate.c */
void tersoff_form_evaluate(const void *self, const dftfit_block *block, void *scratch,
                           const dftfit_block_result *result);
size_t tersoff_form_evaluate_scratch(const void *self, int nrow);
/** forms/tersoff_jacobian.c */
void tersoff_form_jacobian(const void *self, const dftfit_block *block, void *scratch, const dftfit_row_sink *sink);
size_t tersoff_form_jacobian_scratch(const void *self, int nrow);
/** The mapping `tersoff:` of a potential file; forms/tersoff_block.c */
dftfit_status tersoff_block_create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err);
void tersoff_block_write(const void *self, const dftfit_header *header, dftfit_writer *w);

#endif
