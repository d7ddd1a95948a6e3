/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset_check.h"

#include <math.h>

#include "data/hdf5_file.h"
#include "dftfit/cell.h"

static dftfit_status check_index(const dataset *set, const char *name, const int32_t *index, int count, int64_t at,
                                 dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (index[c] < 0 || index[c] >= count)
      return hdf5_fail(set->path, name, at + c, err, DFTFIT_ERR_VALUE, "is %d; it must be 0 to %d", index[c],
                       count - 1);
  return DFTFIT_OK;
}

static dftfit_status check_cell(const dataset *set, int64_t c, int64_t at, dftfit_error *err) {
  const uint8_t *pbc = set->pbc[c];
  double frame[9], volume = dataset_volume(set, c);
  for (int k = 0; k < 9; k++)
    if (!isfinite(set->cell[c][k]))
      return hdf5_fail(set->path, "/configs/cell", at + c, err, DFTFIT_ERR_VALUE,
                       "holds %g; every component must be finite (zero where there is no cell)", set->cell[c][k]);
  for (int k = 0; k < 3; k++)
    if (pbc[k] > 1)
      return hdf5_fail(set->path, "/configs/pbc", at + c, err, DFTFIT_ERR_VALUE, "is %d; it must be 0 or 1", pbc[k]);
  dftfit_cell_frame(set->cell[c], pbc, frame);
  if (dftfit_cell_openness(frame) < DFTFIT_CELL_FLAT)
    return hdf5_fail(set->path, "/configs/cell", at + c, err, DFTFIT_ERR_VALUE,
                     "the periodic rows are zero or lie in a plane; a periodic cell has a positive volume");
  if (volume < 0)
    return hdf5_fail(set->path, "/configs/cell", at + c, err, DFTFIT_ERR_VALUE,
                     "the volume is %g A^3; it must be positive (rows a, b, c right-handed)", volume);
  return DFTFIT_OK;
}

/* a target of n components, which must be all finite or all NaN */
static bool target_whole(const double *value, int64_t n, int64_t *bad) {
  bool absent = isnan(value[0]);
  for (*bad = 0; *bad < n; ++*bad)
    if (isinf(value[*bad]) || isnan(value[*bad]) != absent) return false;
  return true;
}

static dftfit_status check_targets(const dataset *set, int64_t c, int64_t at, int64_t at_atom, dftfit_error *err) {
  int64_t bad, first = set->first_atom[c], n = set->first_atom[c + 1] - first;
  if (isinf(set->energy[c]))
    return hdf5_fail(set->path, "/configs/energy", at + c, err, DFTFIT_ERR_VALUE,
                     "is infinite; it must be finite, or NaN where it is absent");
  if (!target_whole(set->stress[c], 6, &bad))
    return hdf5_fail(set->path, "/configs/stress", at + c, err, DFTFIT_ERR_VALUE,
                     "component %lld is %g; all six must be finite, or NaN where the stress is absent", (long long)bad,
                     set->stress[c][bad]);
  if (!target_whole(set->force[first], 3 * n, &bad))
    return hdf5_fail(set->path, "/atoms/force", at_atom + first + bad / 3, err, DFTFIT_ERR_VALUE,
                     "is %g; forces of configuration %lld must be all finite, or all NaN where they are absent",
                     set->force[first + bad / 3][bad % 3], (long long)(at + c));
  return DFTFIT_OK;
}

dftfit_status dataset_check(const dataset *set, int64_t first_config, int64_t first_atom, dftfit_error *err) {
  DFTFIT_TRY(check_index(set, "/configs/group", set->config_group, set->ngroup, first_config, err));
  DFTFIT_TRY(check_index(set, "/configs/calculation", set->config_calculation, set->ncalculation, first_config, err));
  DFTFIT_TRY(check_index(set, "/configs/source", set->config_source, set->nsource, first_config, err));
  for (int64_t c = 0; c < set->nconfig; c++) {
    DFTFIT_TRY(check_cell(set, c, first_config, err));
    DFTFIT_TRY(check_targets(set, c, first_config, first_atom, err));
  }
  for (int64_t i = 0; i < set->natom; i++) {
    if (set->atom_species[i] >= set->nspecies)
      return hdf5_fail(set->path, "/atoms/species", first_atom + i, err, DFTFIT_ERR_VALUE, "is %d; it must be 0 to %d",
                       set->atom_species[i], set->nspecies - 1);
    for (int k = 0; k < 3; k++)
      if (!isfinite(set->position[i][k]))
        return hdf5_fail(set->path, "/atoms/position", first_atom + i, err, DFTFIT_ERR_VALUE,
                         "is %g; it must be finite", set->position[i][k]);
  }
  return DFTFIT_OK;
}
