/* SPDX-License-Identifier: BSD-3-Clause */
/** 100 steps of molecular dynamics with a potential of dftfit: 64 atoms of silicon, velocity Verlet, 1 fs.
 *  usage: md_c Si.yaml */
#include <dftfit/dftfit.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { CELLS = 2, NATOM = 8 * CELLS * CELLS * CELLS };
static const double LATTICE = 5.432;        /* A */
static const double TO_A_PS2 = 9648.533212; /* 1 eV/A of force on 1 g/mol, in A/ps^2 */
static const double DT = 0.001;             /* ps */

/* diamond, and velocities (A/ps) that are the same in every language */
static void start(double x[NATOM][3], double v[NATOM][3]) {
  static const double fcc[4][3] = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};
  for (int i = 0; i < NATOM; i++) {
    const int cell[3] = {i / 8 % CELLS, i / 8 / CELLS % CELLS, i / 8 / CELLS / CELLS};
    for (int k = 0; k < 3; k++) {
      x[i][k] = LATTICE * (cell[k] + fcc[i % 4][k] + (i % 8 < 4 ? 0 : 0.25));
      v[i][k] = 6 * sin(1 + 3 * i + k);
    }
  }
}

static double kinetic(double v[NATOM][3], double mass) { /* eV */
  double sum = 0;
  for (int i = 0; i < NATOM; i++)
    for (int k = 0; k < 3; k++) sum += v[i][k] * v[i][k];
  return 0.5 * mass * sum / TO_A_PS2;
}

static void kick(double v[NATOM][3], double f[NATOM][3], double mass) { /* half a step */
  for (int i = 0; i < NATOM; i++)
    for (int k = 0; k < 3; k++) v[i][k] += 0.5 * DT * f[i][k] / mass * TO_A_PS2;
}

static void check(dftfit_status status, const dftfit_error *err) {
  char text[1024];
  if (!status) return;
  fprintf(stderr, "%s\n", dftfit_error_text(err, text, sizeof text));
  exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
  static double x[NATOM][3], v[NATOM][3], f[NATOM][3];
  const double a = CELLS * LATTICE, cell[9] = {a, 0, 0, 0, a, 0, 0, 0, a};
  int element[NATOM];
  dftfit_potential *pot;
  dftfit_calculation *calculation;
  dftfit_error err;

  check(dftfit_potential_read(argc > 1 ? argv[1] : "Si.yaml", &pot, &err), &err);
  check(dftfit_calculation_create(pot, 1.0, &calculation, &err), &err); /* neighbour lists with a skin of 1 A */
  const int si = dftfit_potential_element(pot, "Si");
  const double mass = dftfit_potential_mass(pot, si);
  for (int i = 0; i < NATOM; i++) element[i] = si;
  start(x, v);

  const dftfit_system system = {.natom = NATOM, .element = element, .position = x[0], .cell = cell};
  dftfit_result result = {.force = f[0]};
  check(dftfit_calculation_compute(calculation, &system, &result, &err), &err);
  printf("%5s %16s %16s %16s\n", "step", "potential/eV", "kinetic/eV", "total/eV");
  for (int step = 0; step <= 100; step++) {
    if (step > 0) {
      kick(v, f, mass);
      for (int i = 0; i < NATOM; i++)
        for (int k = 0; k < 3; k++) x[i][k] += DT * v[i][k];
      check(dftfit_calculation_compute(calculation, &system, &result, &err), &err);
      kick(v, f, mass);
    }
    const double moving = kinetic(v, mass);
    if (step % 10 == 0) printf("%5d %16.8f %16.8f %16.8f\n", step, result.energy, moving, result.energy + moving);
  }
  dftfit_calculation_destroy(calculation);
  dftfit_potential_destroy(pot);
  return EXIT_SUCCESS;
}
