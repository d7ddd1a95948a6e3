/* SPDX-License-Identifier: BSD-3-Clause */
#include "cluster.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"

double random_uniform(random_state *state) {
  state->s ^= state->s >> 12;
  state->s ^= state->s << 25;
  state->s ^= state->s >> 27;
  return (double)((state->s * UINT64_C(0x2545F4914F6CDD1D)) >> 11) * 0x1p-53;
}

static double distance(const double *a, const double *b) { return hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]); }

cluster cluster_random(const dftfit_potential *pot, int n, uint64_t seed) {
  random_state rng = {seed};
  cluster c = {.n = n};
  double cutoff = dftfit_potential_cutoff(pot), side = 1.1 * cutoff;
  assert_true(n <= MAX_ATOMS);
  for (int i = 0; i < n; i++) {
    bool free_place = false;
    for (int attempt = 0; attempt < 10000 && !free_place; attempt++) {
      free_place = true;
      for (int k = 0; k < 3; k++) c.x[i][k] = side * random_uniform(&rng);
      for (int j = 0; j < i; j++) free_place = free_place && distance(c.x[i], c.x[j]) > 0.3 * cutoff;
    }
    assert_true(free_place);
    c.element[i] = i % dftfit_potential_header(pot)->nelement;
  }
  return c;
}

cluster cluster_dimer(int element0, int element1, double r) {
  return (cluster){.n = 2, .x = {{0, 0, 0}, {r, 0, 0}}, .element = {element0, element1}};
}

/* LAMMPS's arrays of a cluster. The type of an atom is its element + 2, type 1 being the one that is not ours. */
typedef struct lists {
  int type[MAX_ATOMS], ilist[MAX_ATOMS], numneigh[MAX_ATOMS], list[MAX_ATOMS][MAX_ATOMS], *firstneigh[MAX_ATOMS];
  int element_of_type[DFTFIT_MAX_ELEMENTS + 2];
  dftfit_atoms atoms;
} lists;

static void build(const cluster *c, lists *l) {
  for (int i = 0; i < c->n; i++) {
    l->type[i] = c->element[i] + 2;
    l->ilist[i] = i;
    l->firstneigh[i] = l->list[i];
    l->numneigh[i] = 0;
    for (int j = 0; j < c->n; j++)
      if (j != i) l->list[i][l->numneigh[i]++] = j;
  }
  for (int t = 0; t < DFTFIT_MAX_ELEMENTS + 2; t++) l->element_of_type[t] = t >= 2 ? t - 2 : -1;
  l->atoms = (dftfit_atoms){.inum = c->n,
                            .ilist = l->ilist,
                            .numneigh = l->numneigh,
                            .firstneigh = l->firstneigh,
                            .neighmask = 0x1FFFFFFF,
                            .x = &c->x[0][0],
                            .type = l->type,
                            .element_of_type = l->element_of_type,
                            .nall = c->n};
}

dftfit_status cluster_try(const dftfit_potential *pot, const cluster *c, outcome *out, dftfit_error *err) {
  lists *l = malloc(sizeof *l);
  dftfit_workspace *ws = dftfit_workspace_create();
  assert_non_null(l);
  assert_non_null(ws);
  memset(out, 0, sizeof *out);
  build(c, l);
  dftfit_tally tally = {&out->force[0][0], &out->energy,      out->virial,
                        out->eatom,        &out->vatom[0][0], &out->cvatom[0][0]};
  dftfit_status status = dftfit_evaluate(pot, &l->atoms, ws, &tally, err);
  dftfit_workspace_destroy(ws);
  free(l);
  return status;
}

outcome cluster_evaluate(const dftfit_potential *pot, const cluster *c) {
  outcome out;
  dftfit_error err;
  if (cluster_try(pot, c, &out, &err)) fail_msg("%s", err.message);
  return out;
}

void cluster_jacobian(const dftfit_potential *pot, const cluster *c, const dftfit_row_sink *sink) {
  lists *l = malloc(sizeof *l);
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  assert_non_null(l);
  assert_non_null(ws);
  build(c, l);
  if (dftfit_jacobian(pot, &l->atoms, ws, sink, &err)) fail_msg("%s", err.message);
  dftfit_workspace_destroy(ws);
  free(l);
}

dftfit_status cluster_site_derivatives(const dftfit_potential *pot, const cluster *c, const dftfit_site_sink *sink,
                                       dftfit_error *err) {
  lists *l = malloc(sizeof *l);
  dftfit_workspace *ws = dftfit_workspace_create();
  assert_non_null(l);
  assert_non_null(ws);
  build(c, l);
  dftfit_status status = dftfit_site_derivatives(pot, &l->atoms, ws, sink, err);
  dftfit_workspace_destroy(ws);
  free(l);
  return status;
}

double outcome_force_scale(const outcome *o, int n) {
  double scale = 1e-3;
  for (int i = 0; i < n; i++)
    for (int k = 0; k < 3; k++) scale = fmax(scale, fabs(o->force[i][k]));
  return scale;
}

double outcome_energy_scale(const outcome *o, int n) {
  double scale = 0;
  for (int i = 0; i < n; i++) scale += fabs(o->eatom[i]);
  return fmax(scale, 1e-3);
}
