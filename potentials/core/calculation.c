/* SPDX-License-Identifier: BSD-3-Clause */
/** Energies and forces of a system of atoms: the periodic neighbour search and dftfit_evaluate behind one call. Between
 *  calls the lists are kept while no atom has moved by more than skin/2: two atoms then have come closer by skin at most,
 *  so every pair within the cutoff is in lists that reach to cutoff + skin. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/potential.h"
#include "dftfit/cell.h"
#include "dftfit/periodic.h"

/* What lists were made for. */
typedef struct listed {
  int natom; /* 0: there are no lists */
  double cutoff, cell[9];
  int pbc[3];
  int *element;     /* [natom]    */
  double *position; /* [natom][3] */
  int capacity;     /* atoms      */
} listed;

struct dftfit_calculation {
  const dftfit_potential *pot;
  double skin;
  dftfit_workspace *workspace;
  dftfit_periodic *lists;
  listed listed;
  double *x, *force; /* [nall][3] */
  int capacity;      /* atoms and images in x and force */
};

dftfit_status dftfit_calculation_create(const dftfit_potential *pot, double skin, dftfit_calculation **out,
                                        dftfit_error *err) {
  *out = NULL;
  DFTFIT_FAIL_IF(!(skin >= 0 && isfinite(skin)), err, DFTFIT_ERR_USAGE, "the skin is %g A; it must be 0 or more", skin);
  dftfit_calculation *c = calloc(1, sizeof *c);
  if (!c) return dftfit_no_memory(err, "a calculation");
  c->pot = pot;
  c->skin = skin;
  c->workspace = dftfit_workspace_create();
  c->lists = dftfit_periodic_create();
  if (!c->workspace || !c->lists) {
    dftfit_calculation_destroy(c);
    return dftfit_no_memory(err, "a calculation");
  }
  *out = c;
  return DFTFIT_OK;
}

void dftfit_calculation_destroy(dftfit_calculation *c) {
  if (!c) return;
  dftfit_workspace_destroy(c->workspace);
  dftfit_periodic_destroy(c->lists);
  free(c->listed.element);
  free(c->listed.position);
  free(c->x);
  free(c->force);
  free(c);
}

/* Resizes an array to count items; false: out of memory, and the array is as it was. */
static bool resize(void *array_of_any, size_t count, size_t size) {
  void **array = array_of_any, *memory = realloc(*array, count * size);
  if (memory) *array = memory;
  return memory != NULL;
}

/* The cell and the periodic directions, with rows that are not used set to zero. */
static void used_cell(const dftfit_system *system, double cell[9], int pbc[3]) {
  for (int k = 0; k < 3; k++) {
    pbc[k] = !system->pbc || system->pbc[k];
    for (int m = 0; m < 3; m++) cell[3 * k + m] = pbc[k] && system->cell ? system->cell[3 * k + m] : 0;
  }
}

static bool same_system(const listed *l, const dftfit_system *system, double cutoff) {
  double cell[9];
  int pbc[3];
  used_cell(system, cell, pbc);
  return l->natom == system->natom && l->cutoff == cutoff && !memcmp(l->cell, cell, sizeof cell) &&
         !memcmp(l->pbc, pbc, sizeof pbc) &&
         !memcmp(l->element, system->element, (size_t)l->natom * sizeof *l->element);
}

/* Whether an atom is farther than skin/2 from where it was, or nowhere. */
static bool any_moved(const listed *l, const dftfit_system *system, double skin) {
  const double most = skin * skin / 4;
  for (size_t i = 0; i < (size_t)l->natom; i++) {
    const double *a = l->position + 3 * i, *b = system->position + 3 * i;
    double dx = b[0] - a[0], dy = b[1] - a[1], dz = b[2] - a[2];
    if (!(dx * dx + dy * dy + dz * dz <= most)) return true;
  }
  return false;
}

static dftfit_status remember(listed *l, const dftfit_system *system, double cutoff, dftfit_error *err) {
  size_t n = (size_t)system->natom;
  if (system->natom > l->capacity) {
    if (!resize(&l->element, n, sizeof *l->element) || !resize(&l->position, 3 * n, sizeof *l->position))
      return dftfit_no_memory(err, "a calculation");
    l->capacity = system->natom;
  }
  memcpy(l->element, system->element, n * sizeof *l->element);
  memcpy(l->position, system->position, 3 * n * sizeof *l->position);
  used_cell(system, l->cell, l->pbc);
  l->cutoff = cutoff;
  l->natom = system->natom;
  return DFTFIT_OK;
}

