/* SPDX-License-Identifier: BSD-3-Clause */
#include "configurations.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "library.h"

/* Uniform in [-1, 1); the same numbers on every machine (Lehmer, multiplier of Park and Miller). */
static double uniform(uint64_t *state) {
  *state = *state * 48271u % 2147483647u;
  return 2.0 * (double)*state / 2147483647.0 - 1.0;
}

/* y = m x, m by rows */
static void apply(const double m[9], const double x[3], double y[3]) {
  for (int a = 0; a < 3; a++) y[a] = m[3 * a] * x[0] + m[3 * a + 1] * x[1] + m[3 * a + 2] * x[2];
}

static double dot(const double a[3], const double b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/* Rotation about (1, 2, 3) by angle, as a matrix by rows (Rodrigues). */
static void rotation(double angle, double m[9]) {
  double n = sqrt(14.0), u[3] = {1 / n, 2 / n, 3 / n}, s = sin(angle), c = cos(angle);
  double cross[9] = {0, -u[2], u[1], u[2], 0, -u[0], -u[1], u[0], 0};
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) m[3 * a + b] = (a == b ? c : 0) + (1 - c) * u[a] * u[b] + s * cross[3 * a + b];
}

typedef struct recipe {
  const char *name;
  int repeat[3];    /* face-centred cubic cells of four atoms; 0: the primitive cell of one atom */
  double shear[3];  /* of the cell: xy, xz, yz                          */
  double vacuum[3]; /* A added along each cell vector, not periodic there when above zero */
  double displace;  /* A, largest random displacement of a component    */
  double angle;     /* rad, turns cell and atoms out of LAMMPS's frame  */
  bool left_handed;
  int atoms;         /* keep the first so many (0: all)                  */
  double separation; /* A, spreads the kept atoms along (1, 1, 0)        */
} recipe;

/* 3.61 A: the lattice constant of copper, for which the pair potentials of these tests are meant. Most cells are
 * narrower than twice the cutoff, many narrower than the cutoff. */
static const double lattice = 3.61;
static const recipe recipes[] = {
    {"triclinic", {2, 2, 2}, {0.21, -0.13, 0.17}, {0, 0, 0}, 0.15, 0.7, false, 0, 0},
    {"primitive", {0, 0, 0}, {0.05, 0.02, -0.04}, {0, 0, 0}, 0, 1.1, false, 0, 0},
    {"flat", {1, 3, 2}, {0.1, 0, 0.3}, {0, 0, 0}, 0.2, -0.4, false, 0, 0},
    {"left-handed", {1, 1, 2}, {0.12, 0.2, 0.05}, {0, 0, 0}, 0.1, 2.1, true, 0, 0},
    {"surface", {3, 2, 2}, {0.08, 0, 0}, {0, 0, 14.0}, 0.15, 0.9, false, 0, 0},
    {"rod", {2, 2, 1}, {0, 0, 0}, {12.0, 12.0, 0}, 0.1, 0.3, false, 0, 0},
    {"cluster", {2, 2, 2}, {0, 0, 0}, {15.0, 15.0, 15.0}, 0.3, -1.3, false, 19, 0},
    {"sparse", {8, 8, 8}, {0, 0, 0}, {0, 0, 0}, 0.05, 0.2, false, 3, 2.4},
    {"large", {4, 4, 4}, {0.06, 0.03, -0.05}, {0, 0, 0}, 0.12, 0.5, false, 0, 0},
};

int configuration_count(void) { return (int)(sizeof recipes / sizeof *recipes); }

