/* SPDX-License-Identifier: BSD-3-Clause */
/** Errors of a potential on configurations, and what is said of them: MAE and RMSE with bootstrap intervals over
 *  configurations, since the atoms of one configuration are not independent (B. Efron, Ann. Stat. 7 (1979) 1). */
#ifndef TRAINER_MEASURE_ERRORS_H
#define TRAINER_MEASURE_ERRORS_H

#include <mpi.h>

#include "assemble/model.h"
#include "data/target.h"

/** Sums over the targets of one kind in one configuration. */
typedef struct error_sum {
  double absolute, square; /* of model - dft: eV/atom, eV/A, eV/A^3 */
  double n;                /* targets; 0: none                      */
} error_sum;

typedef struct config_error {
  error_sum kind[TARGET_KINDS];
  double signed_energy; /* eV/atom, model - dft; NaN: no target */
} config_error;

/** Compares the model just evaluated (model_evaluate) with the targets of configuration c. */
void config_error_measure(const model *m, int64_t c, config_error *out);

/** Collective: configurations with fold_of[c] == which, dealt to the ranks; entries of the others in error [nconfig] are
 *  left alone. fold_of NULL: all. Every rank has the whole result. */
dftfit_status errors_measure(MPI_Comm comm, model *m, const int *fold_of, int which, config_error *error,
                             dftfit_error *err);

/** One figure with its 95 % bootstrap interval. */
typedef struct figure {
  double value, low, high;
} figure;

typedef struct error_summary {
  int64_t nconfig; /* with at least one target of the kind */
  double n;        /* targets */
  figure mae, rmse;
} error_summary;

enum { BOOTSTRAP_SAMPLES = 1000, BOOTSTRAP_SEED = 1, BOOTSTRAP_PARTS = 2000 };

/** Summary of one kind over the n configurations listed. Beyond BOOTSTRAP_PARTS configurations, parts of that many by
 *  lot are drawn in their place. */
dftfit_status errors_summarise(const config_error *error, const int64_t *config, int64_t n, int kind,
                               error_summary *out, dftfit_error *err);

#endif
