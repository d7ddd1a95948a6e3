/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "site_grade.h"

using namespace LAMMPS_NS;

void SiteGrade::take(dftfit_active_set *sets) {
  dftfit_active_set_destroy(set);
  set = sets;
}

dftfit_status SiteGrade::compute(const dftfit_potential *potential, const dftfit_atoms &sites,
                                 dftfit_workspace *workspace, dftfit_error *err) {
  grade.assign(static_cast<size_t>(sites.nall), 0.0);
  if (sites.inum == 0) return DFTFIT_OK;
  return dftfit_grade(potential, set, &sites, workspace, grade.data(), err);
}

double SiteGrade::bytes() const {
  return static_cast<double>(grade.capacity() * sizeof(double)) +
         (set ? static_cast<double>(dftfit_active_set_bytes(set)) : 0.0);
}
