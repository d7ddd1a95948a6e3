/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations with the same atoms, compared: strain of the cell, displacement of the atoms within it. */
#ifndef TRAINER_CHECK_SHAPE_H
#define TRAINER_CHECK_SHAPE_H

#include "data/dataset.h"

/** The frame of a configuration (base/cell.h) and its inverse. */
typedef struct shape {
  double frame[9], inverse[9];
  double volume; /* A^3 of the frame */
} shape;

typedef struct shapes {
  int64_t n, natom;
  bool periodic;         /* in all three directions */
  const int64_t *config; /* [n] borrowed */
  uint8_t pbc[3];
  shape *shape;            /* [n] */
  double (*fractional)[3]; /* [n*natom] */
} shapes;

/** Of n configurations with equal numbers of atoms and equal periodic directions; config is borrowed. */
dftfit_status shapes_create(const dataset *set, int64_t n, const int64_t *config, shapes *out, dftfit_error *err);
void shapes_destroy(shapes *s);

/** strain = H_a^-1 (H_b - H_a), rows of H the vectors of the frame: r_b = r_a (1 + strain). Returns the largest
 *  component of its symmetric part. */
double shape_strain(const shape *a, const shape *b, double strain[9]);

/** Fractional displacements of the atoms from entry i to entry j by the nearest images, their mean taken off; atoms are
 *  compared in their order. Returns the largest one in A (in the cell of i); INFINITY, and shift is not filled, when
 *  one is beyond `limit`, A. */
double shapes_displacement(const shapes *s, int64_t i, int64_t j, double limit, double (*shift)[3]);

#endif
