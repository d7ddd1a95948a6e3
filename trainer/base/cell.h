/* SPDX-License-Identifier: BSD-3-Clause */
/** Geometry of a cell: rows a, b, c in A, some of them periodic. */
#ifndef TRAINER_BASE_CELL_H
#define TRAINER_BASE_CELL_H

#include <stdbool.h>
#include <stdint.h>

/** a . (b x c), A^3; negative for a left-handed cell. */
double cell_volume(const double cell[9]);

/** The frame in which images are counted: periodic rows are those of the cell, each other row is a unit vector
 *  perpendicular to all periodic ones (so that it may be zero or arbitrary in the data). */
void cell_frame(const double cell[9], const uint8_t pbc[3], double frame[9]);

/** |det| / (|a| |b| |c|), from 0 (the rows lie in a plane, or one is zero) to 1 (perpendicular). */
double cell_openness(const double frame[9]);
/** Below this openness (an angle of 1e-6 between a row and the plane of the others) periodic rows count as dependent.
 */
#define CELL_FLAT 1e-6

/** Reciprocal rows without 2 pi: fractional coordinate k of r is r . inverse[3k..]. height [3]: distance between the
 *  planes that row k steps between, A. */
void cell_inverse(const double frame[9], double inverse[9], double height[3]);

#endif
