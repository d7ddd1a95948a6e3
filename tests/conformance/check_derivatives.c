/* SPDX-License-Identifier: BSD-3-Clause */
/* Forces and virials against differences of the energy; derivatives with respect to the parameters against differences
 * of energies, forces and virials. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"

static const double step = 2e-5;      /* A, or 1 for strains: functions are C2, so the error is O(step^2) at knots */
static const double tolerance = 2e-6; /* of the largest value                                                      */

static double energy(const dftfit_potential *pot, const cluster *c) { return cluster_evaluate(pot, c).energy; }

void check_forces(dftfit_potential *pot) {
  cluster c = cluster_random(pot, 10, 21);
  outcome o = cluster_evaluate(pot, &c);
  double scale = outcome_force_scale(&o, c.n);
  assert_true(scale > 1e-3); /* the case says something */
  for (int i = 0; i < c.n; i++)
    for (int k = 0; k < 3; k++) {
      cluster up = c, down = c;
      up.x[i][k] += step;
      down.x[i][k] -= step;
      assert_close((energy(pot, &down) - energy(pot, &up)) / (2 * step), o.force[i][k], tolerance * scale);
    }
}

/* dE/d(strain_ab) of r -> (1 + strain) r is -W_ab. */
void check_virial(dftfit_potential *pot) {
  static const int place[3][3] = {{0, 3, 4}, {3, 1, 5}, {4, 5, 2}};
  cluster c = cluster_random(pot, 10, 22);
  outcome o = cluster_evaluate(pot, &c);
  double scale = 1e-3;
  for (int k = 0; k < 6; k++) scale = fmax(scale, fabs(o.virial[k]));
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) {
      cluster up = c, down = c;
      for (int i = 0; i < c.n; i++) {
        up.x[i][a] += step * c.x[i][b];
        down.x[i][a] -= step * c.x[i][b];
      }
      assert_close((energy(pot, &down) - energy(pot, &up)) / (2 * step), o.virial[place[a][b]], tolerance * scale);
    }
}

void check_per_atom_sums(dftfit_potential *pot) {
  cluster c = cluster_random(pot, 16, 23);
  outcome o = cluster_evaluate(pot, &c);
  double e = 0, v[6] = {0}, cv[9] = {0}, f[3] = {0}, w[6] = {0}, scale = 0;
  for (int i = 0; i < c.n; i++) {
    const double *x = c.x[i], *g = o.force[i];
    const double rf[6] = {x[0] * g[0], x[1] * g[1], x[2] * g[2], x[0] * g[1], x[0] * g[2], x[1] * g[2]};
    e += o.eatom[i];
    for (int k = 0; k < 3; k++) f[k] += g[k];
    for (int k = 0; k < 6; k++) v[k] += o.vatom[i][k], w[k] += rf[k], scale = fmax(scale, fabs(rf[k]));
    for (int k = 0; k < 9; k++) cv[k] += o.cvatom[i][k];
  }
  scale *= 1e-12 * c.n;
  assert_close(e, o.energy, 1e-13 * outcome_energy_scale(&o, c.n));
  for (int k = 0; k < 3; k++) assert_close(f[k], 0, scale);
  for (int k = 0; k < 6; k++) {
    assert_close(w[k], o.virial[k], scale);
    assert_close(v[k], o.virial[k], scale);
    assert_close(cv[k], o.virial[k], scale);
  }
  for (int k = 0; k < 3; k++)
    assert_close(cv[6 + k], o.virial[3 + k], scale); /* yx zx zy: energies do not see rotations */
}

/* For any velocities: d/dt sum_i r_i E_i = sum_i v_i E_i + sum_j W_j v_j - sum_i r_i (F_i . v_i), W_j the matrix
 * cvatom_j (docs/conventions.md). It fails when a term is given to another atom, or with its letters exchanged. */
void check_heat_flux(dftfit_potential *pot) {
  static const int place[3][3] = {{0, 3, 4}, {6, 1, 5}, {7, 8, 2}};
  cluster c = cluster_random(pot, 11, 26), later = c, before = c;
  outcome o = cluster_evaluate(pot, &c);
  random_state rng = {27};
  double flux[3] = {0}, difference[3] = {0}, scale = 0;
  for (int i = 0; i < c.n; i++) {
    double v[3], power = 0;
    for (int a = 0; a < 3; a++) {
      v[a] = 2 * random_uniform(&rng) - 1;
      power += o.force[i][a] * v[a];
      later.x[i][a] += step * v[a];
      before.x[i][a] -= step * v[a];
    }
    for (int a = 0; a < 3; a++) {
      flux[a] += v[a] * o.eatom[i] - c.x[i][a] * power;
      for (int b = 0; b < 3; b++) flux[a] += o.cvatom[i][place[a][b]] * v[b];
      scale += fabs(v[a] * o.eatom[i]) + fabs(c.x[i][a] * power);
    }
  }
  outcome up = cluster_evaluate(pot, &later), down = cluster_evaluate(pot, &before);
  for (int i = 0; i < c.n; i++)
    for (int a = 0; a < 3; a++)
      difference[a] += (later.x[i][a] * up.eatom[i] - before.x[i][a] * down.eatom[i]) / (2 * step);
  for (int a = 0; a < 3; a++) assert_close(difference[a], flux[a], tolerance * scale);
}

