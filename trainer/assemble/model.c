/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dftfit_status model_create(model *m, dftfit_potential *potential, const dataset *set, dftfit_error *err) {
  *m = (model){.potential = potential, .set = set};
  m->element_of_species = malloc(((size_t)set->nspecies + 1) * sizeof *m->element_of_species);
  m->lists = dftfit_periodic_create();
  m->workspace = dftfit_workspace_create();
  if (!m->element_of_species || !m->lists || !m->workspace) {
    model_destroy(m);
    return dftfit_no_memory(err, "neighbour lists");
  }
  for (int s = 0; s < set->nspecies; s++)
    m->element_of_species[s] = dftfit_potential_element(potential, set->species[s]);
  return DFTFIT_OK;
}

void model_destroy(model *m) {
  free(m->element_of_species);
  free(m->force);
  free(m->zero_energy);
  if (m->lists) dftfit_periodic_destroy(m->lists);
  if (m->workspace) dftfit_workspace_destroy(m->workspace);
  *m = (model){0};
}

dftfit_status model_blame(const dataset *set, int64_t c, dftfit_status status, dftfit_error *err) {
  if (!status || !err || err->input[0]) return status;
  snprintf(err->input, sizeof err->input, "%.180s:/configs[%lld] (group %.40s)", set->path, (long long)c,
           set->group[set->config_group[c]].name);
  return status;
}

static dftfit_status reserve(model *m, int nall, dftfit_error *err) {
  if (nall <= m->capacity) return DFTFIT_OK;
  double *force = realloc(m->force, 3 * (size_t)nall * sizeof *force);
  if (!force) return dftfit_no_memory(err, "the forces of %d atoms and images", nall);
  m->force = force;
  m->capacity = nall;
  return DFTFIT_OK;
}

/* what the energy of a configuration is more, counted from the zero of its code */
static double energy_over_zero(const model *m, int64_t c) {
  double sum = 0;
  const int zero = m->set->zero && m->zero_energy ? m->set->zero[c] : 0;
  const int nelement = dftfit_potential_header(m->potential)->nelement;
  for (int64_t i = m->set->first_atom[c]; i < m->set->first_atom[c + 1] && zero; i++)
    sum += m->zero_energy[zero * nelement + m->element_of_species[m->set->atom_species[i]]];
  return sum;
}

dftfit_status model_evaluate(model *m, int64_t c, dftfit_error *err) {
  double cutoff = dftfit_potential_cutoff(m->potential), virial[6] = {0};
  dftfit_status status = dataset_neighbours(m->lists, m->set, c, m->element_of_species, cutoff, err);
  if (!status) status = reserve(m, m->lists->nall, err);
  if (status) return model_blame(m->set, c, status, err);
  m->natom = m->lists->nlocal;
  m->energy = 0;
  memset(m->force, 0, 3 * (size_t)m->lists->nall * sizeof(double));
  dftfit_tally tally = {.force = m->force, .energy = &m->energy, .virial = virial};
  status = dftfit_evaluate(m->potential, &m->lists->atoms, m->workspace, &tally, err);
  if (status) return model_blame(m->set, c, status, err);
  m->energy += energy_over_zero(m, c);
  for (int i = m->natom; i < m->lists->nall; i++)
    for (int a = 0; a < 3; a++) m->force[3 * m->lists->owner[i] + a] += m->force[3 * i + a];
  m->volume = dataset_volume(m->set, c);
  const int order[6] = {0, 1, 2, 5, 4, 3}; /* virial xx yy zz xy xz yz -> stress xx yy zz yz xz xy */
  double pressure = m->pressure ? m->pressure[m->set->config_calculation[c]] : 0;
  for (int k = 0; k < 6; k++) m->stress[k] = -virial[order[k]] / m->volume + (k < 3 ? pressure : 0);
  return DFTFIT_OK;
}
