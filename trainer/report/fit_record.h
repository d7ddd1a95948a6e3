/* SPDX-License-Identifier: BSD-3-Clause */
/** What stands under `fit:` in a potential file: where it comes from and how good it is. No dates: the same input gives
 *  the same bytes. */
#ifndef TRAINER_REPORT_FIT_RECORD_H
#define TRAINER_REPORT_FIT_RECORD_H

#include "assemble/design.h"
#include "assemble/load.h"
#include "assemble/seen.h"
#include "check/energy_outliers.h"
#include "measure/errors.h"
#include "solve/linear/linear.h"
#include "solve/search/nonlinear.h"

enum { SET_TRAIN, SET_CROSS_VALIDATION, SET_HOLDOUT, SET_COUNT };
extern const char *const error_set_name[SET_COUNT];

/** What a selection kept: parameters of how many; cost and score (of the sigmas of all) relative to those of all. */
typedef struct selected {
  int from, kept; /* kept 0: there was no selection */
  double cost, score;
} selected;

typedef struct fit_record {
  const fit_config *config;
  const design *design;
  const data_origin *origin;
  const linear_fit *fit;
  const nonlinear_fit *search; /* NULL: the form is linear */
  const energy_outlier *wrong; /* [nwrong] energies that took no part */
  int64_t nwrong;
  const seen *seen;
  selected selected;
  error_summary errors[SET_COUNT][TARGET_KINDS]; /* nconfig 0: none */
} fit_record;

/** Writes the potential with its record to path (beside and renamed). */
dftfit_status fit_record_write(const fit_record *r, const char *path, dftfit_error *err);

#endif
