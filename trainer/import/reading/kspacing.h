/* SPDX-License-Identifier: BSD-3-Clause */
/** How far apart the points of a mesh of k points lie. */
#ifndef TRAINER_IMPORT_READING_KSPACING_H
#define TRAINER_IMPORT_READING_KSPACING_H

/** The largest of 2 pi / h_i, in 1/A (2 pi included), where h_i are the distances of the lattice planes of the
 *  supercell whose rows [9] (A) belong to a mesh: k points are its reciprocal lattice. NaN for rows that lie in a
 *  plane. */
double import_kspacing(const double supercell[9]);
/** The same of a mesh of grid[k] points along the reciprocal vectors of a cell with rows [9] (A). */
double import_kspacing_of_grid(const double cell[9], const double grid[3]);

#endif
