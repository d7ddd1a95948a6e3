/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/still.h"

#include <math.h>
#include <stdlib.h>

#include "base/vote.h"
#include "data/dataset_neighbours.h"

enum { FUNCTIONS = 4 };
static const double REACH = 7, LENGTH = 2; /* A */
static const double LEAST_FORCE = 1e-3;    /* eV/A */
static const double BALANCE = 1e-4;

/** What pulls at an atom, for every element of the neighbours and function of the distance. */
typedef struct pull {
  double vector[3], size;
} pull;

static bool small(const dataset *set, int64_t i, int a) { return fabs(set->force[i][a]) < LEAST_FORCE; }

static bool any_small(const dataset *set, int64_t c) {
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    for (int a = 0; a < 3; a++)
      if (small(set, i, a)) return true;
  return false;
}

static void pull_at(pull *p, const double d[3]) {
  double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2], r = sqrt(r2), fade = pow(1 - r2 / (REACH * REACH), 3);
  for (int k = 0; k < FUNCTIONS; k++, fade *= LENGTH * LENGTH / r2) {
    p[k].size += fade;
    for (int a = 0; a < 3; a++) p[k].vector[a] += d[a] / r * fade;
  }
}

/** Bits of the components in which all of the pulls at atom i balance. */
static int balanced(const dftfit_periodic *lists, int i, int nspecies, pull *p) {
  const dftfit_atoms *atoms = &lists->atoms;
  int bits = 7;
  for (int k = 0; k < nspecies * FUNCTIONS; k++) p[k] = (pull){{0}, 0};
  for (int n = 0; n < atoms->numneigh[i]; n++) {
    int j = atoms->firstneigh[i][n] & atoms->neighmask;
    const double *x = atoms->x + 3 * (size_t)i, *y = atoms->x + 3 * (size_t)j;
    const double d[3] = {y[0] - x[0], y[1] - x[1], y[2] - x[2]};
    pull_at(p + (atoms->type[j] - 1) * FUNCTIONS, d);
  }
  for (int k = 0; k < nspecies * FUNCTIONS; k++)
    for (int a = 0; a < 3; a++)
      if (fabs(p[k].vector[a]) > BALANCE * p[k].size) bits &= ~(1 << a);
  return bits;
}

static dftfit_status look_at(dataset *set, int64_t c, const int *element, dftfit_periodic *lists, pull *p,
                             dftfit_error *err) {
  int64_t first = set->first_atom[c];
  if (!any_small(set, c)) return DFTFIT_OK;
  DFTFIT_TRY(dataset_neighbours(lists, set, c, element, REACH, err));
  for (int i = 0; i < lists->nlocal; i++) {
    int bits = 0;
    for (int a = 0; a < 3; a++) bits |= small(set, first + i, a) << a;
    if (bits) set->still[first + i] = (uint8_t)(bits & balanced(lists, i, set->nspecies, p));
  }
  return DFTFIT_OK;
}

static dftfit_status look(MPI_Comm comm, dataset *set, dftfit_error *err) {
  int rank, nrank, *element = calloc((size_t)set->nspecies + 1, sizeof *element);
  pull *p = malloc(((size_t)set->nspecies * FUNCTIONS + 1) * sizeof *p);
  dftfit_periodic *lists = dftfit_periodic_create();
  dftfit_status status = DFTFIT_OK;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &nrank);
  free(set->still);
  set->still = calloc((size_t)set->natom + 1, sizeof *set->still);
  if (!element || !p || !lists || !set->still) status = dftfit_no_memory(err, "%lld forces", (long long)set->natom);
  for (int64_t c = rank; c < set->nconfig && !status; c += nrank) status = look_at(set, c, element, lists, p, err);
  dftfit_periodic_destroy(lists);
  free(element);
  free(p);
  return status;
}

/** Messages hold at most so many bytes. */
static void combine(MPI_Comm comm, uint8_t *still, int64_t n) {
  enum { MOST = 1 << 28 };
  for (int64_t i = 0; i < n; i += MOST)
    MPI_Allreduce(MPI_IN_PLACE, still + i, (int)(n - i < MOST ? n - i : MOST), MPI_UINT8_T, MPI_BOR, comm);
}

dftfit_status still_find(MPI_Comm comm, dataset *set, dftfit_error *err) {
  DFTFIT_TRY(vote(comm, look(comm, set, err), err));
  combine(comm, set->still, set->natom);
  return DFTFIT_OK;
}