static void fill(const recipe *r, configuration *c) {
  static const double basis[4][3] = {{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  for (int i = 0; i < r->repeat[0]; i++)
    for (int j = 0; j < r->repeat[1]; j++)
      for (int k = 0; k < r->repeat[2]; k++)
        for (int b = 0; b < 4; b++) {
          if (c->natom >= CONFIGURATION_ATOMS || (r->atoms && c->natom == r->atoms)) return;
          double *x = c->position[c->natom++];
          x[0] = (i + basis[b][0]) * lattice;
          x[1] = (j + basis[b][1]) * lattice;
          x[2] = (k + basis[b][2]) * lattice;
        }
}

void configuration_make(int which, configuration *c) {
  const recipe *r = &recipes[which];
  uint64_t state = 20250204u + 977u * (uint64_t)which;
  const double shear[9] = {1, r->shear[0], r->shear[1], 0, 1, r->shear[2], 0, 0, 1};
  static const double primitive[9] = {0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0};
  double turn[9], line[3], place[3];
  memset(c, 0, sizeof *c);
  c->name = r->name;
  rotation(r->angle, turn);
  if (r->repeat[0] == 0) c->natom = 1;
  fill(r, c);
  for (int k = 0; k < 3; k++) {
    for (int a = 0; a < 3; a++)
      line[a] =
          r->repeat[0] == 0 ? primitive[3 * k + a] * lattice : (a == k ? r->repeat[k] * lattice + r->vacuum[k] : 0);
    apply(shear, line, place);
    apply(turn, place, &c->cell[3 * (r->left_handed && k < 2 ? 1 - k : k)]);
    c->pbc[k] = r->vacuum[k] <= 0;
  }
  for (int i = 0; i < c->natom; i++) {
    for (int a = 0; a < 3; a++) {
      line[a] = c->position[i][a] + r->displace * uniform(&state) + 0.5 * r->vacuum[a];
      if (r->separation > 0) line[a] = 3.0 + (a < 2 ? r->separation * i * i : 0) + r->displace * uniform(&state);
    }
    apply(shear, line, place);
    apply(turn, place, c->position[i]);
    c->species[i] = uniform(&state) > 0.2;
  }
}

void configuration_named(const char *name, configuration *out) {
  for (int i = 0; i < configuration_count(); i++)
    if (strcmp(recipes[i].name, name) == 0) {
      configuration_make(i, out);
      return;
    }
  fprintf(stderr, "no configuration '%s'\n", name);
  MPI_Abort(MPI_COMM_WORLD, 1);
}

/* Gram-Schmidt on the rows of the cell; the third axis is on the side of c, so a left-handed cell is mirrored, which
 * changes no energy. */
void lammps_frame(const double cell[9], double q[9]) {
  for (int k = 0; k < 3; k++) {
    double *e = &q[3 * k];
    memcpy(e, &cell[3 * k], 3 * sizeof *e);
    for (int twice = 0; twice < 2; twice++)
      for (int m = 0; m < k; m++) {
        double s = dot(e, &q[3 * m]);
        for (int a = 0; a < 3; a++) e[a] -= s * q[3 * m + a];
      }
    double n = sqrt(dot(e, e));
    for (int a = 0; a < 3; a++) e[a] /= n;
  }
}

void lammps_place(void *lmp, const configuration *c, int ntypes) {
  double q[9], box[9];
  int id[CONFIGURATION_ATOMS], type[CONFIGURATION_ATOMS];
  static double x[CONFIGURATION_ATOMS][3];
  lammps_frame(c->cell, q);
  for (int k = 0; k < 3; k++)
    for (int a = 0; a < 3; a++) box[3 * k + a] = a > k ? 0 : dot(&c->cell[3 * k], &q[3 * a]);
  for (int k = 1; k < 9; k++) // what is left of a right angle is rounding; LAMMPS wants no tilt towards an open side
    if (fabs(box[k]) < 1e-12) box[k] = 0;
  for (int i = 0; i < c->natom; i++) {
    apply(q, c->position[i], x[i]);
    id[i] = i + 1;
    type[i] = c->species[i] + 1;
  }
  command(lmp, "boundary %c %c %c\nbox tilt large", c->pbc[0] ? 'p' : 'f', c->pbc[1] ? 'p' : 'f',
          c->pbc[2] ? 'p' : 'f');
  command(lmp, "region box prism 0 %.17g 0 %.17g 0 %.17g %.17g %.17g %.17g units box", box[0], box[4], box[8], box[3],
          box[6], box[7]);
  command(lmp, "create_box %d box\nmass * 63.546", ntypes);
  int made = lammps_create_atoms(lmp, c->natom, id, type, &x[0][0], NULL, NULL, 0);
  check(made == c->natom, "%s: LAMMPS took %d of %d atoms", c->name, made, c->natom);
}
