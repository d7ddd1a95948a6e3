/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/tersoff_bond.h"

#include <math.h>

static tersoff_leg leg_at(const tersoff_form *f, const tersoff_entry *p, const tersoff_bond_of *bond,
                          const dftfit_block *b, int row) {
  double r = b->r[row] + f->model.shift, inverse = 1 / b->r[row];
  if (row == bond->row || b->weight[row] == 0 || r >= p->v[TERSOFF_R] + p->v[TERSOFF_WIDTH]) return (tersoff_leg){0};
  double cosine = (bond->u[0] * b->dx[row] + bond->u[1] * b->dy[row] + bond->u[2] * b->dz[row]) * inverse;
  tersoff_value fc = tersoff_cutoff(&f->model, p, r), g = tersoff_angular(&f->model, p, cosine);
  tersoff_value e = tersoff_distance(p, bond->r - r);
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
static tersoff_value add_core(const tersoff_form *f, const tersoff_entry *p, tersoff_bond_of *o) {
  const tersoff_value fc = o->window, share = tersoff_fermi(p, o->r);
  const tersoff_value tail = f->model.fade == TERSOFF_SINE ? (tersoff_value){1, 0} : fc;
  const dftfit_zbl_value zbl = dftfit_zbl_at(&p->zbl, o->r);
  const double energy = tail.value * zbl.energy;
  o->window = (tersoff_value){share.value * fc.value, share.slope * fc.value + share.value * fc.slope};
  return (tersoff_value){(1 - share.value) * energy,
                         (1 - share.value) * (tail.slope * zbl.energy + tail.value * zbl.slope) - share.slope * energy};
}

static void energy_of(const tersoff_form *f, const tersoff_entry *p, tersoff_bond_of *o) {
  tersoff_value core = {0, 0};
  double repulsion = p->v[TERSOFF_A] * exp(-p->v[TERSOFF_LAMBDA1] * o->r);
  double attraction = p->v[TERSOFF_B] * exp(-p->v[TERSOFF_LAMBDA2] * o->r);
  o->window = tersoff_cutoff(&f->model, p, o->r);
  if (f->model.core) core = add_core(f, p, o);
  o->bond = tersoff_bond(&f->model, p, o->zeta);
  o->repulsion = repulsion;
  o->attraction = attraction;
  double inner = repulsion + p->v[TERSOFF_C0] - o->bond.value * attraction;
  double slope = o->bond.value * p->v[TERSOFF_LAMBDA2] * attraction - p->v[TERSOFF_LAMBDA1] * repulsion;
  o->energy = (tersoff_bond_energy){
      .value = 0.5 * (o->window.value * inner + core.value),
      .by_r = 0.5 * (o->window.slope * inner + o->window.value * slope + core.slope),
      .by_zeta = -0.5 * o->window.value * attraction * o->bond.slope,
  };
}

bool tersoff_bond_at(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, tersoff_leg *leg,
                     tersoff_bond_of *o) {
  const int n = f->nelement, i = b->element[s];
  const tersoff_entry *p = &f->entry[tersoff_triple(n, i, e, e)];
  double inverse = 1 / b->r[row], r = b->r[row] + f->model.shift;
  if (b->weight[row] == 0 || r >= p->v[TERSOFF_R] + p->v[TERSOFF_WIDTH]) return false;
  *o = (tersoff_bond_of){.begin = b->first[s * n],
                         .end = b->first[(s + 1) * n],
                         .row = row,
                         .i = i,
                         .j = e,
                         .r = r,
                         .inverse = inverse,
                         .u = {b->dx[row] * inverse, b->dy[row] * inverse, b->dz[row] * inverse}};
  for (int k = 0; k < n; k++)
    for (int third = b->first[s * n + k]; third < b->first[s * n + k + 1]; third++) {
      leg[third - o->begin] = leg_at(f, &f->entry[tersoff_triple(n, i, e, k)], o, b, third);
      o->zeta += leg[third - o->begin].value;
    }
  energy_of(f, p, o);
  return true;
}
