/* SPDX-License-Identifier: BSD-3-Clause */
/** What the comment line of a configuration of extended XYZ says: cell, targets, group, how it was computed. */
#ifndef TRAINER_IMPORT_EXTXYZ_TARGETS_H
#define TRAINER_IMPORT_EXTXYZ_TARGETS_H

#include "import/extxyz/comment.h"
#include "import/importer.h"

/** Fills cell, pbc, energy, stress and group of config; sets *force_factor to the unit of the forces. */
dftfit_status extxyz_targets(const extxyz_comment *comment, const import_options *options, const char *input, int line,
                             dataset_config *config, double *force_factor, dftfit_error *err);
/** Fills config->calculation from keys that name code, functional and settings. Texts that are too long are cut. */
void extxyz_calculation(const extxyz_comment *comment, dataset_calculation *calculation);

#endif
