/* SPDX-License-Identifier: BSD-3-Clause */
/* Embedded atom on C2 splines: parameters, normalised density. docs/forms/eam.md, "Splines" */
#include "forms/eam/spline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"

/* Densities of metals fall about like exp(-DECAY r/bond): R. A. Johnson, Phys. Rev. B 39 (1989) 12554. A fit starts so.
 */
#define DECAY 5.0

const dftfit_spline *dftfit_eam_spline_knots(const eam_spline *f, int density) {
  int b = eam_spline_neighbour(f, density), a = eam_spline_host(f, density);
  return &f->knots[dftfit_pair_index(f->header.nelement, a < 0 ? b : a, b)];
}

static double bond_of(const eam_spline *f, int density) {
  int b = eam_spline_neighbour(f, density), a = eam_spline_host(f, density);
  return f->bond[(a < 0 ? b : a) * f->header.nelement + b];
}

/* Distance at which B-spline k has its maximum. */
static double centre(const dftfit_spline *s, int k) { return s->inner + (k - 1) * s->step; }

/* The coefficient that sets the scale of the densities and is not fitted, among those of that density; -1: none. */
static int held_by(const eam_spline *f, int density) {
  int host = eam_spline_host(f, density), best = 0;
  if (eam_spline_neighbour(f, density) != (host < 0 ? 0 : host)) return -1;
  const dftfit_spline *s = dftfit_eam_spline_knots(f, density);
  double bond = bond_of(f, density);
  for (int k = 1; k < f->n; k++)
    if (fabs(centre(s, k) - bond) < fabs(centre(s, best) - bond)) best = k;
  return best;
}

/* out [n] += factor * sum of each B-spline over the neighbours in an fcc crystal with neighbours at `bond`. */
static void fcc_sums(const dftfit_spline *s, double bond, double factor, double *out) {
  int reach = (int)ceil(s->outer / bond * sqrt(2));
  for (int i = -reach; i <= reach; i++)
    for (int j = -reach; j <= reach; j++)
      for (int k = -reach; k <= reach; k++) {
        double r = bond * sqrt(0.5 * (i * i + j * j + k * k));
        if ((i + j + k) % 2 != 0 || r == 0 || r >= s->outer) continue;
        dftfit_spline_basis b = dftfit_spline_at(s, r);
        for (int q = 0; q < 4 && b.first + q < s->n; q++) out[b.first + q] += factor * b.value[q];
      }
}

static void fill_start(eam_spline *f) {
  int n = f->n;
  const eam_embedding *e = &f->embedding;
  for (int d = 0; d < f->ndensity; d++) {
    const dftfit_spline *s = dftfit_eam_spline_knots(f, d);
    double bond = bond_of(f, d);
    fcc_sums(s, bond, 1.0 / f->header.nelement, f->lattice + d * n);
    for (int k = 0; k < n; k++) f->start[d * n + k] = exp(-DECAY * (centre(s, k) / bond - 1));
    memcpy(eam_spline_densities(f) + d * n, f->start + d * n, (size_t)n * sizeof(double));
  }
  /* F'' of -sqrt(rho), kept finite within one interval of 0 */
  for (int a = 0; a < f->header.nelement; a++)
    for (int k = 0; k < e->n; k++) eam_spline_curvatures(f)[a * e->n + k] = 0.25 * pow(e->step * hypot(k, 1), -1.5);
}

static dftfit_status allocate(eam_spline *f, dftfit_error *err) {
  size_t n = (size_t)f->n, wide = n + EAM_SPLINE_DROPPED;
  size_t npair = (size_t)f->npair, ndensity = (size_t)f->ndensity;
  f->theta = calloc((size_t)dftfit_eam_spline_nparameter(f), sizeof(double));
  f->start = calloc(ndensity * n, sizeof(double));
  f->lattice = calloc(ndensity * n, sizeof(double));
  f->phi = calloc(npair * wide, sizeof(double));
  f->density = calloc(ndensity * wide, sizeof(double));
  DFTFIT_FAIL_IF(!f->theta || !f->start || !f->lattice || !f->phi || !f->density, err, DFTFIT_ERR_MEMORY,
                 "out of memory");
  return dftfit_eam_spline_pieces_allocate(f, err);
}

/* The crystal that sets the scale needs neighbours that the held coefficient gives a density to. */
static dftfit_status check_norm(const eam_spline *f, dftfit_node block, dftfit_error *err) {
  for (int d = 0; d < f->ndensity; d++) {
    int held = held_by(f, d);
    if (held >= 0 && !(f->lattice[d * f->n + held] > 0))
      return dftfit_node_fail(block, err, DFTFIT_ERR_VALUE,
                              "no spline of the density reaches the neighbours at %g A; more knots, or another bond",
                              bond_of(f, d));
  }
  for (int a = 0; a < f->header.nelement; a++)
    if (!(f->norm[a] > 0))
      return dftfit_node_fail(block, err, DFTFIT_ERR_VALUE,
                              "the density at %s is not above zero in the fcc crystal that sets its scale",
                              f->header.element[a]);
  return DFTFIT_OK;
}

