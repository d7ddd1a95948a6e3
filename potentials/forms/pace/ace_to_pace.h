/* SPDX-License-Identifier: BSD-3-Clause */
/** A fitted cluster expansion in the terms of ML-PACE's files. docs/forms/ace.md, docs/forms/pace.md */
#ifndef FORMS_PACE_ACE_TO_PACE_H
#define FORMS_PACE_ACE_TO_PACE_H

#include "forms/ace/form.h"
#include "forms/pace/model.h"

/** Fills out (zeroed; the caller frees it, also when this fails) with the same potential: the energies differ by
 *  rounding and by the interpolation of the radial functions only. */
dftfit_status dftfit_ace_to_pace(const ace_form *f, const dftfit_header *header, pace_model *out, dftfit_error *err);

#endif
