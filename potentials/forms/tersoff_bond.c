/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/tersoff_bond.h"

#include <math.h>

static tersoff_leg leg_at(const tersoff_form *f, const tersoff_entry *p, const tersoff_bond_of *bond,
                          const dftfit_block *b, int row) {
  double r = b->r[row];
  if (row == bond->row || b->weight[row] == 0 || r >= p->v[TERSOFF_R] + p->v[TERSOFF_WIDTH]) return (tersoff_leg){0};
  double inverse = 1 / r;
  double cosine = (bond->u[0] * b->dx[row] + bond->u[1] * b->dy[row] + bond->u[2] * b->dz[row]) * inverse;
  tersoff_value fc = tersoff_cutoff(f->kind, p, r), g = tersoff_angular(p, cosine);
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

static void energy_of(const tersoff_form *f, const tersoff_entry *p, tersoff_bond_of *o) {
  double repulsion = p->v[TERSOFF_A] * exp(-p->v[TERSOFF_LAMBDA1] * o->r);
  double attraction = p->v[TERSOFF_B] * exp(-p->v[TERSOFF_LAMBDA2] * o->r);
  o->fc = tersoff_cutoff(f->kind, p, o->r);
  o->bond = tersoff_bond(p, o->zeta);
  o->repulsion = repulsion;
  o->attraction = attraction;
  double inner = repulsion - o->bond.value * attraction;
  double slope = o->bond.value * p->v[TERSOFF_LAMBDA2] * attraction - p->v[TERSOFF_LAMBDA1] * repulsion;
  o->energy = (tersoff_bond_energy){
      .value = 0.5 * o->fc.value * inner,
      .by_r = 0.5 * (o->fc.slope * inner + o->fc.value * slope),
      .by_zeta = -0.5 * o->fc.value * attraction * o->bond.slope,
  };
}

bool tersoff_bond_at(const tersoff_form *f, const dftfit_block *b, int s, int e, int row, tersoff_leg *leg,
                     tersoff_bond_of *o) {
  const int n = f->nelement, i = b->element[s];
  const tersoff_entry *p = &f->entry[tersoff_triple(n, i, e, e)];
  if (b->weight[row] == 0 || b->r[row] >= p->v[TERSOFF_R] + p->v[TERSOFF_WIDTH]) return false;
  double inverse = 1 / b->r[row];
  *o = (tersoff_bond_of){.begin = b->first[s * n],
                         .end = b->first[(s + 1) * n],
                         .row = row,
                         .i = i,
                         .j = e,
                         .r = b->r[row],
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
