/* SPDX-License-Identifier: BSD-3-Clause */
/** Meshes of k points. */
#ifndef TRAINER_IMPORT_READING_KMESH_H
#define TRAINER_IMPORT_READING_KMESH_H

#include "data/dataset.h"

/** Records a mesh of whole numbers of points along the reciprocal vectors of the cell (rows, A), and its spacing.
 *  Numbers that are none of a mesh (NaN, 0) record nothing. */
void import_kmesh(dataset_calculation *calculation, const double cell[9], const double mesh[3]);
/** The same of a mesh that is the reciprocal lattice of a supercell, whose rows are the matrix times the cell. */
void import_kmesh_supercell(dataset_calculation *calculation, const double cell[9], const double matrix[9]);

#endif
