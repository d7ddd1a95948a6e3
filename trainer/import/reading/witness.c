/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/witness.h"

#include <math.h>

#include "dftfit/cell.h"
#include "dftfit/units.h"

static const double SAME_VOLUME = 1e-3;                          /* part of it */
static const double SAME_PRESSURE = 20 / DFTFIT_BAR_PER_EV_A3;   /* eV/A^3: two decimals in kbar, and room */
static const double SAME_STRESS = 2e-3;                          /* part of the largest component */
static const double SAME_ENERGY = 0.05, SAME_ATOM_ENERGY = 2e-3; /* eV; the last cycle changes less */
static const double SAME_FORCE = 2e-3, SAME_ATOM_FORCE = 2e-5;   /* eV/A; printed digits of all atoms */

bool import_same_volume(const double cell[9], double printed) {
  return fabs(fabs(dftfit_cell_volume(cell)) - printed) <= SAME_VOLUME * printed;
}

bool import_run_other_volume(const import_run *run) {
  return !isnan(run->witness.volume) && !import_same_volume(run->cell, run->witness.volume);
}

static bool is_other_pressure(const import_run *run) {
  const double *s = run->stress, pressure = -(s[0] + s[1] + s[2]) / 3;
  const double largest = fmax(fabs(s[0]), fmax(fabs(s[1]), fabs(s[2])));
  if (isnan(pressure) || isnan(run->witness.pressure)) return false;
  return !(fabs(pressure - run->witness.pressure) <= SAME_PRESSURE + SAME_STRESS * largest);
}

static bool is_other_sum(const import_run *run) {
  for (int k = 0; k < 3; k++) {
    double sum = 0;
    for (int i = 0; i < run->nforce; i++) sum += run->atoms.force[i][k];
    const double tolerance = SAME_FORCE + SAME_ATOM_FORCE * run->nforce;
    if (!isnan(run->witness.net_force[k]) && run->nforce && !(fabs(sum - run->witness.net_force[k]) <= tolerance))
      return true;
  }
  return false;
}

static bool is_other_energy(const import_run *run) {
  const double tolerance = SAME_ENERGY + SAME_ATOM_ENERGY * run->nsymbol;
  return !run->unconverged && !isnan(run->witness.energy) && !(fabs(run->energy - run->witness.energy) <= tolerance);
}

const char *import_run_disagreement(const import_run *run) {
  const double natom = run->witness.natom;
  if (!isnan(natom) && natom != run->nposition) return "there are not as many positions as the file has atoms";
  if (run->nforce && run->nforce != run->nsymbol) return "there are not as many forces as atoms";
  if (import_run_other_volume(run)) return IMPORT_OTHER_VOLUME;
  if (is_other_pressure(run)) return "the printed pressure is not that of the stress";
  if (is_other_sum(run)) return "the printed sum of the forces is not theirs";
  if (is_other_energy(run)) return "the last cycle of the electrons has another energy";
  return NULL;
}