enum { ROWS = 1 + 3 * MAX_ATOMS + 6 }; /* energy, forces, virial */

/* Sums what the form hands over into rows of a configuration: column k of the design matrix. */
static void add(void *self, const dftfit_block *b, int s, int k, double de, int begin, int end, const double *dgx,
                const double *dgy, const double *dgz) {
  double *column = (double *)self + (size_t)k * ROWS, *force = column + 1, *virial = column + 1 + 3 * MAX_ATOMS;
  int i = b->site[s];
  assert_in_range(begin, b->first[s * b->nelement], b->first[(s + 1) * b->nelement]);
  assert_in_range(end, begin, b->first[(s + 1) * b->nelement]);
  column[0] += de;
  for (int row = begin; row < end; row++) {
    const double g[3] = {dgx[row - begin], dgy[row - begin], dgz[row - begin]};
    const double d[3] = {b->dx[row], b->dy[row], b->dz[row]};
    if (b->neighbour[row] < 0) {
      assert_true(g[0] == 0 && g[1] == 0 && g[2] == 0);
      continue;
    }
    for (int a = 0; a < 3; a++) {
      force[3 * i + a] += g[a];
      force[3 * b->neighbour[row] + a] -= g[a];
      virial[a] -= d[a] * g[a];
    }
    virial[3] -= d[0] * g[1];
    virial[4] -= d[0] * g[2];
    virial[5] -= d[1] * g[2];
  }
}

static void rows_of(const outcome *o, double *row) {
  row[0] = o->energy;
  memcpy(row + 1, o->force, sizeof o->force);
  memcpy(row + 1 + 3 * MAX_ATOMS, o->virial, sizeof o->virial);
}

static double *jacobian(const dftfit_potential *pot, const cluster *c) {
  double *j = calloc((size_t)dftfit_potential_nparameter(pot) + 1, ROWS * sizeof *j);
  assert_non_null(j);
  cluster_jacobian(pot, c, &(dftfit_row_sink){j, add});
  return j;
}

void check_jacobian_differences(dftfit_potential *pot) {
  int n = dftfit_potential_nparameter(pot);
  cluster c = cluster_random(pot, 9, 24);
  double *j = jacobian(pot, &c), *theta = calloc((size_t)n + 1, sizeof *theta);
  dftfit_potential_get(pot, theta);
  for (int k = 0; k < n; k++) {
    dftfit_parameter p;
    double kept = theta[k], up[ROWS], down[ROWS], scale = 1e-3;
    dftfit_potential_parameter(pot, k, &p);
    double h = p.linear ? 0.5 : step * fmax(fabs(kept), 1e-2); /* the difference of a linear function is exact */
    outcome o;
    theta[k] = kept + h;
    dftfit_potential_set(pot, theta);
    o = cluster_evaluate(pot, &c);
    rows_of(&o, up);
    theta[k] = kept - h;
    dftfit_potential_set(pot, theta);
    o = cluster_evaluate(pot, &c);
    rows_of(&o, down);
    theta[k] = kept;
    for (int r = 0; r < ROWS; r++) scale = fmax(scale, fabs(j[(size_t)k * ROWS + r]));
    double noise = 1e-13 * (fabs(up[0]) + outcome_force_scale(&o, c.n) * c.n) / h;
    for (int r = 0; r < ROWS; r++)
      assert_close((up[r] - down[r]) / (2 * h), j[(size_t)k * ROWS + r], (p.linear ? 1e-9 : tolerance) * scale + noise);
  }
  free(j);
  free(theta);
}

/* For a form that is linear: J theta = evaluate(theta) - evaluate(0). */
void check_jacobian_linear(dftfit_potential *pot) {
  int n = dftfit_potential_nparameter(pot);
  cluster c = cluster_random(pot, 14, 25);
  double *theta = calloc((size_t)n + 1, sizeof *theta), full[ROWS], rest[ROWS], sum[ROWS] = {0}, scale[ROWS] = {0};
  bool linear = true;
  for (int k = 0; k < n; k++) {
    dftfit_parameter p;
    dftfit_potential_parameter(pot, k, &p);
    linear = linear && p.linear;
  }
  if (linear) {
    double *j = jacobian(pot, &c);
    dftfit_potential_get(pot, theta);
    outcome o = cluster_evaluate(pot, &c);
    rows_of(&o, full);
    for (int k = 0; k < n; k++)
      for (int r = 0; r < ROWS; r++) {
        double term = j[(size_t)k * ROWS + r] * theta[k];
        sum[r] += term;
        scale[r] += fabs(term);
      }
    memset(theta, 0, (size_t)n * sizeof *theta);
    dftfit_potential_set(pot, theta);
    o = cluster_evaluate(pot, &c);
    rows_of(&o, rest);
    for (int r = 0; r < ROWS; r++) assert_close(full[r] - rest[r], sum[r], 1e-11 * (1e-3 + scale[r] + fabs(rest[r])));
    free(j);
  }
  free(theta);
}