static dftfit_status reserve_images(dftfit_calculation *c, dftfit_error *err) {
  size_t n = (size_t)c->lists->nall;
  if (c->lists->nall <= c->capacity) return DFTFIT_OK;
  if (!resize(&c->x, 3 * n, sizeof *c->x) || !resize(&c->force, 3 * n, sizeof *c->force))
    return dftfit_no_memory(err, "a calculation");
  c->capacity = c->lists->nall;
  return DFTFIT_OK;
}

static dftfit_status make_lists(dftfit_calculation *c, const dftfit_system *system, double cutoff, dftfit_error *err) {
  int element[DFTFIT_MAX_ELEMENTS], nelement = c->pot->header.nelement;
  for (int e = 0; e < nelement; e++) element[e] = e;
  c->listed.natom = 0;
  DFTFIT_TRY(dftfit_periodic_build(c->lists, system, nelement, element, cutoff + c->skin, err));
  DFTFIT_TRY(reserve_images(c, err));
  return remember(&c->listed, system, cutoff, err);
}

/* Atoms where they are now. Each image has moved with its atom since the lists were made. */
static dftfit_atoms place(dftfit_calculation *c, const dftfit_system *system) {
  dftfit_atoms atoms = c->lists->atoms;
  for (int i = 0; i < c->lists->nall; i++) {
    size_t owner = 3 * (size_t)c->lists->owner[i], at = 3 * (size_t)i;
    for (size_t k = 0; k < 3; k++)
      c->x[at + k] = atoms.x[at + k] + (system->position[owner + k] - c->listed.position[owner + k]);
  }
  atoms.x = c->x;
  return atoms;
}

/* Where the trouble of an atom is one at the same place: which, since the lists know it by the index of an image. */
static dftfit_status explain(const dftfit_calculation *c, const dftfit_atoms *atoms, dftfit_status status,
                             dftfit_error *err) {
  if (status != DFTFIT_ERR_NUMERIC || !err || err->atom < 0) return status;
  const int i = err->atom;
  for (int m = 0; m < atoms->numneigh[i]; m++) {
    const int j = atoms->firstneigh[i][m] & atoms->neighmask;
    if (memcmp(atoms->x + 3 * (size_t)i, atoms->x + 3 * (size_t)j, 3 * sizeof *atoms->x)) continue;
    dftfit_fail(err, status, "atom %d and %satom %d (indices from 0) are at the same place", i,
                j < c->lists->nlocal ? "" : "an image of ", c->lists->owner[j]);
    err->atom = i;
    return status;
  }
  return status;
}

/* Adds the forces on images to those on their atoms. */
static void return_forces(const dftfit_calculation *c, double *force) {
  size_t nlocal = (size_t)c->lists->nlocal;
  memcpy(force, c->force, 3 * nlocal * sizeof *force);
  for (size_t i = nlocal; i < (size_t)c->lists->nall; i++)
    for (size_t k = 0; k < 3; k++) force[3 * (size_t)c->lists->owner[i] + k] += c->force[3 * i + k];
}

/* sigma = -W/V; docs/conventions.md (3) */
static void stress_of(const listed *l, const double virial[6], double stress[6]) {
  static const int order[6] = {0, 1, 2, 5, 4, 3}; /* virial xx yy zz xy xz yz -> stress xx yy zz yz xz xy */
  const bool periodic = l->pbc[0] && l->pbc[1] && l->pbc[2];
  const double volume = periodic ? fabs(dftfit_cell_volume(l->cell)) : NAN;
  for (int k = 0; k < 6; k++) stress[k] = -virial[order[k]] / volume;
}

dftfit_status dftfit_calculation_compute(dftfit_calculation *c, const dftfit_system *system, dftfit_result *result,
                                         dftfit_error *err) {
  double cutoff = dftfit_potential_cutoff(c->pot), virial[6] = {0}, energy = 0;
  if (!same_system(&c->listed, system, cutoff) || any_moved(&c->listed, system, c->skin))
    DFTFIT_TRY(make_lists(c, system, cutoff, err));
  dftfit_atoms atoms = place(c, system);
  dftfit_tally tally = {.force = result->force ? c->force : NULL,
                        .energy = &energy,
                        .virial = result->stress ? virial : NULL,
                        .eatom = result->atom_energy};
  if (tally.force) memset(c->force, 0, 3 * (size_t)c->lists->nall * sizeof *c->force);
  if (tally.eatom) memset(tally.eatom, 0, (size_t)system->natom * sizeof *tally.eatom);
  dftfit_status status = dftfit_evaluate(c->pot, &atoms, c->workspace, &tally, err);
  if (status) return explain(c, &atoms, status, err);
  result->energy = energy;
  if (result->force) return_forces(c, result->force);
  if (result->stress) stress_of(&c->listed, virial, result->stress);
  return DFTFIT_OK;
}
