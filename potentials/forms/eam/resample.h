/* SPDX-License-Identifier: BSD-3-Clause */
/** Tables of an embedded-atom potential on another number of points, over the same ranges. */
#ifndef FORMS_EAM_RESAMPLE_H
#define FORMS_EAM_RESAMPLE_H

#include "dftfit/fit.h"
#include "forms/eam/table.h"

/** Makes *out: `points` points per table (0: as many as before, the same values), densities per host where
 *  finnis_sinclair. error: largest differences between the two interpolations, halfway between the new points. A
 *  potential whose density depends on the host cannot lose that: DFTFIT_ERR_USAGE. On success the caller frees *out. */
dftfit_status dftfit_eam_resample(const eam_table *from, const dftfit_header *header, bool finnis_sinclair, int points,
                                  eam_table *out, dftfit_table_error *error, dftfit_error *err);

#endif
