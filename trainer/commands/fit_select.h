/* SPDX-License-Identifier: BSD-3-Clause */
/** `select:` of `dftfit fit`: thins out the parameters of a linear fit. */
#ifndef TRAINER_COMMANDS_FIT_SELECT_H
#define TRAINER_COMMANDS_FIT_SELECT_H

#include "assemble/design.h"
#include "report/fit_record.h"
#include "solve/selection/select.h"

/** An error where `select:` is given and the form cannot do with some of its parameters. */
dftfit_status fit_select_possible(const fit_config *config, const design *d, dftfit_error *err);

/** A path of stages and the one that is taken. */
typedef struct fit_selection {
  sparse_path path;
  int chosen;
} fit_selection;

/** Collective. fit: that of all parameters; its solutions without each fold are replaced by those of the stage that is
 *  taken, whose parameters were chosen without the fold, too. Rank 0 prints the stages, and puts their text with
 *  all digits, which the caller frees, into *front (NULL: not asked for). */
dftfit_status fit_select_walk(MPI_Comm comm, const fit_config *config, char **front, const triangles *t, design *d,
                              linear_fit *fit, fit_selection *out, dftfit_error *err);
/** Collective. Reduces potential and design to the parameters of the stage taken, and fits these with the sigmas of the
 *  fit of all and the lambda of the stage. out: what the potential file says of it. */
dftfit_status fit_select_take(MPI_Comm comm, const fit_config *config, const linear_options *o, const triangles *t,
                              const fit_selection *selection, design *d, linear_fit *fit, selected *out,
                              dftfit_error *err);
void fit_selection_destroy(fit_selection *s); /* may be called twice */

#endif
