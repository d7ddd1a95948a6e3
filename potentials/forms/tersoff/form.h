/* SPDX-License-Identifier: BSD-3-Clause */
/** An instance of the form tersoff: an entry per triple of elements, and which of its numbers are fitted. */
#ifndef FORMS_TERSOFF_FORM_H
#define FORMS_TERSOFF_FORM_H

#include "dftfit/form.h"
#include "forms/tersoff/angular.h"
#include "forms/tersoff/kernels/kernels.h"
#include "forms/tersoff/terms.h"

/** The coordinate in which fits search a number. */
typedef enum tersoff_coordinate {
  TERSOFF_PLAIN,
  TERSOFF_LOGARITHM, /* of what spans decades: a change of it is a change of the shape, and products become sums */
  TERSOFF_POWER_M /* lambda3^m: for m = 3 the derivative along lambda3 itself is zero at 0, where a search would stay */
} tersoff_coordinate;

/** What is to be known of a number of an entry (TERSOFF_GAMMA, ...). Of the parameter: in its coordinate. */
typedef struct tersoff_value_info {
  const char *key;                /* in potential files                                           */
  const char *unit, *description; /* of the parameter; unit NULL: a setting, never fitted         */
  double lower, upper;            /* of the parameter; widened where a file's number lies outside */
  bool bond;                      /* counts only in entries whose j and k are alike               */
  bool linear;
  bool angular; /* counts only where g depends on the angle                     */
  tersoff_coordinate coordinate;
  double size;     /* as in dftfit_parameter                                                */
  double start[2]; /* further starts lie between these; both 0: anywhere between the bounds */
  bool relative;   /* these are factors of the value where the fit begins                   */
} tersoff_value_info;

/** A fitted number: of one entry, or the same number of two entries (A, lambda1 and c0 of a pair of unlike elements,
 *  which the energy holds only as a sum over both ends of the bond). */
typedef struct tersoff_parameter {
  int entry, twin; /* twin: -1, or the other entry */
  int value;       /* TERSOFF_GAMMA, ... */
  double lower, upper, start[2];
} tersoff_parameter;

typedef struct tersoff_form {
  int nelement;
  char element[DFTFIT_MAX_ELEMENTS][4];
  tersoff_model model;
  double longest;                     /* largest cutoff, A */
  tersoff_entry *entry;               /* [nelement][nelement][nelement]: host i, bond to j, third atom k */
  double (*searched)[TERSOFF_VALUES]; /* [nelement^3] the same numbers in the coordinates of fits */
  int (*place)[TERSOFF_VALUES];       /* [nelement^3] index of the parameter that a number belongs to, -1: none */
  tersoff_parameter *parameter;
  int nparameter;
  const tersoff_kernels *kernels;
  bool reference; /* evaluate without the kernels; reference.c */
} tersoff_form;

static inline int tersoff_triple(int nelement, int i, int j, int k) { return (i * nelement + j) * nelement + k; }

/** An instance with room for its entries, all zero. */
dftfit_status dftfit_tersoff_form_allocate(const dftfit_header *header, const tersoff_model *model, tersoff_form **out,
                                           dftfit_error *err);
/** To be called when the entries are set: what follows from them, and the list of the parameters. */
dftfit_status dftfit_tersoff_form_finish(tersoff_form *f, dftfit_error *err);
void dftfit_tersoff_form_destroy(void *self);
/** Largest R + D over all uses of a pair of elements, less the shift: what the cutoff of that pair must be. A */
double dftfit_tersoff_form_reach(const tersoff_form *f, int a, int b);
/** The largest of them. A */
double dftfit_tersoff_form_longest(const tersoff_form *f);
/** What is wrong with a shift, in A, of these entries, or NULL. */
const char *dftfit_tersoff_shift_problem(const tersoff_form *f, double shift);
/** "Si-Si-C" */
void dftfit_tersoff_triple_name(const char name[][4], int nelement, int triple, char out[16]);

/** forms/tersoff/values.c */
const tersoff_value_info *dftfit_tersoff_value_info_of(int value);
/** What is wrong with the numbers of an entry, or NULL. bond: whether j and k are alike. */
const char *dftfit_tersoff_entry_problem(const tersoff_model *model, const tersoff_entry *p, bool bond);
/** parameters.c */
int dftfit_tersoff_form_nparameter(const void *self);
void dftfit_tersoff_form_parameter(const void *self, int k, dftfit_parameter *out);
void dftfit_tersoff_form_get(const void *self, double *theta);
void dftfit_tersoff_form_set(void *self, const double *theta);
/** evaluate.c */
void dftfit_tersoff_form_evaluate(const void *self, const dftfit_block *block, void *scratch,
                                  const dftfit_block_result *result);
size_t dftfit_tersoff_form_evaluate_scratch(const void *self, int nrow);
/** The same with the scalar functions of libm that derivatives with respect to parameters are made of, rounded as
 *  LAMMPS rounds; reference.c. scratch: that of the jacobian. */
void dftfit_tersoff_reference_evaluate(const tersoff_form *f, const dftfit_block *block, void *scratch,
                                       const dftfit_block_result *result);
/** jacobian.c */
void dftfit_tersoff_form_jacobian(const void *self, const dftfit_block *block, void *scratch,
                                  const dftfit_row_sink *sink);
size_t dftfit_tersoff_form_jacobian_scratch(const void *self, int nrow);
/** The mapping `tersoff:` of a potential file; block.c. Words for the settings, NULL-terminated. */
extern const char *const dftfit_tersoff_switch_names[TERSOFF_SWITCHES + 1],
    *const dftfit_tersoff_angular_names[TERSOFF_ANGULARS + 1];
dftfit_status dftfit_tersoff_block_create(const dftfit_header *header, dftfit_node block, void **self,
                                          dftfit_error *err);
void dftfit_tersoff_block_write(const void *self, const dftfit_header *header, dftfit_writer *w);
/** Entries of an instance whose mapping holds settings alone: where a fit begins; forms/tersoff/start.c */
dftfit_status dftfit_tersoff_start(dftfit_node block, const dftfit_header *header, tersoff_form *f, dftfit_error *err);

#endif
