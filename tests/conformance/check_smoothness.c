/* SPDX-License-Identifier: BSD-3-Clause */
/* Cutoffs per pair of elements, and continuity of the energy and its derivatives along paths. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"
#include "core/potential.h"

static int nelement(const dftfit_potential *pot) { return dftfit_potential_header(pot)->nelement; }

static double alone(const dftfit_potential *pot, int element) {
  cluster c = {.n = 1, .element = {element}};
  outcome o = cluster_evaluate(pot, &c);
  for (int k = 0; k < 3; k++) assert_true(o.force[0][k] == 0);
  for (int k = 0; k < 6; k++) assert_true(o.virial[k] == 0);
  assert_true(isfinite(o.energy) && o.energy == o.eatom[0]);
  return o.energy;
}

void check_isolated_atoms(dftfit_potential *pot) {
  double reference[DFTFIT_MAX_ELEMENTS];
  cluster none = {.n = 0};
  assert_true(cluster_evaluate(pot, &none).energy == 0);
  dftfit_potential_get_reference(pot, reference);
  for (int a = 0; a < nelement(pot); a++) {
    double before = alone(pot, a);
    reference[a] += 2;
    dftfit_potential_set_reference(pot, reference);
    assert_close(alone(pot, a), before + 2, 1e-12 * (fabs(before) + 2));
  }
}

void check_pair_cutoffs(dftfit_potential *pot) {
  for (int a = 0; a < nelement(pot); a++)
    for (int b = a; b < nelement(pot); b++) {
      double cutoff = dftfit_potential_pair_cutoff(pot, a, b), apart = alone(pot, a) + alone(pot, b);
      assert_true(cutoff > 0 && cutoff == dftfit_potential_pair_cutoff(pot, b, a));
      assert_true(cutoff <= dftfit_potential_cutoff(pot));
      for (double r = cutoff; r < 1.5 * cutoff; r += 0.05 * cutoff) {
        cluster c = cluster_dimer(a, b, r);
        outcome o = cluster_evaluate(pot, &c);
        assert_true(o.energy == apart && o.force[0][0] == 0);
      }
      cluster c = cluster_dimer(a, b, 0.6 * cutoff);
      assert_true(fabs(cluster_evaluate(pot, &c).energy - apart) > 1e-9); /* inside they do see each other */
    }
}

/* A cluster one atom of which moves along a line: x(t) = origin + t direction. */
typedef struct path {
  cluster start;
  int atom;
  double origin[3], direction[3], from, to;
} path;

/* Largest change of the derivative of order `continuity` from one interval of the path to the next, n intervals. Where
 * that derivative is continuous (and the next one bounded) it falls like 1/n; where it jumps it does not fall. */
static double roughness(const dftfit_potential *pot, const path *p, int n, int continuity, double *noise) {
  double h = (p->to - p->from) / n, largest = 0, scale = 0, *slope = calloc((size_t)n + 1, sizeof *slope);
  double *energy = calloc((size_t)n + 1, sizeof *energy);
  assert_non_null(slope);
  assert_non_null(energy);
  for (int s = 0; s <= n; s++) {
    cluster c = p->start;
    for (int k = 0; k < 3; k++) c.x[p->atom][k] = p->origin[k] + (p->from + s * h) * p->direction[k];
    outcome o = cluster_evaluate(pot, &c);
    energy[s] = o.energy;
    for (int k = 0; k < 3; k++) slope[s] -= o.force[p->atom][k] * p->direction[k];
    scale = fmax(scale, fabs(continuity == 0 ? energy[s] : slope[s]));
  }
  for (int s = 0; s < n; s++)
    if (continuity < 2) {
      largest = fmax(largest, continuity == 0 ? fabs(energy[s + 1] - energy[s]) : fabs(slope[s + 1] - slope[s]));
    } else if (s + 2 <= n) {
      largest = fmax(largest, fabs(slope[s + 2] - 2 * slope[s + 1] + slope[s]) / h);
    }
  *noise = 1e-14 * scale * (continuity == 2 ? 1 / h : 1);
  free(slope);
  free(energy);
  return largest;
}

