/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compute_dftfit_grade_atom.h"

#include <string>

#include "atom.h"
#include "error.h"
#include "force.h"
#include "memory.h"
#include "pair_dftfit.h"
#include "update.h"
#include "utils.h"

using namespace LAMMPS_NS;

ComputeDftfitGradeAtom::ComputeDftfitGradeAtom(LAMMPS *host, int narg, char **arg) : Compute(host, narg, arg) {
  if (narg > 4)
    error->all(FLERR, std::string("Illegal compute dftfit/grade/atom command: it is compute ID group dftfit/grade/atom "
                                  "[n], n being which pair_style dftfit of a hybrid style is meant"));
  if (narg == 4) which = utils::inumeric(FLERR, arg[3], false, lmp);
  peratom_flag = 1;
  size_peratom_cols = 0;
}

ComputeDftfitGradeAtom::~ComputeDftfitGradeAtom() { memory->destroy(vector_atom); }

void ComputeDftfitGradeAtom::init() {
  pair = dynamic_cast<PairDftfit *>(force->pair_match("dftfit", 1, which));
  if (!pair)
    error->all(FLERR,
               std::string("Compute dftfit/grade/atom finds no pair_style dftfit; where a hybrid style has several "
                           "of them, a number after dftfit/grade/atom says which"));
  pair->need_active_sets();
}

void ComputeDftfitGradeAtom::compute_peratom() {
  invoked_peratom = update->ntimestep;
  if (atom->nmax > nmax || !vector_atom) {
    memory->destroy(vector_atom);
    nmax = atom->nmax;
    memory->create(vector_atom, nmax, "dftfit/grade/atom:vector_atom");
  }
  const double *grade = pair->site_grades();
  for (int i = 0; i < atom->nlocal; ++i) vector_atom[i] = (atom->mask[i] & groupbit) ? grade[i] : 0.0;
}

double ComputeDftfitGradeAtom::memory_usage() { return static_cast<double>(nmax) * sizeof(double); }
