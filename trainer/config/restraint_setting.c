/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>

#include "config/fit_config.h"

enum { DEFAULT_SEED = 1, LEAST_STRUCTURES = 10 };
#define DEFAULT_SIGMA 0.2 /* eV/atom */

/** on, off, or a mapping */
dftfit_status restraint_setting_read(dftfit_node node, bool preset, restraint_setting *out, dftfit_error *err) {
  static const char *const known[] = {"structures", "sigma", "seed", NULL};
  dftfit_error ignored;
  *out = (restraint_setting){.on = preset, .sigma = DEFAULT_SIGMA, .seed = DEFAULT_SEED, .node = node};
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(node) == DFTFIT_NODE_MAPPING) {
    out->on = true;
    DFTFIT_TRY(dftfit_node_only(node, known, err));
    DFTFIT_TRY(dftfit_node_get_int(node, known[0], LEAST_STRUCTURES, INT_MAX, &out->structures, err));
    DFTFIT_TRY(dftfit_node_get_double(node, known[1], 1e-6, 1e6, &out->sigma, err));
    return dftfit_node_get_int(node, known[2], 0, INT_MAX, &out->seed, err);
  }
  if (!dftfit_node_bool(node, &out->on, &ignored)) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                          "restraint is on, off or a mapping, like {structures: 3000, sigma: 0.1}, not '%s'",
                          dftfit_node_text(node) ? dftfit_node_text(node) : "a list");
}
