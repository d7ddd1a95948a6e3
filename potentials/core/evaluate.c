/* SPDX-License-Identifier: BSD-3-Clause */
/* Block by block: gather, the form, the repulsive core, a check, scatter. */
#include <math.h>

#include "core/gather.h"
#include "core/scatter.h"

/* The energy and the sum of the gradients of each site tell whether any of them is not finite. */
static dftfit_status check_finite(const neighbour_kernels *kernels, const dftfit_block *b,
                                  const dftfit_block_result *result, dftfit_error *err) {
  for (int s = 0; s < b->nsite; s++) {
    int begin = b->first[s * b->nelement], end = b->first[(s + 1) * b->nelement];
    double sum = result->energy[s], nearest = INFINITY;
    sum += kernels->sum(end - begin, result->gx + begin, result->gy + begin, result->gz + begin);
    if (isfinite(sum)) continue;
    for (int row = begin; row < end; row++)
      if (b->weight[row] > 0 && b->r[row] < nearest) nearest = b->r[row];
    dftfit_fail(err, DFTFIT_ERR_NUMERIC,
                "energy or forces of atom %d (index from 0) are not finite; its nearest neighbour is %g A away",
                b->site[s], nearest);
    if (err) err->atom = b->site[s];
    return DFTFIT_ERR_NUMERIC;
  }
  return DFTFIT_OK;
}

static dftfit_status evaluate_block(void *self, const dftfit_potential *pot, const dftfit_atoms *atoms,
                                    dftfit_workspace *ws, dftfit_error *err) {
  const dftfit_tally *tally = self;
  pot->form->evaluate(pot->self, &ws->block, ws->scratch.data, &ws->result);
  if (pot->core.present) dftfit_core_add(&pot->core, &ws->block, &ws->result);
  DFTFIT_TRY(check_finite(ws->kernels, &ws->block, &ws->result, err));
  dftfit_scatter(ws->kernels, &ws->block, &ws->result, atoms, pot->reference, tally);
  return DFTFIT_OK;
}

dftfit_status dftfit_evaluate(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                              const dftfit_tally *tally, dftfit_error *err) {
  dftfit_tally copy = *tally;
  return dftfit_gather(pot, atoms, ws, evaluate_block, &copy, err);
}

static dftfit_status jacobian_block(void *self, const dftfit_potential *pot, const dftfit_atoms *atoms,
                                    dftfit_workspace *ws, dftfit_error *err) {
  const dftfit_row_sink *sink = self;
  (void)atoms;
  (void)err;
  pot->form->jacobian(pot->self, &ws->block, ws->scratch.data, sink);
  return DFTFIT_OK;
}

dftfit_status dftfit_jacobian(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                              const dftfit_row_sink *sink, dftfit_error *err) {
  dftfit_row_sink copy = *sink;
  /* derivatives are those of the potential itself; a scale belongs to a simulation, not to a fit */
  DFTFIT_FAIL_IF(atoms->scale_of_type, err, DFTFIT_ERR_USAGE, "derivatives of a scaled potential are not defined");
  return dftfit_gather(pot, atoms, ws, jacobian_block, &copy, err);
}
