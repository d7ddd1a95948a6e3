/* SPDX-License-Identifier: GPL-2.0-or-later */
/** The extrapolation grade of the atoms of one pair_style dftfit: its active sets and the grades of the step asked for.
 */
#ifndef DFTFIT_SITE_GRADE_H
#define DFTFIT_SITE_GRADE_H

#include <vector>

#include "dftfit/grade.h"

namespace LAMMPS_NS {

class SiteGrade {
public:
  SiteGrade() = default;
  ~SiteGrade() { dftfit_active_set_destroy(set); }
  SiteGrade(const SiteGrade &) = delete;
  SiteGrade &operator=(const SiteGrade &) = delete;

  int wanted = 0;      // fix pair sets it for the steps on which it wants grades
  bool needed = false; // somebody asked for active sets

  bool loaded() const { return set != nullptr; }
  /** Takes the active sets, replacing those there are; NULL: none. */
  void take(dftfit_active_set *sets);
  /** Computes the grades of the central atoms; those of all others are 0. */
  dftfit_status compute(const dftfit_potential *potential, const dftfit_atoms &sites, dftfit_workspace *workspace,
                        dftfit_error *err);
  double *values() { return grade.data(); } // [nall] of the last compute
  double bytes() const;

private:
  dftfit_active_set *set = nullptr;
  std::vector<double> grade;
};

} // namespace LAMMPS_NS

#endif
