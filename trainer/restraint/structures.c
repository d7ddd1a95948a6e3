/* SPDX-License-Identifier: BSD-3-Clause */
#include "restraint/structures.h"

#include <math.h>
#include <string.h>

#include "base/random.h"
#include "dftfit/form.h"

/* Chosen on silicon (docs/restraint.md): the volume an atom has where matter is, in units of that of the data; the
 * distance to which atoms are pushed apart, in units of the shortest of the data; vacuum along some axes, up to that
 * many times the cell; the least distance that is left in the end. */
#define LEAST_VOLUME 0.4
#define MOST_VOLUME 1.6
#define LEAST_PUSH 0.9
#define MOST_PUSH 1.5
#define VACUUM_OF_ONE 3.0
#define VACUUM_OF_SEVERAL 1.8
#define SKEW 0.15
#define LEAST_DISTANCE 0.75
enum { LEAST_ROUNDS = 5, MOST_ROUNDS = 60, IMAGES = 27, TRIES = 1000 };

/* The numbers of one structure, one after the other. */
typedef struct stream {
  uint64_t seed, structure, n;
} stream;

static double uniform(stream *s, double low, double high) {
  return low + (high - low) * random_uniform(s->seed, s->structure, s->n++);
}

static double normal(stream *s) {
  double u = 1 - uniform(s, 0, 1), angle = 2 * acos(-1.0) * uniform(s, 0, 1); /* Box and Muller */
  return sqrt(-2 * log(u)) * cos(angle);
}

typedef struct structure {
  int element[STRUCTURE_ATOMS];
  double cell[9], position[STRUCTURE_ATOMS][3], image[IMAGES][3];
} structure;

static double determinant(const double *c) {
  return c[0] * (c[4] * c[8] - c[5] * c[7]) - c[1] * (c[3] * c[8] - c[5] * c[6]) + c[2] * (c[3] * c[7] - c[4] * c[6]);
}

/* Shares evenly over all compositions. Returns the volume of the atoms at the density of the data. */
static double choose_elements(stream *s, const structure_space *space, structure *out) {
  double weight[DFTFIT_MAX_ELEMENTS], all = 0, volume = 0;
  int n = space->nelement;
  for (int e = 0; e < n; e++) all += weight[e] = -log(1 - uniform(s, 0, 1));
  for (int i = 0; i < STRUCTURE_ATOMS; i++) {
    double u = uniform(s, 0, all);
    int e = 0;
    while (e + 1 < n && u >= weight[e]) u -= weight[e++];
    out->element[i] = e;
    volume += space->volume[e];
  }
  return volume;
}

/* A skewed cell of that volume; false: too flat. */
static bool make_cell(stream *s, double volume, double *cell) {
  for (int k = 0; k < 9; k++) cell[k] = (k % 4 == 0) + SKEW * normal(s);
  double v = determinant(cell);
  if (v < 0.2) return false;
  for (int k = 0; k < 9; k++) cell[k] *= cbrt(volume / v);
  return true;
}

/* Longer along some axes, none to all three, with the atoms drawn together there: vacuum[a] >= 1. */
static void choose_vacuum(stream *s, double *cell, double *vacuum) {
  int n = (int)uniform(s, 0, 4), order[3] = {0, 1, 2};
  for (int a = 0; a < 3; a++) vacuum[a] = 1;
  for (int a = 2; a > 0; a--) {
    int b = (int)uniform(s, 0, a + 1), held = order[a];
    order[a] = order[b];
    order[b] = held;
  }
  for (int k = 0; k < n; k++) {
    double longer = 1 + uniform(s, 0, n == 1 ? VACUUM_OF_ONE : VACUUM_OF_SEVERAL);
    vacuum[order[k]] = 1 + uniform(s, 0, VACUUM_OF_ONE);
    for (int a = 0; a < 3; a++) cell[3 * order[k] + a] *= longer;
  }
}

static void place_atoms(stream *s, const double *vacuum, structure *out) {
  const double *c = out->cell;
  for (int i = 0; i < STRUCTURE_ATOMS; i++) {
    double f[3];
    for (int a = 0; a < 3; a++) f[a] = 0.5 + (uniform(s, 0, 1) - 0.5) / vacuum[a];
    for (int a = 0; a < 3; a++) out->position[i][a] = f[0] * c[a] + f[1] * c[3 + a] + f[2] * c[6 + a];
  }
  for (int k = 0; k < IMAGES; k++)
    for (int a = 0; a < 3; a++)
      out->image[k][a] = (k % 3 - 1) * c[a] + (k / 3 % 3 - 1) * c[3 + a] + (k / 9 - 1) * c[6 + a];
}

