/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/restraint_rows.h"

/* One group; sigmas are those of the structures. */
static const target_weight weights[TARGET_KINDS] = {[TARGET_ENERGY] = {true, 1, TARGET_FIXED}};

static dftfit_status eval_leaf(void *self, int leaf, const double *theta, const row_consumer *consumer,
                               dftfit_error *err) {
  restraint_rows *r = self;
  (void)theta; /* the model is linear: its rows are the same everywhere */
  for (int64_t i = r->leaves.first[leaf]; i < r->leaves.first[leaf + 1]; i++)
    DFTFIT_TRY(rows_of_config(&r->rows, r->leaves.config[i], consumer, err));
  return DFTFIT_OK;
}

static dftfit_status fill(restraint_rows *r, const restraint_data *from, const row_builder *like, double neighbours,
                          dftfit_error *err) {
  int ncolumn = like->ncolumn + from->nfold;
  DFTFIT_TRY(leaves_create(from->set, from->fold_of, 1, ncolumn, neighbours, &r->leaves, err));
  r->rows = *like;
  r->rows.ncolumn = ncolumn;
  r->rows.nother = from->nfold;
  r->rows.other_energy = from->fold_energy;
  r->rows.model = &r->model;
  r->rows.weight = weights;
  r->rows.high_energy = from->sigma;
  r->rows.jacobian = NULL;
  r->rows.capacity = 0;
  r->problem = (problem){.ncolumn = ncolumn,
                         .ncomposition = like->ncomposition,
                         .nfold = 1,
                         .nleaf = r->leaves.n,
                         .leaf_fold = r->leaves.fold,
                         .leaf_cost = r->leaves.cost,
                         .self = r,
                         .eval = eval_leaf};
  return DFTFIT_OK;
}

dftfit_status restraint_rows_create(restraint_rows *r, const restraint_data *from, const row_builder *like,
                                    double neighbours, dftfit_error *err) {
  *r = (restraint_rows){0};
  dftfit_status status = model_create(&r->model, like->model->potential, from->set, err);
  if (!status) status = fill(r, from, like, neighbours, err);
  if (status) restraint_rows_destroy(r);
  return status;
}

void restraint_rows_destroy(restraint_rows *r) {
  model_destroy(&r->model);
  rows_destroy(&r->rows);
  leaves_destroy(&r->leaves);
  *r = (restraint_rows){0};
}
