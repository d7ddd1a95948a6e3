/* SPDX-License-Identifier: BSD-3-Clause */
/* make_data potential.yaml data.h5 configs cells|random noise [repeat]
 * Rattled, strained rock-salt-like cells of the potential's elements (cells^3 cubes of 8 atoms, some replaced), three
 * groups from three sources, with the energies, forces and stresses of the potential and Gaussian noise: noise
 * meV/atom, 10 noise meV/A, 0.1 noise meV/A^3. repeat: the whole set so many times. Every tenth configuration has no
 * stress, every eleventh open sides.
 * random: instead of crystals, 16 atoms at random in a cell of random volume, no two of them too close. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/model.h"
#include "base/random.h"

static const char *const group[] = {"crystal", "hot", "strained"};
static const char *const source[] = {"a.xyz", "b.xyz", "c.xyz"};

static uint64_t counter;

static double uniform(void) { return random_uniform(11, 0, counter++) - 0.5; }

static double gaussian(void) {
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += uniform();
  return sum;
}

typedef struct cluster {
  int natom;
  char (*symbol)[4];
  double (*position)[3], (*force)[3];
} cluster;

/** Configuration number k into c and out, without targets. */
static void place_atoms(const dftfit_header *header, int k, int cells, cluster *c, dataset_config *out) {
  const double edge = 5.2 + 0.6 * uniform(), rattle = k % 3 == 1 ? 0.5 : 0.15, strain = k % 3 == 2 ? 0.12 : 0.02;
  double deformation[9];
  for (int i = 0; i < 9; i++) deformation[i] = (i % 4 == 0) + strain * uniform();
  *out = (dataset_config){.natom = c->natom, .group = group[k % 3], .source = source[k % 3]};
  for (int i = 0; i < 9; i++) out->cell[i] = edge * cells * deformation[i];
  for (int a = 0; a < 3; a++) out->pbc[a] = k % 11 != 10;
  for (int i = 0; i < c->natom; i++) {
    int cube = i / 8, corner = i % 8, at[3] = {cube % cells, cube / cells % cells, cube / cells / cells};
    double ideal[3];
    for (int a = 0; a < 3; a++) ideal[a] = edge * (at[a] + 0.5 * (corner >> a & 1));
    for (int a = 0; a < 3; a++) {
      c->position[i][a] = rattle * uniform();
      for (int b = 0; b < 3; b++) c->position[i][a] += ideal[b] * deformation[3 * b + a];
    }
    int parity = (corner & 1) + (corner >> 1 & 1) + (corner >> 2 & 1), element = parity % header->nelement;
    if (uniform() > 0.3) element = (int)((uniform() + 0.5) * header->nelement);
    memcpy(c->symbol[i], header->element[element], sizeof *c->symbol);
  }
  out->symbol = (const char(*)[4])c->symbol;
  out->position = (const double(*)[3])c->position;
  out->force = (const double(*)[3])c->force;
}

/* Random configurations, in units of the potential's cutoff: edge of an atom's share of the cell, least distance. */
enum { RANDOM_ATOMS = 16 };
#define SHARE_LEAST 0.80
#define SHARE_MOST 1.05
#define LEAST_DISTANCE 0.65

/** Whether atom i is too close to one of those before it, or to an image of one. */
static bool too_close(const cluster *c, int i, double edge, double least) {
  for (int j = 0; j < i; j++) {
    double sum = 0;
    for (int a = 0; a < 3; a++) {
      double d = c->position[i][a] - c->position[j][a];
      d -= edge * floor(d / edge + 0.5);
      sum += d * d;
    }
    if (sum < least * least) return true;
  }
  return false;
}

/** A configuration of atoms put down at random, one after the other, into c and out. */
static void scatter_atoms(const dftfit_header *header, int k, cluster *c, dataset_config *out) {
  double share = SHARE_LEAST + (SHARE_MOST - SHARE_LEAST) * (uniform() + 0.5), cutoff = header->cutoff[0];
  double edge = share * cutoff * cbrt(c->natom);
  *out = (dataset_config){.natom = c->natom, .group = "random", .source = source[k % 3], .pbc = {true, true, true}};
  for (int i = 0; i < 9; i += 4) out->cell[i] = edge;
  for (int i = 0; i < c->natom; i++) {
    do
      for (int a = 0; a < 3; a++) c->position[i][a] = edge * (uniform() + 0.5);
    while (too_close(c, i, edge, LEAST_DISTANCE * cutoff));
    memcpy(c->symbol[i], header->element[(int)((uniform() + 0.5) * header->nelement)], sizeof *c->symbol);
  }
  out->symbol = (const char(*)[4])c->symbol;
  out->position = (const double(*)[3])c->position;
  out->force = (const double(*)[3])c->force;
}

static dftfit_status compute(dftfit_potential *pot, double noise, int k, cluster *c, dataset_config *one,
                             dftfit_error *err) {
  dataset *alone = dataset_create();
  model m;
  one->force = NULL;
  DFTFIT_TRY(dataset_append(alone, one, err));
  DFTFIT_TRY(model_create(&m, pot, alone, err));
  DFTFIT_TRY(model_evaluate(&m, 0, err));
  one->energy = m.energy + 0.001 * noise * c->natom * gaussian();
  for (int i = 0; i < c->natom; i++)
    for (int a = 0; a < 3; a++) c->force[i][a] = m.force[3 * i + a] + 0.01 * noise * gaussian();
  for (int a = 0; a < 6; a++) one->stress[a] = k % 10 == 9 ? NAN : m.stress[a] + 0.0001 * noise * gaussian();
  one->force = (const double(*)[3])c->force;
  model_destroy(&m);
  dataset_destroy(alone);
  return DFTFIT_OK;
}

static dftfit_status make(char **argv, int repeat, dftfit_error *err) {
  dftfit_potential *pot;
  DFTFIT_TRY(dftfit_potential_read(argv[1], &pot, err));
  bool random = !strcmp(argv[4], "random");
  int nconfig = atoi(argv[3]), cells = atoi(argv[4]);
  double noise = strtod(argv[5], NULL);
  size_t natom = random ? RANDOM_ATOMS : 8 * (size_t)cells * (size_t)cells * (size_t)cells;
  cluster c = {(int)natom, calloc(natom, sizeof *c.symbol), calloc(natom, sizeof *c.position),
               calloc(natom, sizeof *c.force)};
  dataset *set = dataset_create();
  for (int r = 0; r < repeat; r++) {
    counter = 0;
    for (int k = 0; k < nconfig; k++) {
      dataset_config one;
      if (random)
        scatter_atoms(dftfit_potential_header(pot), k, &c, &one);
      else
        place_atoms(dftfit_potential_header(pot), k, cells, &c, &one);
      DFTFIT_TRY(compute(pot, noise, k, &c, &one, err));
      DFTFIT_TRY(dataset_append(set, &one, err));
    }
  }
  DFTFIT_TRY(dataset_write(set, argv[2], err));
  dataset_destroy(set);
  dftfit_potential_destroy(pot);
  free(c.symbol);
  free(c.position);
  free(c.force);
  return DFTFIT_OK;
}

int main(int argc, char **argv) {
  dftfit_error err = {0};
  char text[1024];
  if (argc < 6) {
    fprintf(stderr, "usage: make_data potential.yaml data.h5 configs cells|random noise [repeat]\n");
    return 2;
  }
  if (!make(argv, argc > 6 ? atoi(argv[6]) : 1, &err)) return 0;
  fprintf(stderr, "make_data: %s\n", dftfit_error_text(&err, text, sizeof text));
  return 1;
}
