/* SPDX-License-Identifier: BSD-3-Clause */
/* Derivatives of energies and gradients with respect to the parameters, by the product and chain rules. With
 * E_ij = F(r_ij, zeta_ij; p), zeta_ij = sum_k z_k(r_ij, r_ik, cosine; q) and G = F_r u + F_zeta dzeta/dd:
 *   p:  dG/dp = F_rp u + F_zeta,p dzeta/dd
 *   q:  dG/dq = zeta_q (F_r,zeta u + F_zeta,zeta dzeta/dd) + F_zeta d(zeta_q)/dd
 * docs/forms/tersoff.md, equations (11) to (13). */
#include <math.h>
#include <string.h>

#include "forms/tersoff/bond.h"

enum { INSIDE = 1 + TERSOFF_ANGULAR_PARAMETERS }; /* numbers of a triple inside zeta: lambda3, those of g */

/* Scratch of one bond; every array has the rows of the site. */
typedef struct work {
  tersoff_leg *leg;          /* z and its derivatives                                              */
  tersoff_leg *part[INSIDE]; /* the same of dz/dq                                                  */
  double *gx, *gy, *gz;      /* what is handed over                                                */
} work;

size_t dftfit_tersoff_form_jacobian_scratch(const void *self, int nrow) {
  (void)self;
  return (size_t)nrow * ((1 + INSIDE) * sizeof(tersoff_leg) + 3 * sizeof(double));
}

static work cut(void *memory, int nrow) {
  work w = {.gx = memory};
  w.gy = w.gx + nrow;
  w.gz = w.gy + nrow;
  w.leg = (tersoff_leg *)(void *)(w.gz + nrow);
  for (int q = 0; q < INSIDE; q++) w.part[q] = w.leg + (q + 1) * nrow;
  return w;
}

static tersoff_leg product(const tersoff_leg *leg, tersoff_value fc, tersoff_value g, tersoff_value e) {
  return (tersoff_leg){fc.value * g.value * e.value,
                       fc.value * g.slope * e.value,
                       fc.value * g.value * e.slope,
                       fc.slope * g.value * e.value,
                       leg->cosine,
                       leg->inverse};
}

/* Derivative of a number of g along the coordinate in which it is searched. */
static double by_coordinate(const tersoff_entry *p, int value) {
  return dftfit_tersoff_value_info_of(value)->coordinate == TERSOFF_LOGARITHM ? p->v[value] : 1;
}

/* Fills w->part for the third atoms of one element. */
static void fill_parts(const tersoff_form *f, const dftfit_block *b, const tersoff_bond_of *bond,
                       const tersoff_entry *p, int first, int last, work *w) {
  const int *values, nangular = dftfit_tersoff_angular_values(&f->model, &values);
  for (int row = first; row < last; row++) {
    const int q = row - bond->begin;
    const tersoff_leg *leg = &w->leg[q];
    for (int v = 0; v <= nangular; v++) w->part[v][q] = (tersoff_leg){0};
    if (leg->inverse == 0) continue;
    double r = b->r[row] + f->model.shift, difference = bond->r - r;
    tersoff_value fc = dftfit_tersoff_cutoff(&f->model, p, r), g = dftfit_tersoff_angular(&f->model, p, leg->cosine);
    tersoff_value e = dftfit_tersoff_distance(p, difference), jet[TERSOFF_ANGULAR_PARAMETERS];
    dftfit_tersoff_angular_derivatives(&f->model, p, leg->cosine, jet);
    w->part[0][q] = product(leg, fc, g, dftfit_tersoff_distance_derivative(p, difference));
    for (int v = 1; v <= nangular; v++) {
      double scale = by_coordinate(p, values[v - 1]);
      w->part[v][q] = product(leg, fc, (tersoff_value){scale * jet[v - 1].value, scale * jet[v - 1].slope}, e);
    }
  }
}

static void clear(const tersoff_bond_of *bond, work *w) {
  size_t bytes = (size_t)(bond->end - bond->begin) * sizeof(double);
  memset(w->gx, 0, bytes);
  memset(w->gy, 0, bytes);
  memset(w->gz, 0, bytes);
}

static void gradient(const dftfit_block *b, const tersoff_bond_of *bond, double along, double by_zeta,
                     const tersoff_leg *leg, int first, int last, work *w) {
  dftfit_tersoff_bond_gradient(b, bond, along, by_zeta, leg, first, last, w->gx, w->gy, w->gz);
}

static void hand_over(const dftfit_block *b, int s, const tersoff_bond_of *bond, int k, double de, const work *w,
                      const dftfit_row_sink *sink) {
  sink->add(sink->self, b, s, k, de, bond->begin, bond->end, w->gx, w->gy, w->gz);
}

