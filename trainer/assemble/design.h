/* SPDX-License-Identifier: BSD-3-Clause */
/** The problem of a fit, made from data, potential and settings: what stands behind struct problem. */
#ifndef TRAINER_ASSEMBLE_DESIGN_H
#define TRAINER_ASSEMBLE_DESIGN_H

#include "assemble/leaves.h"
#include "assemble/restraint_rows.h"
#include "assemble/rows.h"
#include "assemble/stress_offset.h"
#include "config/fit_config.h"
#include "problem.h"

typedef struct design {
  problem problem;
  model model;
  row_builder rows;
  leaves leaves;
  restraint_data restrained; /* by what; no set: by nothing                       */
  restraint_rows restraint;
  target_weight *weight; /* [ngroup*TARGET_KINDS]                            */
  int *fold_of;          /* [nconfig] split.h                                */
  int nparameter;        /* of the form, fixed ones included                 */
  int *column;           /* [nparameter]                                     */
  double *theta;    /* [nparameter] the fixed at their values, the free ones where the fit starts or as applied last */
  int nzero;        /* zeros that energies of the data are counted from, that of the potential among them */
  int *zero_column; /* [nzero][nelement] -1: no energy of that zero has the element */
  bool offset;      /* reference energies: one offset for all elements  */
  stress_offsets offsets; /* constant pressures in the data                  */
  int stress_offset;      /* column of the first of them, -1: none            */
  double *pressure;       /* [ncalculation] constant in the stresses of each calculation, as applied last; eV/A^3 */
  double balance[TARGET_KINDS]; /* of the rows, docs/fit.md (4) */
  double *high_energy;          /* [nconfig] factors on the sigmas of configurations     */
  double *reference0;           /* [nelement]                                       */
  char (*name)[96];             /* [ncolumn] */
  const char **names;
  double *prior, *lower, *upper, *start, *size, *start_lower, *start_upper; /* [ncolumn] */
  double *force2;       /* [ncolumn] sums of squares of the columns over the rows of forces, for prior_by_forces */
  bool *linear_columns; /* [ncolumn] */
  double neighbours;    /* of an atom, on average over a sample of the configurations */
} design;

/** Where the form is linear in all of its free parameters they are set to zero; otherwise the fit starts from the
 *  values that potential has. Borrows potential and set. offsets: constant pressures in the data, copied; NULL: they
 *  are looked for. */
dftfit_status design_create(design *d, const fit_config *config, dftfit_potential *potential, const dataset *set,
                            const stress_offsets *offsets, dftfit_error *err);
void design_destroy(design *d);
/** Puts the rows of a restraint beside those of the data; nothing is done where from has no set. Only where the form is
 *  linear. */
dftfit_status design_restrain(design *d, restraint_data from, dftfit_error *err);
/** Cuts the rows into other folds: fold_of [nconfig] as in split.h, copied. A restraint then takes the energies of the
 *  simpler potential of all data for every fold, unless the folds are those that it was made for. */
dftfit_status design_set_folds(design *d, int nfold, const int *fold_of, dftfit_error *err);
/** Change of the reference energy of an element, eV per atom, for unknowns x [ncolumn]. */
double design_reference_change(const design *d, const double *x, int element);
/** By how much the reference energy of an element is higher where energies are counted from zero 1 .. nzero-1, eV per
 *  atom. */
double design_zero_change(const design *d, const double *x, int zero, int element);
/** Constant pressure number k that the data's stresses contain, for unknowns x [ncolumn]: eV/A^3, xx = yy = zz. */
double design_stress_offset(const design *d, const double *x, int k);
/** Puts unknowns x [ncolumn] into the potential (parameters and reference energies) and into the model of the data
 *  (stress offset). */
void design_apply(design *d, const double *x);

#endif
