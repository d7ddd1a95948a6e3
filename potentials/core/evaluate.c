/* SPDX-License-Identifier: BSD-3-Clause */
/* Block by block: gather, the form, the repulsive core, scatter, a check. */
#include <math.h>

#include "core/gather.h"
#include "core/scatter.h"

/* Finds the site whose energy or gradient is not finite; none: sums of finite numbers overflowed. */
static dftfit_status report_not_finite(const dftfit_block *b, const dftfit_block_result *result, dftfit_error *err) {
  for (int s = 0; s < b->nsite; s++) {
    double sum = result->energy[s], nearest = INFINITY;
    for (int row = b->first[s * b->nelement]; row < b->first[(s + 1) * b->nelement]; row++) {
      sum += result->gx[row] + result->gy[row] + result->gz[row];
      if (b->weight[row] > 0 && b->r[row] < nearest) nearest = b->r[row];
    }
    if (isfinite(sum)) continue;
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
  double sum = dftfit_scatter(ws->kernels, &ws->block, ws->component, &ws->result, atoms, pot->reference, tally);
  /* without forces to add, no gradient is in the sum */
  return tally->force && isfinite(sum) ? DFTFIT_OK : report_not_finite(&ws->block, &ws->result, err);
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
