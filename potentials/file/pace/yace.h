/* SPDX-License-Identifier: BSD-3-Clause */
/** Files of ML-PACE: .yace (YAML) and its predecessor .ace (text). docs/forms/pace.md */
#ifndef FILE_PACE_YACE_H
#define FILE_PACE_YACE_H

#include "core/potential.h"
#include "forms/pace/model.h"

dftfit_status dftfit_yace_read(const char *name, const char *text, size_t length, dftfit_potential **out,
                               dftfit_error *err);
dftfit_status dftfit_ace_text_read(const char *name, const char *text, size_t length, dftfit_potential **out,
                                   dftfit_error *err);
/** Writes a potential of form ace or pace; one with a core is refused. *text: the caller frees it. */
dftfit_status dftfit_yace_write(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err);
/** The potential of what a file says, which is taken over and emptied; reference: eV per atom [nelement]. */
dftfit_status dftfit_yace_potential(pace_model *file, const double *reference, dftfit_potential **out,
                                    dftfit_error *err);

#endif
