/* SPDX-License-Identifier: GPL-2.0-or-later */
/** compute ID group dftfit/grade/atom [n]: extrapolation grade of every atom of the group, by the active sets of the
 *  pair_style dftfit in use; n: which one, where a hybrid style has several. docs/grade.md */
#ifndef LMP_COMPUTE_DFTFIT_GRADE_ATOM_H
#define LMP_COMPUTE_DFTFIT_GRADE_ATOM_H

#include "compute.h"

namespace LAMMPS_NS {

class ComputeDftfitGradeAtom : public Compute {
public:
  ComputeDftfitGradeAtom(class LAMMPS *, int, char **);
  ~ComputeDftfitGradeAtom() override;
  void init() override;
  void compute_peratom() override;
  double memory_usage() override;

private:
  class PairDftfit *pair = nullptr; // of the run under way
  int which = 0;                    // of several in a hybrid style, from 1; 0: there is one
  int nmax = 0;
};

} // namespace LAMMPS_NS

#endif
