/* SPDX-License-Identifier: BSD-3-Clause */
/** The key `elements` of YAML files, ours and ML-PACE's: a list of chemical symbols. */
#ifndef BASE_ELEMENT_LIST_H
#define BASE_ELEMENT_LIST_H

#include "dftfit/form.h"

/** root[elements] into element [*nelement], room for DFTFIT_MAX_ELEMENTS. No symbol, one that stands twice, none or too
 *  many of them: an error at its place. */
dftfit_status dftfit_elements_read(dftfit_node root, int *nelement, char (*element)[4], dftfit_error *err);

#endif
