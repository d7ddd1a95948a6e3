/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations whose energies, forces and stresses are those of a known pair potential: what the checks of data are
 *  checked with. */
#ifndef TESTS_UNIT_MADE_CONFIGS_H
#define TESTS_UNIT_MADE_CONFIGS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/model.h"
#include "base/random.h"
#include "cmocka_all.h"

enum { MADE_ATOMS = 8 };

static const char made_potential[] =
    "dftfit: 1\nform: pair\nelements: [Si, C]\ncutoff: 4.0\nreference_energy: {Si: -5.1, C: -7.3}\n"
    "pair:\n  knots: 11\n  inner: 1.2\n  coefficients:\n"
    "    Si-Si: [4.0, 1.5, 0.4, -0.3, -0.6, -0.4, -0.25, -0.1, -0.05, -0.01]\n"
    "    Si-C: [3.0, 1.0, 0.1, -0.5, -0.7, -0.5, -0.2, -0.15, -0.02, 0.01]\n"
    "    C-C: [5.0, 2.0, 0.8, 0.1, -0.2, -0.3, -0.2, -0.05, -0.03, 0.0]\n";

/** One configuration: a distorted rock-salt cell, strained by up to `strain` in every component of a symmetric tensor
 *  and with atoms moved by up to `rattle`, A. The number picks the random numbers. */
typedef struct made_config {
  const char *group;
  uint64_t number;
  double strain, rattle;
  double expansion; /* all lengths by 1 + this */
  bool silicon;     /* all atoms are silicon */
} made_config;

static double made_uniform(uint64_t stream, uint64_t *n) { return 2 * random_uniform(7, stream, (*n)++) - 1; }

static void made_append(dataset *set, dftfit_potential *potential, const made_config *what) {
  double position[MADE_ATOMS][3], force[MADE_ATOMS][3], map[9], epsilon[6];
  char symbol[MADE_ATOMS][4] = {{0}};
  uint64_t fixed = 0, n = 0;
  dftfit_error err = {0};
  dataset_config c = {.natom = MADE_ATOMS, .pbc = {true, true, true}, .group = what->group, .source = "made"};
  for (int k = 0; k < 6; k++) epsilon[k] = what->strain * made_uniform(what->number + 1, &n);
  for (int k = 0; k < 9; k++) {
    const int voigt[9] = {0, 5, 4, 5, 1, 3, 4, 3, 2};
    map[k] = (k % 4 == 0 ? 1 + what->expansion : 0) + epsilon[voigt[k]];
  }
  for (int k = 0; k < 9; k++) c.cell[k] = 5.2 * map[k];
  for (int i = 0; i < MADE_ATOMS; i++) {
    double ideal[3];
    /* moved off the sites by as much in every configuration: no component of the stress vanishes by symmetry */
    for (int k = 0; k < 3; k++) ideal[k] = 2.6 * (i >> k & 1) + 0.15 * made_uniform(0, &fixed);
    for (int k = 0; k < 3; k++)
      position[i][k] = ideal[0] * map[k] + ideal[1] * map[3 + k] + ideal[2] * map[6 + k] +
                       what->rattle * made_uniform(what->number + 1, &n) / sqrt(3);
    strcpy(symbol[i], what->silicon || __builtin_popcount((unsigned)i) % 2 == 0 ? "Si" : "C");
  }
  c.symbol = (const char(*)[4])symbol;
  c.position = (const double(*)[3])position;
  dataset *alone = dataset_create();
  model m;
  assert_int_equal(dataset_append(alone, &c, &err), DFTFIT_OK);
  assert_int_equal(model_create(&m, potential, alone, &err), DFTFIT_OK);
  if (model_evaluate(&m, 0, &err)) fail_msg("%s", err.message);
  memcpy(force, m.force, sizeof force);
  memcpy(c.stress, m.stress, sizeof c.stress);
  c.energy = m.energy;
  c.force = (const double(*)[3])force;
  assert_int_equal(dataset_append(set, &c, &err), DFTFIT_OK);
  model_destroy(&m);
  dataset_destroy(alone);
}

/** n configurations that differ in their numbers. */
static inline void made_append_all(dataset *set, int n, made_config m) {
  dftfit_potential *potential = NULL;
  dftfit_error err = {0};
  const size_t length = strlen(made_potential);
  if (dftfit_potential_parse("made", made_potential, length, &potential, &err)) fail_msg("%s", err.message);
  for (int i = 0; i < n; i++, m.number++) made_append(set, potential, &m);
  dftfit_potential_destroy(potential);
}

#endif
