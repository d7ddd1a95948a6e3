/* SPDX-License-Identifier: BSD-3-Clause */
/* What must not change the energy: rotation, inversion, translation, the numbering of atoms, atoms that are not ours.
 */
#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"

/* A random rotation from a quaternion, times the inversion where invert is set. */
static void rotation_matrix(random_state *rng, bool invert, double m[3][3]) {
  double q[4], norm = 0;
  for (int k = 0; k < 4; k++) {
    q[k] = 2 * random_uniform(rng) - 1;
    norm += q[k] * q[k];
  }
  double w = q[0] / sqrt(norm), x = q[1] / sqrt(norm), y = q[2] / sqrt(norm), z = q[3] / sqrt(norm);
  const double r[3][3] = {{1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)},
                          {2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)},
                          {2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)}};
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) m[a][b] = invert ? -r[a][b] : r[a][b];
}

static void apply(double m[3][3], const double *v, double *out) {
  for (int a = 0; a < 3; a++) out[a] = m[a][0] * v[0] + m[a][1] * v[1] + m[a][2] * v[2];
}

void check_rotation(dftfit_potential *pot) {
  random_state rng = {31};
  cluster c = cluster_random(pot, 14, 32);
  outcome before = cluster_evaluate(pot, &c);
  double scale = outcome_force_scale(&before, c.n);
  for (int trial = 0; trial < 6; trial++) {
    double m[3][3], turned[3];
    cluster t = c;
    rotation_matrix(&rng, trial % 2, m);
    for (int i = 0; i < c.n; i++) apply(m, c.x[i], t.x[i]);
    outcome after = cluster_evaluate(pot, &t);
    assert_close(after.energy, before.energy, 1e-11 * outcome_energy_scale(&before, c.n));
    for (int i = 0; i < c.n; i++) {
      apply(m, before.force[i], turned);
      for (int k = 0; k < 3; k++) assert_close(after.force[i][k], turned[k], 1e-10 * scale);
    }
  }
}

void check_translation(dftfit_potential *pot) {
  const double shift[3] = {1.25, -3.5, 7.0};
  cluster c = cluster_random(pot, 14, 33), t = c;
  for (int i = 0; i < c.n; i++)
    for (int k = 0; k < 3; k++) t.x[i][k] += shift[k];
  outcome a = cluster_evaluate(pot, &c), b = cluster_evaluate(pot, &t);
  double scale = outcome_force_scale(&a, c.n);
  assert_close(b.energy, a.energy, 1e-11 * outcome_energy_scale(&a, c.n));
  for (int k = 0; k < 6; k++) assert_close(b.virial[k], a.virial[k], 1e-10 * scale * c.n);
  for (int i = 0; i < c.n; i++)
    for (int k = 0; k < 3; k++) assert_close(b.force[i][k], a.force[i][k], 1e-10 * scale);
}

void check_permutation(dftfit_potential *pot) {
  random_state rng = {34};
  cluster c = cluster_random(pot, 20, 35), t = c;
  int order[MAX_ATOMS];
  for (int i = 0; i < c.n; i++) {
    int other = (int)((i + 1) * random_uniform(&rng));
    order[i] = order[other];
    order[other] = i;
  }
  for (int i = 0; i < c.n; i++) {
    t.element[i] = c.element[order[i]];
    for (int k = 0; k < 3; k++) t.x[i][k] = c.x[order[i]][k];
  }
  outcome a = cluster_evaluate(pot, &c), b = cluster_evaluate(pot, &t);
  assert_close(b.energy, a.energy, 1e-11 * outcome_energy_scale(&a, c.n));
  for (int i = 0; i < c.n; i++) {
    assert_close(b.eatom[i], a.eatom[order[i]], 1e-11 * outcome_energy_scale(&a, c.n));
    for (int k = 0; k < 3; k++) assert_close(b.force[i][k], a.force[order[i]][k], 1e-10 * outcome_force_scale(&a, c.n));
  }
}

/* Atoms whose type is NULL in pair_coeff neither feel nor cause anything. */
void check_foreign_atoms(dftfit_potential *pot) {
  cluster c = cluster_random(pot, 12, 36), with = c;
  for (int i = 0; i < 4; i++) {
    for (int k = 0; k < 3; k++) with.x[with.n][k] = c.x[i][k] + 0.05; /* closer than any atom of ours */
    with.element[with.n++] = -1;
  }
  outcome a = cluster_evaluate(pot, &c), b = cluster_evaluate(pot, &with);
  assert_memory_equal(&a, &b, sizeof a); /* bit by bit; entries of the others are zero in both */
}