/* Numbers of the bond itself: F_p, F_rp, F_zeta,p. */
static void bond_parameters(const tersoff_form *f, const dftfit_block *b, int s, const tersoff_bond_of *o,
                            const tersoff_bond_jet *jet, work *w, const dftfit_row_sink *sink) {
  const int entry = tersoff_triple(f->nelement, o->i, o->j, o->j), rows = o->end - o->begin;
  const double *v = f->entry[entry].v, fc = 0.5 * o->window.value, dfc = 0.5 * o->window.slope;
  const double l1 = v[TERSOFF_LAMBDA1], l2 = v[TERSOFF_LAMBDA2];
  const double decay1 = exp(-l1 * o->r), decay2 = exp(-l2 * o->r);
  const struct {
    int value;
    double e, by_r, by_zeta;
  } part[] = {
      {TERSOFF_A, fc * decay1, (dfc - l1 * fc) * decay1, 0},
      {TERSOFF_LAMBDA1, -fc * o->r * o->repulsion, (-dfc * o->r + fc * (l1 * o->r - 1)) * o->repulsion, 0},
      {TERSOFF_B, -fc * o->bond.value * decay2, -(dfc - l2 * fc) * o->bond.value * decay2,
       -fc * o->bond.slope * decay2},
      {TERSOFF_LAMBDA2, fc * o->r * o->bond.value * o->attraction,
       (dfc * o->r + fc * (1 - l2 * o->r)) * o->bond.value * o->attraction, fc * o->r * o->bond.slope * o->attraction},
      {TERSOFF_C0, fc, dfc, 0},
      {TERSOFF_N, -fc * jet->n.value * o->attraction, -(dfc - l2 * fc) * jet->n.value * o->attraction,
       -fc * jet->n.slope * o->attraction},
      {TERSOFF_ETA, -fc * jet->eta.value * o->attraction, -(dfc - l2 * fc) * jet->eta.value * o->attraction,
       -fc * jet->eta.slope * o->attraction},
      {TERSOFF_BETA, -fc * jet->log_beta.value * o->attraction, -(dfc - l2 * fc) * jet->log_beta.value * o->attraction,
       -fc * jet->log_beta.slope * o->attraction},
  };
  for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
    int k = f->place[entry][part[i].value];
    if (k < 0) continue;
    clear(o, w);
    gradient(b, o, part[i].by_r, part[i].by_zeta, w->leg, 0, rows, w);
    hand_over(b, s, o, k, part[i].e, w, sink);
  }
}

/* Numbers inside zeta, of the entry whose third atoms stand in rows first .. last-1. */
static void leg_parameters(const tersoff_form *f, const dftfit_block *b, int s, const tersoff_bond_of *o,
                           const tersoff_bond_jet *jet, int entry, int first, int last, work *w,
                           const dftfit_row_sink *sink) {
  const tersoff_entry *bond_entry = &f->entry[tersoff_triple(f->nelement, o->i, o->j, o->j)];
  const double fc = 0.5 * o->window.value, dfc = 0.5 * o->window.slope, l2 = bond_entry->v[TERSOFF_LAMBDA2];
  double by_r_zeta = -(dfc - l2 * fc) * o->attraction * o->bond.slope;
  if (o->zeta == 0) return; /* all legs are zero, with all their derivatives */
  fill_parts(f, b, o, &f->entry[entry], first, last, w);
  const int *angular, nangular = dftfit_tersoff_angular_values(&f->model, &angular);
  const bool spline = f->model.angular == TERSOFF_ANGULAR_SPLINE;
  for (int v = 0; v <= nangular; v++) {
    int k = f->place[entry][v == 0 ? TERSOFF_LAMBDA3 : angular[v - 1]];
    if (k < 0) continue;
    double zeta_q = 0;
    for (int row = first; row < last; row++) zeta_q += w->part[v][row - o->begin].value;
    if (spline && v > 0 && zeta_q == 0) continue; /* no angle near this knot: no function of it is below zero */
    clear(o, w);
    /* the second derivative of b diverges at zeta = 0 where n < 2; times zeta_q / zeta it does not */
    double by_zeta_zeta = -fc * o->attraction * jet->curvature * (zeta_q / o->zeta);
    gradient(b, o, by_r_zeta * zeta_q, by_zeta_zeta, w->leg, 0, o->end - o->begin, w);
    gradient(b, o, 0, o->energy.by_zeta, w->part[v], first - o->begin, last - o->begin, w);
    hand_over(b, s, o, k, o->energy.by_zeta * zeta_q, w, sink);
  }
}

void dftfit_tersoff_form_jacobian(const void *self, const dftfit_block *b, void *scratch, const dftfit_row_sink *sink) {
  const tersoff_form *f = self;
  const int n = b->nelement;
  work w = cut(scratch, b->nrow);
  for (int s = 0; s < b->nsite; s++)
    for (int e = 0; e < n; e++)
      for (int row = b->first[s * n + e]; row < b->first[s * n + e + 1]; row++) {
        tersoff_bond_of o;
        if (!dftfit_tersoff_bond_at(f, b, s, e, row, w.leg, &o)) continue;
        tersoff_bond_jet jet =
            dftfit_tersoff_bond_derivatives(&f->model, &f->entry[tersoff_triple(n, o.i, e, e)], o.zeta);
        bond_parameters(f, b, s, &o, &jet, &w, sink);
        for (int k = 0; k < n; k++)
          leg_parameters(f, b, s, &o, &jet, tersoff_triple(n, o.i, e, k), b->first[s * n + k], b->first[s * n + k + 1],
                         &w, sink);
      }
}
