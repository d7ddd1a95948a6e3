/* SPDX-License-Identifier: BSD-3-Clause */
#include "restraint/restraint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/extent.h"
#include "assemble/high_energy.h"
#include "assemble/split.h"
#include "restraint/structures.h"

/* Structures for each unknown of the fit; at least so many. */
enum { STRUCTURES_PER_UNKNOWN = 8, LEAST_STRUCTURES = 5000 };
/* Above that, eV/atom over the ground state, a structure counts for nothing (its sigma is a hundred times that given).
 */
#define HIGHEST 10.0
/* Where the data do not say by how much sigmas grow: eV/atom at which they have doubled. */
#define DOUBLES_AT 1.0
/* A^3 an atom in units of the cube of the shortest distance, where no configuration is periodic: that of silicon. */
#define OPEN_VOLUME 3.3

int64_t restraint_count(const fit_config *config, const design *d) {
  int64_t n = (int64_t)STRUCTURES_PER_UNKNOWN * d->problem.ncolumn;
  if (!config->restraint.on) return 0;
  if (config->restraint.structures) return config->restraint.structures;
  return n > LEAST_STRUCTURES ? n : LEAST_STRUCTURES;
}

static double doubles_at(const fit_config *config) {
  return config->high_energy > 0 ? config->high_energy : DOUBLES_AT;
}

/* What structures are made of, with the arrays that it points to. */
typedef struct space {
  structure_space of;
  char symbol[DFTFIT_MAX_ELEMENTS][4];
  double shortest[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS], volume[DFTFIT_MAX_ELEMENTS];
} space;

/* Elements that the data have and the potential knows. */
static int common_elements(const dataset *data, const dftfit_potential *potential, char (*symbol)[4]) {
  int n = 0;
  for (int k = 0; k < data->nspecies && n < DFTFIT_MAX_ELEMENTS; k++)
    if (dftfit_potential_element(potential, data->species[k]) >= 0)
      memcpy(symbol[n++], data->species[k], sizeof *symbol);
  return n;
}

/* The volume of an element goes with the cube of its shortest distance, the mean over the elements is that of the
 * data. */
static void set_volumes(const extent *e, space *s) {
  int n = s->of.nelement;
  double mean = 0;
  for (int k = 0; k < n; k++) mean += pow(s->shortest[k * n + k], 3) / n;
  for (int k = 0; k < n; k++)
    s->volume[k] = (e->volume > 0 ? e->volume / mean : OPEN_VOLUME) * pow(s->shortest[k * n + k], 3);
}

/* Training configurations near the ground state, as far as that is known: under strong compression atoms come closer
 * than anywhere in matter that a restraint is for. */
static dftfit_status ordinary_extent(const fit_config *config, const design *d, const ground_state *g, extent *e,
                                     dftfit_error *err) {
  const dataset *data = d->model.set;
  double scale = doubles_at(config);
  int64_t n = 0;
  int *fold_of = malloc(sizeof(int) * (size_t)(data->nconfig + 1));
  if (!fold_of) return dftfit_no_memory(err, "%lld configurations", (long long)data->nconfig);
  for (int64_t c = 0; c < data->nconfig; c++) {
    bool ordinary = d->fold_of[c] >= 0 && ground_state_above(g, data, c) <= scale;
    fold_of[c] = ordinary ? d->fold_of[c] : SPLIT_EXCLUDED;
    n += ordinary;
  }
  dftfit_status status = extent_of(data, n ? fold_of : d->fold_of, e, err);
  free(fold_of);
  return status;
}

static dftfit_status find_space(const fit_config *config, const design *d, const ground_state *g, space *s,
                                dftfit_error *err) {
  extent e;
  const dataset *data = d->model.set;
  const dftfit_potential *potential = d->model.potential;
  double cutoff = dftfit_potential_cutoff(potential);
  int n = common_elements(data, potential, s->symbol);
  s->of = (structure_space){.nelement = n,
                            .symbol = (const char(*)[4])s->symbol,
                            .shortest = s->shortest,
                            .volume = s->volume,
                            .seed = (uint64_t)config->restraint.seed};
  DFTFIT_TRY(ordinary_extent(config, d, g, &e, err));
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) s->shortest[i * n + j] = extent_shortest(&e, data, s->symbol[i], s->symbol[j], cutoff);
  set_volumes(&e, s);
  extent_destroy(&e);
  return DFTFIT_OK;
}