static void assert_smooth(const dftfit_potential *pot, const path *p) {
  const int coarse = 400, refinement = 8;
  int order = pot->form->continuity(pot->self);
  if (order == -1) return; /* tables of other codes may jump at their cutoff, and say so */
  assert_in_range(order, 0, 2);
  double noise, noise_fine;
  double rough = roughness(pot, p, coarse, order, &noise);
  double fine = roughness(pot, p, coarse * refinement, order, &noise_fine);
  assert_true(rough > 10 * noise);
  assert_below(fine, 3 * rough / refinement + 10 * noise_fine);
}

void check_smooth_dimer(dftfit_potential *pot) {
  for (int a = 0; a < nelement(pot); a++)
    for (int b = a; b < nelement(pot); b++) {
      double cutoff = dftfit_potential_pair_cutoff(pot, a, b);
      path p = {.start = cluster_dimer(a, b, cutoff), .atom = 1, .direction = {1, 0, 0}};
      p.from = 0.3 * cutoff;
      p.to = 1.013 * cutoff;
      assert_smooth(pot, &p);
      p.from = 0.9 * cutoff; /* there the terms that are large elsewhere do not hide a jump at the cutoff */
      assert_smooth(pot, &p);
      p.from = 0.99 * cutoff;
      p.to = 1.0013 * cutoff;
      assert_smooth(pot, &p);
    }
}

/* A third atom comes from outside into the neighbourhood of both atoms of a dimer. */
void check_smooth_third_atom(dftfit_potential *pot) {
  for (int a = 0; a < nelement(pot); a++)
    for (int b = 0; b < nelement(pot); b++)
      for (int e = 0; e < nelement(pot); e++) {
        double bond = 0.45 * dftfit_potential_pair_cutoff(pot, a, b);
        double far = fmax(dftfit_potential_pair_cutoff(pot, a, e), dftfit_potential_pair_cutoff(pot, b, e));
        path p = {
            .start = cluster_dimer(a, b, bond), .atom = 2, .origin = {0.3 * bond, 0, 0}, .direction = {0.28, 0.96, 0}};
        p.start.n = 3;
        p.start.element[2] = e;
        p.from = 0.4 * far;
        p.to = 1.3 * far;
        assert_smooth(pot, &p);
        p.from = 0.85 * far;
        assert_smooth(pot, &p);
      }
}

/* Atoms nearly at one place: finite numbers or an error that names an atom; at the same place: the error. */
void check_close_atoms(dftfit_potential *pot) {
  for (int a = 0; a < nelement(pot); a++)
    for (int b = a; b < nelement(pot); b++)
      for (double r = 1e-1; r > 1e-200; r *= 1e-3) {
        cluster c = cluster_dimer(a, b, r);
        outcome o;
        dftfit_error err;
        dftfit_status status = cluster_try(pot, &c, &o, &err);
        if (status) {
          assert_int_equal(status, DFTFIT_ERR_NUMERIC);
          assert_in_range(err.atom, 0, 1);
          continue;
        }
        assert_true(isfinite(o.energy));
        for (int k = 0; k < 3; k++) assert_true(isfinite(o.force[0][k]) && o.force[0][k] == -o.force[1][k]);
      }
  cluster c = cluster_random(pot, 5, 41);
  outcome o;
  dftfit_error err;
  for (int k = 0; k < 3; k++) c.x[3][k] = c.x[1][k];
  assert_int_equal(cluster_try(pot, &c, &o, &err), DFTFIT_ERR_NUMERIC);
  assert_int_equal(err.atom, 1);
  assert_non_null(strstr(err.message, "same place"));
  c = cluster_random(pot, 5, 41);
  c.x[2][1] = NAN;
  assert_int_equal(cluster_try(pot, &c, &o, &err), DFTFIT_ERR_NUMERIC);
  assert_non_null(strstr(err.message, "distance"));
}
