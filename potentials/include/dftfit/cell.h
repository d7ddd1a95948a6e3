/* SPDX-License-Identifier: BSD-3-Clause */
/** Geometry of a cell: rows a, b, c in A, some of them periodic. */
#ifndef DFTFIT_CELL_H
#define DFTFIT_CELL_H

#include <stdint.h>

#include "dftfit/api.h"

#ifdef __cplusplus
extern "C" {
#endif

/** a . (b x c), A^3; negative for a left-handed cell. */
DFTFIT_API double dftfit_cell_volume(const double cell[9]);

/** The frame in which images are counted: periodic rows are those of the cell, each other row is a unit vector
 *  perpendicular to all periodic ones (so that it may be zero or arbitrary in the data). */
DFTFIT_API void dftfit_cell_frame(const double cell[9], const uint8_t pbc[3], double frame[9]);

/** |det| / (|a| |b| |c|), from 0 (the rows lie in a plane, or one is zero) to 1 (perpendicular). */
DFTFIT_API double dftfit_cell_openness(const double frame[9]);
/** Below this openness (an angle of 1e-6 between a row and the plane of the others) periodic rows count as dependent.
 */
#define DFTFIT_CELL_FLAT 1e-6

/** Reciprocal rows without 2 pi: fractional coordinate k of r is r . inverse[3k..]. height [3]: distance between the
 *  planes that row k steps between, A. */
DFTFIT_API void dftfit_cell_inverse(const double frame[9], double inverse[9], double height[3]);

#ifdef __cplusplus
}
#endif
#endif
