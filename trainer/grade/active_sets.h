/* SPDX-License-Identifier: BSD-3-Clause */
/** The active sets of a fit, one per element, from passes over its training sites. docs/grade.md */
#ifndef TRAINER_GRADE_ACTIVE_SETS_H
#define TRAINER_GRADE_ACTIVE_SETS_H

#include <mpi.h>

#include "assemble/design.h"
#include "dftfit/grade.h"
#include "grade/site_rows.h"
#include "solve/linear/linear.h"

typedef struct active_sets {
  int nelement;
  int *parameter[DFTFIT_MAX_ELEMENTS]; /* [set.n] of the potential            */
  maxvol set[DFTFIT_MAX_ELEMENTS];     /* n 0: not made                       */
  int64_t sites[DFTFIT_MAX_ELEMENTS];  /* of training, of each element        */
  int passes[DFTFIT_MAX_ELEMENTS];     /* over all of them; above MAX_PASSES where the last one still made exchanges */
} active_sets;

enum { MAX_PASSES = 30 };

/** Fails where the form of the fit has no grade: it must be linear in all parameters and have a prior. */
dftfit_status active_sets_possible(const design *d, dftfit_error *err);
/** Collective: every rank ends with all sets. fit: whose lambda and sigmas scale the prior's share; used [nconfig]: the
 *  training configurations. */
dftfit_status active_sets_create(MPI_Comm comm, design *d, const linear_fit *fit, const bool *used, active_sets *out,
                                 dftfit_error *err);
void active_sets_destroy(active_sets *a);

/** Passes over the rows of the configurations used until no exchange pays. */
dftfit_status active_set_settle(maxvol *m, site_rows *rows, const bool *used, int *passes, dftfit_error *err);

/** Memory that kept rows of sites may take on a rank, bytes. */
#define SITE_ROWS_LIMIT ((size_t)1 << 30)

#endif
