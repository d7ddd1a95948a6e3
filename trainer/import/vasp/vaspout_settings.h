/* SPDX-License-Identifier: BSD-3-Clause */
/** What vaspout.h5 says of the calculation: /version, /input. */
#ifndef TRAINER_IMPORT_VASP_VASPOUT_SETTINGS_H
#define TRAINER_IMPORT_VASP_VASPOUT_SETTINGS_H

#include "data/hdf5_file.h"
#include "import/importer.h"

/** Fills *out; cell: that of the first step, for the distance of the k points. */
dftfit_status vaspout_settings(const hdf5_file *file, const double cell[9], dataset_calculation *out,
                               dftfit_error *err);

#endif
