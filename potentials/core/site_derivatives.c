/* SPDX-License-Identifier: BSD-3-Clause */
/* dE_i/dtheta, site by site: the descriptors that extrapolation is judged by. docs/grade.md */
#include <math.h>
#include <string.h>

#include "core/gather.h"

typedef struct rows {
  double *de; /* [nsite][nparameter] */
  int nparameter;
} rows;

static void add(void *self, const dftfit_block *block, int site, int k, double de, int begin, int end,
                const double *dgx, const double *dgy, const double *dgz) {
  const rows *r = self;
  (void)block, (void)begin, (void)end, (void)dgx, (void)dgy, (void)dgz;
  r->de[(size_t)site * (size_t)r->nparameter + (size_t)k] += de;
}

static void derive(const dftfit_potential *pot, const dftfit_workspace *ws, double *de) {
  int nparameter = pot->form->nparameter(pot->self);
  if (pot->form->energy_jacobian) {
    pot->form->energy_jacobian(pot->self, &ws->block, ws->scratch.data, de);
    return;
  }
  rows r = {de, nparameter};
  memset(de, 0, sizeof(double) * (size_t)ws->block.nsite * (size_t)nparameter);
  pot->form->jacobian(pot->self, &ws->block, ws->scratch.data, &(dftfit_row_sink){&r, add});
}

static dftfit_status visit(void *self, const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                           dftfit_error *err) {
  const dftfit_site_sink *sink = self;
  size_t n = (size_t)ws->block.nsite * (size_t)pot->form->nparameter(pot->self);
  (void)atoms;
  DFTFIT_TRY(dftfit_buffer_reserve(&ws->derivatives, n * sizeof(double), err));
  double *de = ws->derivatives.data;
  derive(pot, ws, de);
  return sink->take(sink->self, ws->block.nsite, ws->site, ws->element, de, err);
}

dftfit_status dftfit_site_derivatives(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                                      const dftfit_site_sink *sink, dftfit_error *err) {
  dftfit_site_sink copy = *sink;
  DFTFIT_FAIL_IF(pot->form->nparameter(pot->self) == 0, err, DFTFIT_ERR_USAGE,
                 "this potential of form %s has no parameters, so its sites have no descriptors", pot->form->name);
  return dftfit_gather(pot, atoms, ws, visit, &copy, err);
}

/* ---- the probe: surroundings without symmetry ---- */

enum { PROBE_NEIGHBOURS = 24 /* of every element */ };

/* A fraction 0 .. 1 that looks random and is the same on every machine: multiples of an irrational number, wrapped. */
static double fraction(int k, double irrational) { return k * irrational - floor(k * irrational); }

/* Neighbour k of nall: direction and distance from additive recurrences. */
static void place(int k, double cutoff, double *x) {
  const double root2 = 1.4142135623730951, root3 = 1.7320508075688772, root5 = 2.2360679774997897;
  double z = 2 * fraction(k, root2) - 1, angle = 6.283185307179586 * fraction(k, root3);
  double r = cutoff * (0.03 + 0.94 * fraction(k, root5)), across = r * sqrt(1 - z * z);
  x[0] = across * cos(angle);
  x[1] = across * sin(angle);
  x[2] = r * z;
}

typedef struct probe_result {
  double *de;
  size_t n;
} probe_result;

static dftfit_status keep(void *self, int nsite, const int *atom, const int *element, const double *de,
                          dftfit_error *err) {
  const probe_result *r = self;
  (void)nsite, (void)atom, (void)element, (void)err;
  memcpy(r->de, de, r->n * sizeof *de);
  return DFTFIT_OK;
}

dftfit_status dftfit_probe_derivatives(const dftfit_potential *pot, int element, double *de, dftfit_error *err) {
  int nelement = pot->header.nelement, nall = 1 + PROBE_NEIGHBOURS * nelement, first = 0;
  int type[1 + PROBE_NEIGHBOURS * DFTFIT_MAX_ELEMENTS], list[PROBE_NEIGHBOURS * DFTFIT_MAX_ELEMENTS];
  int element_of_type[DFTFIT_MAX_ELEMENTS + 1], *lists = list, count = nall - 1;
  double x[3 * (1 + PROBE_NEIGHBOURS * DFTFIT_MAX_ELEMENTS)] = {0};
  for (int e = 0; e < nelement; e++) element_of_type[e + 1] = e;
  type[0] = element + 1;
  for (int k = 1; k < nall; k++) {
    int e = (k - 1) % nelement;
    type[k] = e + 1;
    list[k - 1] = k;
    place(k, pot->header.cutoff[element * nelement + e], x + 3 * k);
  }
  dftfit_atoms atoms = {.inum = 1,
                        .ilist = &first,
                        .numneigh = &count,
                        .firstneigh = &lists,
                        .neighmask = -1,
                        .x = x,
                        .type = type,
                        .element_of_type = element_of_type,
                        .nall = nall};
  probe_result result = {de, (size_t)pot->form->nparameter(pot->self)};
  dftfit_workspace *ws = dftfit_workspace_create();
  DFTFIT_FAIL_IF(!ws, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = dftfit_site_derivatives(pot, &atoms, ws, &(dftfit_site_sink){&result, keep}, err);
  dftfit_workspace_destroy(ws);
  return status;
}