dftfit_status dftfit_eam_spline_create(const dftfit_header *header, dftfit_node block, eam_spline **out,
                                       dftfit_error *err) {
  eam_spline *f = calloc(1, sizeof *f);
  DFTFIT_FAIL_IF(!f, err, DFTFIT_ERR_MEMORY, "out of memory");
  f->header = *header;
  dftfit_status status = dftfit_eam_spline_read_settings(f, block, err);
  if (!status) status = allocate(f, err);
  if (!status) {
    fill_start(f);
    status = dftfit_eam_spline_read_parameters(f, block, err);
  }
  if (!status) {
    dftfit_eam_spline_set(f, f->theta);
    status = check_norm(f, block, err);
  }
  if (status)
    dftfit_eam_spline_destroy(f);
  else
    *out = f;
  return status;
}

void dftfit_eam_spline_destroy(eam_spline *f) {
  if (!f) return;
  free(f->theta);
  free(f->start);
  free(f->lattice);
  free(f->phi);
  free(f->density);
  free(f->pair_piece);
  free(f->embedding_piece);
  free(f);
}

int dftfit_eam_spline_nparameter(const eam_spline *f) {
  return (f->npair + f->ndensity) * f->n + f->header.nelement * f->embedding.n;
}

void dftfit_eam_spline_get(const eam_spline *f, double *theta) {
  memcpy(theta, f->theta, (size_t)dftfit_eam_spline_nparameter(f) * sizeof *theta);
}

void dftfit_eam_spline_set(eam_spline *f, const double *theta) {
  int n = f->n, wide = n + EAM_SPLINE_DROPPED;
  memmove(f->theta, theta, (size_t)dftfit_eam_spline_nparameter(f) * sizeof *theta);
  for (int pair = 0; pair < f->npair; pair++) { /* the second difference of the coefficients is h^2 phi'' */
    double *c = f->phi + pair * wide, h = f->knots[pair].step;
    for (int k = n - 1; k >= 0; k--) c[k] = h * h * f->theta[pair * n + k] + 2 * c[k + 1] - c[k + 2];
  }
  const double *raw = eam_spline_densities(f);
  double sum[DFTFIT_MAX_ELEMENTS] = {0};
  for (int d = 0; d < f->ndensity; d++)
    for (int k = 0; k < n; k++)
      sum[f->finnis_sinclair ? eam_spline_host(f, d) : 0] += f->lattice[d * n + k] * raw[d * n + k];
  for (int a = 0; a < f->header.nelement; a++) f->norm[a] = sum[f->finnis_sinclair ? a : 0];
  for (int d = 0; d < f->ndensity; d++)
    for (int k = 0; k < n; k++)
      f->density[d * wide + k] = raw[d * n + k] / f->norm[f->finnis_sinclair ? eam_spline_host(f, d) : 0];
  dftfit_eam_spline_pieces_fill(f);
}

static void describe_pair(const eam_spline *f, int k, dftfit_parameter *out) {
  char name[DFTFIT_PAIR_NAME];
  dftfit_pair_name(&f->header, k / f->n, name);
  out->unit = "eV/A^2";
  out->description = "second derivative of the pair energy at a knot";
  out->linear = true;
  out->prior = sqrt(1.0 / f->n); /* the sum of squares is the mean of phi''^2, whatever the number of knots */
  snprintf(out->name, sizeof out->name, "%s.phi[%d]", name, k % f->n);
}

static void describe_density(const eam_spline *f, int k, dftfit_parameter *out) {
  int d = k / f->n, host = eam_spline_host(f, d);
  const char *b = f->header.element[eam_spline_neighbour(f, d)];
  out->unit = "1";
  out->description = "coefficient of a cubic B-spline of the density, on a scale that one of them sets";
  out->lower = 0;
  out->fixed = k % f->n == held_by(f, d);
  out->prior = sqrt(1.0 / f->n) / f->start[k];
  if (host < 0)
    snprintf(out->name, sizeof out->name, "%s.rho[%d]", b, k % f->n);
  else
    snprintf(out->name, sizeof out->name, "%s(%s).rho[%d]", b, f->header.element[host], k % f->n);
}

static void describe_embedding(const eam_spline *f, int k, dftfit_parameter *out) {
  out->unit = "eV";
  out->description = "second derivative of the embedding energy at a knot";
  out->linear = true;
  out->prior = sqrt(1.0 / f->embedding.n);
  snprintf(out->name, sizeof out->name, "%s.F[%d]", f->header.element[k / f->embedding.n], k % f->embedding.n);
}

void dftfit_eam_spline_parameter(const eam_spline *f, int k, dftfit_parameter *out) {
  int pairs = f->npair * f->n, densities = f->ndensity * f->n;
  *out = (dftfit_parameter){.lower = -INFINITY, .upper = INFINITY};
  if (k < pairs)
    describe_pair(f, k, out);
  else if (k < pairs + densities)
    describe_density(f, k - pairs, out);
  else
    describe_embedding(f, k - pairs - densities, out);
}
