/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/tersoff/bond.h"

#include <math.h>

static double length(const dftfit_block *b, int row) {
  return sqrt(b->dx[row] * b->dx[row] + b->dy[row] * b->dy[row] + b->dz[row] * b->dz[row]);
}

static tersoff_leg leg_at(const tersoff_form *f, const tersoff_entry *p, const tersoff_bond_of *bond,
                          const dftfit_block *b, int row) {
  double distance = length(b, row), r = distance + f->model.shift, inverse = 1 / distance;
  if (row == bond->row || b->weight[row] == 0 || !tersoff_inside(p, r)) return (tersoff_leg){0};
  const double u[3] = {b->dx[row] * inverse, b->dy[row] * inverse, b->dz[row] * inverse};
  double cosine = bond->u[0] * u[0] + bond->u[1] * u[1] + bond->u[2] * u[2];
  tersoff_value fc = dftfit_tersoff_cutoff(&f->model, p, r), g = dftfit_tersoff_angular(&f->model, p, cosine);
  tersoff_value e = dftfit_tersoff_distance(p, bond->r - r);
  return (tersoff_leg){
      .value = fc.value * g.value * e.value,
      .by_cosine = fc.value * g.slope * e.value,
      .by_difference = fc.value * g.value * e.slope,
      .by_far = fc.slope * g.value * e.value,
      .cosine = cosine,
      .inverse = inverse,
  };
}

/* (1 - F) V(r) with the ZBL repulsion V, equation (9); the window becomes F fc. */
static tersoff_value add_core(const tersoff_form *f, const tersoff_entry *p, double r, tersoff_value *window) {
  const tersoff_value fc = *window, share = dftfit_tersoff_fermi(p, r);
  const tersoff_value tail = f->model.fade == TERSOFF_SINE ? (tersoff_value){1, 0} : fc;
  const dftfit_zbl_value zbl = dftfit_zbl_at(&p->zbl, r);
  const double energy = tail.value * zbl.energy;
  *window = (tersoff_value){share.value * fc.value, share.slope * fc.value + share.value * fc.slope};
  return (tersoff_value){(1 - share.value) * energy,
                         (1 - share.value) * (tail.slope * zbl.energy + tail.value * zbl.slope) - share.slope * energy};
}

static tersoff_value pair_of(const tersoff_form *f, const tersoff_entry *p, double r, tersoff_value *window) {
  const double repulsion = p->v[TERSOFF_A] * exp(-p->v[TERSOFF_LAMBDA1] * r), inner = repulsion + p->v[TERSOFF_C0];
  tersoff_value core = {0, 0};
  *window = dftfit_tersoff_cutoff(&f->model, p, r);
  if (f->model.core) core = add_core(f, p, r, window);
  return (tersoff_value){0.5 * (window->value * inner + core.value),
                         0.5 *
                             (window->slope * inner - window->value * p->v[TERSOFF_LAMBDA1] * repulsion + core.slope)};
}

tersoff_value dftfit_tersoff_pair_at(const tersoff_form *f, const tersoff_entry *p, double r) {
  tersoff_value window;
  return tersoff_inside(p, r) ? pair_of(f, p, r, &window) : (tersoff_value){0, 0};
}

static void energy_of(const tersoff_form *f, const tersoff_entry *p, tersoff_bond_of *o) {
  const tersoff_value pair = pair_of(f, p, o->r, &o->window);
  o->repulsion = p->v[TERSOFF_A] * exp(-p->v[TERSOFF_LAMBDA1] * o->r);
  o->attraction = p->v[TERSOFF_B] * exp(-p->v[TERSOFF_LAMBDA2] * o->r);
  o->bond = dftfit_tersoff_bond(&f->model, p, o->zeta);
  double by_r = 0.5 * o->bond.value * o->attraction * (p->v[TERSOFF_LAMBDA2] * o->window.value - o->window.slope);
  o->energy = (tersoff_bond_energy){
      .value = pair.value - 0.5 * o->window.value * o->bond.value * o->attraction,
      .by_r = pair.slope + by_r,
      .by_zeta = -0.5 * o->window.value * o->attraction * o->bond.slope,
      .attraction_by_r = by_r,
  };
}

tersoff_bond_of dftfit_tersoff_bond_between(const tersoff_form *f, const dftfit_block *b, int s, int e, int row) {
  const int n = f->nelement;
  const double distance = length(b, row), inverse = 1 / distance;
  return (tersoff_bond_of){.begin = b->first[s * n],
                           .end = b->first[(s + 1) * n],
                           .row = row,
                           .i = b->element[s],
                           .j = e,
                           .r = distance + f->model.shift,
                           .inverse = inverse,
                           .u = {b->dx[row] * inverse, b->dy[row] * inverse, b->dz[row] * inverse}};
}

bool dftfit_tersoff_bond_at(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, tersoff_leg *leg,
                            tersoff_bond_of *o) {
  const int n = f->nelement, i = b->element[s];
  const tersoff_entry *p = &f->entry[tersoff_triple(n, i, e, e)];
  *o = dftfit_tersoff_bond_between(f, b, s, e, row);
  if (b->weight[row] == 0 || !tersoff_inside(p, o->r)) return false;
  for (int k = 0; k < n; k++)
    for (int third = b->first[s * n + k]; third < b->first[s * n + k + 1]; third++) {
      leg[third - o->begin] = leg_at(f, &f->entry[tersoff_triple(n, i, e, k)], o, b, third);
      o->zeta += leg[third - o->begin].value;
    }
  energy_of(f, p, o);
  return true;
}

void dftfit_tersoff_bond_gradient(const dftfit_block *b, const tersoff_bond_of *bond, double along, double by_zeta,
                                  const tersoff_leg *leg, int first, int last, double *gx, double *gy, double *gz) {
  double sum[3] = {0, 0, 0};
  const int j = bond->row - bond->begin;
  for (int q = first; q < last; q++) {
    const tersoff_leg *l = &leg[q];
    const int row = bond->begin + q;
    if (l->inverse == 0) continue;
    double u[3] = {b->dx[row] * l->inverse, b->dy[row] * l->inverse, b->dz[row] * l->inverse};
    double turn = by_zeta * l->by_cosine,
           far = by_zeta * (l->by_far - l->by_difference) - turn * l->cosine * l->inverse;
    gx[q] += far * u[0] + turn * l->inverse * bond->u[0];
    gy[q] += far * u[1] + turn * l->inverse * bond->u[1];
    gz[q] += far * u[2] + turn * l->inverse * bond->u[2];
    along += by_zeta * l->by_difference - turn * l->cosine * bond->inverse;
    for (int k = 0; k < 3; k++) sum[k] += turn * bond->inverse * u[k];
  }
  gx[j] += along * bond->u[0] + sum[0];
  gy[j] += along * bond->u[1] + sum[1];
  gz[j] += along * bond->u[2] + sum[2];
}