/* Vector from atom j's image k to atom i; its length squared. */
static double between(const structure *s, int i, int j, int k, double *d) {
  for (int a = 0; a < 3; a++) d[a] = s->position[i][a] - s->position[j][a] - s->image[k][a];
  return d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
}

static double shortest_of(const structure_space *space, const structure *s, int i, int j) {
  return space->shortest[s->element[i] * space->nelement + s->element[j]];
}

/* Moves all atoms away from those that are closer than push times the shortest distance, by a quarter of what lacks. */
static void push_apart(const structure_space *space, double push, structure *s) {
  double move[STRUCTURE_ATOMS][3] = {{0}}, d[3];
  for (int i = 0; i < STRUCTURE_ATOMS; i++)
    for (int j = 0; j < STRUCTURE_ATOMS; j++)
      for (int k = 0; k < IMAGES; k++) {
        double r2 = between(s, i, j, k, d), wanted = push * shortest_of(space, s, i, j);
        if (i == j || r2 >= wanted * wanted || r2 == 0) continue; /* images of its own move with it */
        double r = sqrt(r2);
        for (int a = 0; a < 3; a++) move[i][a] += 0.25 * (wanted - r) / r * d[a];
      }
  for (int i = 0; i < STRUCTURE_ATOMS; i++)
    for (int a = 0; a < 3; a++) s->position[i][a] += move[i][a];
}

static bool far_enough(const structure_space *space, const structure *s) {
  double d[3];
  for (int i = 0; i < STRUCTURE_ATOMS; i++)
    for (int j = 0; j < STRUCTURE_ATOMS; j++)
      for (int k = 0; k < IMAGES; k++)
        if ((i != j || k != IMAGES / 2) && sqrt(between(s, i, j, k, d)) < LEAST_DISTANCE * shortest_of(space, s, i, j))
          return false;
  return true;
}

/* False: atoms ended too close, and another one is to be tried. */
static bool try_one(stream *s, const structure_space *space, structure *out) {
  double vacuum[3], volume = choose_elements(s, space, out);
  volume *= exp(uniform(s, log(LEAST_VOLUME), log(MOST_VOLUME)));
  if (!make_cell(s, volume, out->cell)) return false;
  double push = uniform(s, LEAST_PUSH, MOST_PUSH);
  choose_vacuum(s, out->cell, vacuum);
  place_atoms(s, vacuum, out);
  int rounds = (int)uniform(s, LEAST_ROUNDS, MOST_ROUNDS);
  for (int k = 0; k < rounds; k++) push_apart(space, push, out);
  return far_enough(space, out);
}

static dftfit_status append(dataset *set, const structure_space *space, const structure *s, dftfit_error *err) {
  char symbol[STRUCTURE_ATOMS][4];
  for (int i = 0; i < STRUCTURE_ATOMS; i++) memcpy(symbol[i], space->symbol[s->element[i]], sizeof *symbol);
  dataset_config c = {.natom = STRUCTURE_ATOMS,
                      .symbol = (const char(*)[4])symbol,
                      .position = s->position,
                      .pbc = {true, true, true},
                      .energy = NAN,
                      .group = "restraint",
                      .source = "",
                      .calculation = {.ecut = NAN, .kspacing = NAN, .scf_tolerance = NAN}};
  memcpy(c.cell, s->cell, sizeof c.cell);
  for (int k = 0; k < 6; k++) c.stress[k] = NAN;
  return dataset_append(set, &c, err);
}

dftfit_status structures_append(dataset *set, const structure_space *space, int64_t first, int64_t n,
                                dftfit_error *err) {
  for (int64_t i = first; i < first + n; i++) {
    stream numbers = {space->seed, (uint64_t)i, 0};
    structure s;
    int tries = 0;
    while (!try_one(&numbers, space, &s))
      DFTFIT_FAIL_IF(++tries == TRIES, err, DFTFIT_ERR_NUMERIC,
                     "random structures cannot be made: the shortest distances of the data (%.3g A for %s) do not fit "
                     "into their volume (%.3g A^3 an atom)",
                     space->shortest[0], space->symbol[0], space->volume[0]);
    DFTFIT_TRY(append(set, space, &s, err));
  }
  return DFTFIT_OK;
}
