/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset_neighbours.h"

#include <stdlib.h>

#include "data/hdf5_file.h"

static dftfit_status check(const dataset *set, int64_t config, const int *element_of_species, dftfit_error *err) {
  int64_t first = set->first_atom[config], end = set->first_atom[config + 1];
  if (end - first > DFTFIT_NEIGHMASK)
    return hdf5_fail(set->path, "/configs/natoms", config, err, DFTFIT_ERR_VALUE,
                     "is %lld; at most %d can be evaluated", (long long)(end - first), DFTFIT_NEIGHMASK);
  for (int64_t i = first; i < end; i++)
    if (element_of_species[set->atom_species[i]] < 0)
      return hdf5_fail(set->path, "/configs", config, err, DFTFIT_ERR_ELEMENT,
                       "has atoms of %s, which is not an element of the potential", set->species[set->atom_species[i]]);
  return DFTFIT_OK;
}

static dftfit_status build(dftfit_periodic *p, const dataset *set, int64_t config, const int *element_of_species,
                           double cutoff, int *kind, dftfit_error *err) {
  const uint8_t *periodic = set->pbc[config];
  const int64_t first = set->first_atom[config];
  const int natom = (int)(set->first_atom[config + 1] - first), pbc[3] = {periodic[0], periodic[1], periodic[2]};
  for (int i = 0; i < natom; i++) kind[i] = set->atom_species[first + i];
  dftfit_system system = {natom, kind, set->position[first], set->cell[config], pbc};
  return dftfit_periodic_build(p, &system, set->nspecies, element_of_species, cutoff, err);
}

dftfit_status dataset_neighbours(dftfit_periodic *p, const dataset *set, int64_t config, const int *element_of_species,
                                 double cutoff, dftfit_error *err) {
  dftfit_error why;
  DFTFIT_TRY(check(set, config, element_of_species, err));
  int *kind = malloc((size_t)(set->first_atom[config + 1] - set->first_atom[config]) * sizeof *kind);
  DFTFIT_FAIL_IF(!kind, err, DFTFIT_ERR_MEMORY, "out of memory for neighbour lists");
  dftfit_status status = build(p, set, config, element_of_species, cutoff, kind, &why);
  free(kind);
  return status ? hdf5_fail(set->path, "/configs", config, err, status, "%s", why.message) : DFTFIT_OK;
}
