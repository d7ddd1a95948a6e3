/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/repulsive_core.h"

#include <string.h>

#include "base/chemical_element.h"
#include "base/pair_values.h"
#include "functions/cutoff.h"

dftfit_status dftfit_core_create(const dftfit_header *header, dftfit_node node, dftfit_core *core, dftfit_error *err) {
  static const char *const known[] = {"type", "inner", "outer", NULL};
  int n = header->nelement;
  dftfit_node type, inner, outer;
  core->present = false;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(dftfit_node_require(node, "type", DFTFIT_NODE_SCALAR, &type, err));
  if (strcmp(dftfit_node_text(type), "zbl") != 0)
    return dftfit_node_fail(type, err, DFTFIT_ERR_VALUE, "unknown type of core '%.32s'; expected zbl",
                            dftfit_node_text(type));
  inner = dftfit_node_get(node, "inner");
  outer = dftfit_node_get(node, "outer");
  if (dftfit_node_type(inner) == DFTFIT_NODE_ABSENT || dftfit_node_type(outer) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(node, err, DFTFIT_ERR_KEY,
                            "a core needs the distances inner and outer, in A, between which it is switched off");
  DFTFIT_TRY(dftfit_pair_read(outer, header, "outer", header->cutoff, "the cutoff of that pair", core->outer, err));
  DFTFIT_TRY(dftfit_pair_read(inner, header, "inner", core->outer, "outer", core->inner, err));
  for (int a = 0; a < n; a++)
    for (int b = 0; b < n; b++) {
      if (core->inner[a * n + b] == core->outer[a * n + b])
        return dftfit_node_fail(inner, err, DFTFIT_ERR_VALUE, "inner = %g A must be below outer = %g A",
                                core->inner[a * n + b], core->outer[a * n + b]);
      core->zbl[a * n + b] =
          dftfit_zbl_create(dftfit_atomic_number(header->element[a]), dftfit_atomic_number(header->element[b]));
    }
  core->present = true;
  return DFTFIT_OK;
}

void dftfit_core_write(const dftfit_core *core, const dftfit_header *header, dftfit_writer *w) {
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "type");
  dftfit_write_text(w, "zbl");
  dftfit_write_text(w, "inner");
  dftfit_pair_write(w, header, core->inner);
  dftfit_write_text(w, "outer");
  dftfit_pair_write(w, header, core->outer);
  dftfit_write_map_end(w);
}

void dftfit_core_add(const dftfit_core *core, const dftfit_block *block, const dftfit_block_result *result) {
  int n = block->nelement;
  for (int s = 0; s < block->nsite; s++)
    for (int e = 0; e < n; e++) {
      int pair = block->element[s] * n + e, begin = block->first[s * n + e], end = begin + block->count[s * n + e];
      for (int row = begin; row < end; row++) {
        double r = block->r[row];
        if (r >= core->outer[pair]) continue;
        dftfit_zbl_value phi = dftfit_zbl_at(&core->zbl[pair], r);
        dftfit_switch sw = dftfit_cutoff_quintic(r, core->inner[pair], core->outer[pair]);
        double g = 0.5 * (phi.slope * sw.value + phi.energy * sw.slope) / r;
        result->energy[s] += 0.5 * phi.energy * sw.value;
        result->gx[row] += g * block->dx[row];
        result->gy[row] += g * block->dy[row];
        result->gz[row] += g * block->dz[row];
      }
    }
}

double dftfit_core_times_distance(const dftfit_core *core, int pair, double r) {
  const dftfit_zbl *zbl = &core->zbl[pair];
  if (!core->present || r >= core->outer[pair]) return 0;
  if (r <= 0) return zbl->prefactor; /* bare nuclei: the screening function is 1 */
  return r * dftfit_zbl_at(zbl, r).energy * dftfit_cutoff_quintic(r, core->inner[pair], core->outer[pair]).value;
}
