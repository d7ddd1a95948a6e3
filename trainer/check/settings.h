/* SPDX-License-Identifier: BSD-3-Clause */
/** Settings of the calculations that do not go together in one data set, and that are coarse. */
#ifndef TRAINER_CHECK_SETTINGS_H
#define TRAINER_CHECK_SETTINGS_H

#include <stddef.h>

#include "data/dataset.h"

typedef enum setting {
  SETTING_CODE,
  SETTING_VERSION,
  SETTING_FUNCTIONAL,
  SETTING_PSEUDOPOTENTIALS,
  SETTING_SMEARING,
  SETTING_ECUT,
  SETTING_KSPACING,
  SETTING_SCF_TOLERANCE,
  SETTINGS
} setting;

const char *setting_name(setting which);
/** The value of a calculation as text, with its unit; "" where it is not known. */
void setting_text(const dataset_calculation *c, setting which, char *text, size_t size);
/** Makes text [size] that of one class of calculations, which has those of the others already: of pseudopotentials the
 *  names of all elements, else the value of this one. */
void setting_join(const dataset_calculation *c, setting which, char *text, size_t size);
/** Whether two known values differ so much that their results should not be mixed: texts that differ,
 *  pseudopotentials where they are of one element; numbers by more than 1 %, k spacings by more than 30 %, since
 *  whole numbers of points fit different cells, and SCF tolerances by more than a factor of 10, since many scale
 *  them with the number of atoms. */
bool setting_differs(const dataset_calculation *a, const dataset_calculation *b, setting which);

/** The error of forces to expect of an SCF that ends at this change of the energy, eV/A: the energy is at its
 *  minimum in the density, so the error of the forces goes with the root, sqrt(2 k tolerance), k = 10 eV/A^2 being
 *  the usual force constant of a bond. A rule of thumb. */
double setting_force_error(double scf_tolerance);
#define SETTING_FORCE_WANTED 0.01   /* eV/A: forces should be better than this */
#define SETTING_COARSE_KSPACING 0.4 /* 1/A, 2 pi included: coarse for metals */

#endif