/* Energies of the simpler potential, as it stands, of all structures. */
static dftfit_status evaluate_all(dftfit_potential *potential, const dataset *set, double *energy, dftfit_error *err) {
  model m;
  dftfit_status status = model_create(&m, potential, set, err);
  for (int64_t c = 0; c < set->nconfig && !status; c++) {
    status = model_evaluate(&m, c, err);
    if (!status) energy[c] = m.energy;
  }
  model_destroy(&m);
  return status;
}

static dftfit_status evaluate_folds(reference *simpler, restraint *r, dftfit_error *err) {
  for (int f = 0; f < r->nfold; f++) {
    reference_apply(simpler, f);
    DFTFIT_TRY(evaluate_all(simpler->potential, r->set, r->fold_energy + (size_t)f * (size_t)r->set->nconfig, err));
  }
  reference_apply(simpler, -1);
  return evaluate_all(simpler->potential, r->set, r->set->energy, err);
}

/* A structure below the lowest energy of the data is a hole of the simpler potential itself. */
static void weigh(const fit_config *config, const ground_state *g, restraint *r) {
  double scale = doubles_at(config);
  for (int64_t c = 0; c < r->set->nconfig; c++) {
    double above = ground_state_above(g, r->set, c);
    bool counts = above >= 0 && above <= HIGHEST; /* false where nothing is known: INFINITY */
    r->sigma[c] = config->restraint.sigma * high_energy_factor(counts ? above : 0, scale);
    r->fold_of[c] = counts ? 0 : SPLIT_EXCLUDED;
    r->nused += counts;
  }
}

static dftfit_status allocate(restraint *r, const design *simpler, int64_t n, dftfit_error *err) {
  const dataset *data = simpler->model.set;
  int nfold = simpler->problem.nfold > 1 ? simpler->problem.nfold : 0;
  *r = (restraint){.set = dataset_create(),
                   .sigma = malloc(sizeof(double) * (size_t)(n + 1)),
                   .fold_of = malloc(sizeof(int) * (size_t)(n + 1)),
                   .nfold = nfold,
                   .fold_energy = malloc(sizeof(double) * ((size_t)nfold * (size_t)n + 1)),
                   .fold_of_data = malloc(sizeof(int) * (size_t)(data->nconfig + 1))};
  if (!r->set || !r->sigma || !r->fold_of || !r->fold_energy || !r->fold_of_data)
    return dftfit_no_memory(err, "%lld structures", (long long)n);
  memcpy(r->fold_of_data, simpler->fold_of, sizeof(int) * (size_t)data->nconfig);
  for (int k = 0, index; k < data->nspecies; k++) DFTFIT_TRY(dataset_species(r->set, data->species[k], &index, err));
  return DFTFIT_OK;
}

dftfit_status restraint_create(const fit_config *config, reference *simpler, int64_t n, restraint *out,
                               dftfit_error *err) {
  const dataset *data = simpler->design.model.set;
  space s;
  ground_state g = {0};
  dftfit_status status = allocate(out, &simpler->design, n, err);
  if (!status) status = ground_state_create(data, simpler->design.fold_of, &g, err);
  if (!status) status = find_space(config, &simpler->design, &g, &s, err);
  if (!status) status = structures_append(out->set, &s.of, 0, n, err);
  if (!status) status = evaluate_folds(simpler, out, err);
  if (!status) weigh(config, &g, out);
  ground_state_destroy(&g);
  if (status) restraint_destroy(out);
  return status;
}

restraint_data restraint_borrow(const restraint *r) {
  return (restraint_data){r->set, r->sigma, r->fold_of, r->nfold, r->fold_energy, r->fold_of_data};
}

void restraint_destroy(restraint *r) {
  if (r->set) dataset_destroy(r->set);
  free(r->sigma);
  free(r->fold_of);
  free(r->fold_energy);
  free(r->fold_of_data);
  *r = (restraint){0};
}
